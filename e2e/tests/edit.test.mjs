// Forms: a record made, changed and fought over, with and without script, and
// every form accessible in light, dark and on the narrowest screen.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, looks, faults, picture, watch } from '../browser.mjs'

const forms = ['/ny/objects', '/ny/classifications?object=OBJ-0005', '/ny/incidents', '/ny/processings', '/andra/objects/OBJ-0005', '/andra/objects/OBJ-0005?grupp=roller', '/andra/processings/BEH-117?grupp=beskrivning',
  '/steg/objects/OBJ-0005/retire', '/andra/persons/PER-0001', '/objects/OBJ-0005']

const house = office(), { open } = house

for (const style of looks) {
  test(`forms are accessible, ${style.name}`, async () => {
    const page = await open('isam', style)
    for (const path of forms) {
      const answer = await page.at(path)
      if (answer.status() !== 200) page.wrong.push(`${path}: status ${answer.status()}`)
      await page.ready()
      for (const v of await faults(page)) page.wrong.push(`${path}: ${v}`)
      await picture(page, `${style.name}-${path}`)
    }
    // What is wrong is told accessibly too.
    await page.at('/ny/objects')
    await page.getByRole('button', { name: /^Lägg till objekt/ }).click()
    await page.waitForSelector('.errsum')
    assert.match(await page.title(), /^Fel: /)
    assert.equal(await page.evaluate(() => document.activeElement.className.split(' ')[0]), 'errsum')
    for (const v of await faults(page)) page.wrong.push(`errors: ${v}`)
    await picture(page, `${style.name}-errors`)
    await page.context().close()
    assert.deepEqual(page.wrong, [])
  })
}

test('a long record leads to its parts, says what is missing and where it is mended, and shows another day', async () => {
  const page = await open('isam', { viewport: { width: 1440, height: 900 } })
  await page.at('/objects/OBJ-0005')
  const parts = page.getByRole('navigation', { name: 'På sidan' })
  await parts.getByRole('link', { name: /^Behandlingar/ }).press('Enter')
  // The jump has been made when the part stands below the top bar.
  await page.waitForFunction(() => {
    const part = [...document.querySelectorAll('h2')].find(h => h.textContent.startsWith('Behandlingar'))
    const top = part?.getBoundingClientRect().top
    return top >= 56 && top < 500
  })
  const checks = page.getByRole('region', { name: /^Nio kontroller/ })
  const row = checks.getByRole('listitem').filter({ hasText: 'Aktuell klassning' })
  assert.match(await row.innerText(), /Behöver ses över/)
  await row.getByRole('link', { name: 'Se över klassningen.' }).click()
  await page.waitForURL(/\/objects\/OBJ-0005\/klassa$/)
  await page.goBack()
  await page.locator('#laget > summary').click()
  await page.getByLabel('Visa läget per').fill('nonsens')
  await page.keyboard.press('Enter')
  await page.locator('.errsum').waitFor()
  assert.ok(await page.getByLabel('Visa läget per').isVisible())
  for (const v of await faults(page)) page.wrong.push(v)
  await page.getByLabel('Visa läget per').fill('2022-11-20')
  await page.keyboard.press('Enter')
  await page.getByText('Du ser posten som den var 2022-11-20.').waitFor()
  await page.context().close()
  assert.deepEqual(page.wrong.filter(w => !/422/.test(w)), [])
})

test('a record is made with the keyboard alone, a related one found as one types', async () => {
  const page = await open('isam')
  await page.at('/ny/objects')
  await page.getByLabel('Objektnamn').fill('Provsystemet')
  await page.getByRole('radio', { name: 'Lokalt' }).focus()
  await page.keyboard.press('Space')
  await page.getByLabel('Typ', { exact: true }).selectOption('service')
  const owner = page.getByRole('combobox', { name: 'Objektägare', exact: false }).first()
  await owner.focus()
  await owner.pressSequentially('Objekt')
  await page.locator('[role=option]').first().waitFor()
  for (const v of await faults(page)) page.wrong.push(v)
  assert.equal(await owner.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowDown')
  const chosen = await page.locator('[role=option][aria-selected=true]').getAttribute('data-value')
  assert.equal(await owner.getAttribute('aria-activedescendant'), await page.locator('[role=option][aria-selected=true]').getAttribute('id'))
  await picture(page, 'combobox')
  await page.keyboard.press('Enter')
  assert.equal(await owner.inputValue(), chosen)
  await page.getByRole('button', { name: /^Lägg till objekt/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Provsystemet' }).waitFor()
  await page.context().close()
  assert.deepEqual(page.wrong, [])
})

test('a form saves itself, keeps what the server has not got, and shows a conflict', async () => {
  let page = await open('isam')
  const ctx = page.context(), wrong = []
  const address = '/andra/objects/OBJ-0006?grupp=beskrivning'
  await page.at(address)
  const box = page.getByLabel(/^Beskrivning/)
  await box.waitFor()
  await page.locator('.saved').waitFor({ state: 'attached' })
  await box.fill('Skrivet första gången.')
  await page.locator('.saved.ok').waitFor()
  assert.match(await page.locator('.saved').innerText(), /^Sparat kl\. \d\d\.\d\d$/)
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('genomlys:draft:'))), [])

  // The net drops: the text stays here, and comes back.
  await ctx.setOffline(true)
  await box.fill('Skrivet utan nät.')
  await page.locator('.saved.crit').waitFor()
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('genomlys:draft:')).length), 1)
  await ctx.setOffline(false) // and is sent by itself when the net is back
  await page.locator('.saved.ok').waitFor()
  await ctx.setOffline(true)
  await page.getByLabel(/^Beskrivning/).fill('Skrivet innan fliken stängdes.')
  await page.locator('.saved.crit').waitFor()
  await page.close()
  await ctx.setOffline(false)
  wrong.push(...page.wrong)
  page = watch(await ctx.newPage(), house.origin)
  await page.at(address)
  await page.locator('.notice', { hasText: 'Vi hittade text' }).waitFor()
  for (const v of await faults(page)) wrong.push(v)
  await picture(page, 'found')
  await page.getByRole('button', { name: 'Hämta texten' }).click()
  assert.equal(await page.getByLabel(/^Beskrivning/).inputValue(), 'Skrivet innan fliken stängdes.')
  await page.locator('.saved.ok').waitFor()

  // Meanwhile somebody else writes the same.
  const other = await open('isam', { javaScriptEnabled: false })
  await other.at(address)
  await other.getByLabel(/^Beskrivning/).fill('Någon annans text.')
  await other.getByRole('button', { name: 'Spara ändringarna' }).click()
  await other.context().close()
  await page.getByLabel(/^Beskrivning/).fill('Min text.')
  await page.getByRole('button', { name: 'Spara ändringarna' }).click()
  await page.getByRole('heading', { level: 1, name: /^Jämför/ }).waitFor()
  await page.getByText('Någon annans text.').waitFor()
  for (const v of await faults(page)) wrong.push(v)
  await picture(page, 'conflict')
  await page.getByRole('radio', { name: /Använd min text/ }).check()
  await page.getByRole('button', { name: 'Spara mina val' }).click()
  await page.getByRole('heading', { level: 2, name: 'Beskrivning' }).waitFor()
  await page.getByText('Min text.').first().waitFor()
  await ctx.close()
  assert.deepEqual([...wrong, ...page.wrong], [])
})
