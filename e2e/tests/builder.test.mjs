// A management review by keyboard alone: the coordinator writes in a section,
// puts a figure into the text and sends; the head reads, opens a figure and
// decides; the locked page shows its proof.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, looks, faults, picture } from '../browser.mjs'

const at = '/management-reviews/LGG-0002'
const written = [at + '/bygg?del=2.3', at + '/bygg?del=2.2', at + '/bygg?del=decision', at + '/infoga?del=2.3&plats=2.3.local&sprak=sv', at + '/skicka', at + '/underlag', at + '/ombud', at + '/punkt/priorities/ny?year=2025', '/plan']

const { open } = office({ flags: ['--draft'] })

for (const style of looks) {
  test(`a review as it is written is accessible, ${style.name}`, async () => {
    const page = await open('isam', style)
    for (const path of written) {
      const answer = await page.at(path)
      if (answer.status() !== 200) page.wrong.push(`${path}: status ${answer.status()}`)
      await page.ready()
      for (const v of await faults(page)) page.wrong.push(`${path}: ${v}`)
      await picture(page, `${style.name}-${path}`)
    }
    await page.context().close()
    assert.deepEqual(page.wrong, [])
  })
}

// press moves by Tab to what bears a name, and presses it there.
async function press(page, name, role = 'link') {
  const to = page.locator('main').getByRole(role, { name, exact: false }).first()
  await to.waitFor()
  for (let i = 0; i < 400; i++) {
    if (await to.evaluate(el => el === document.activeElement)) {
      await page.keyboard.press('Enter')
      return
    }
    await page.keyboard.press('Tab')
  }
  assert.fail(`${name} is not reached by Tab`)
}

test('a review is written, sent, read and decided by keyboard alone', async () => {
  const page = await open('isam')
  await page.at(at)
  await press(page, 'Skriv genomgången')
  await press(page, '2.3 ')
  await page.waitForURL(/del=2\.3/)
  const text = page.getByLabel('Lokalt tillägg', { exact: true })
  await text.focus()
  await page.keyboard.type('Hos oss är andelen klassade ')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  const search = page.getByRole('combobox', { name: 'Sök siffra' })
  await search.waitFor()
  assert.ok(await search.evaluate(el => el === document.activeElement))
  await page.keyboard.type('F03 klassning')
  await page.getByRole('option', { name: '83 %' }).first().waitFor()
  for (let i = 0; i < 20 && !await page.locator('[role=option][aria-selected=true]').filter({ hasText: 'F03.percent' }).count(); i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await text.inputValue(), 'Hos oss är andelen klassade {F03.percent}')
  assert.ok(await text.evaluate(el => el === document.activeElement), 'the caret is back in the text')
  await page.keyboard.type('.')
  await page.getByText(/Sparat kl\. /).waitFor() // by itself
  await page.at(at)
  await page.getByText('Hos oss är andelen klassade').locator('a.trace', { hasText: '83' }).waitFor()
  await page.at(at + '/bygg')
  await press(page, 'Skicka för beslut')
  await page.getByRole('heading', { level: 1, name: 'Skicka för beslut' }).waitFor()
  await page.getByText('Allt som krävs finns').waitFor()
  await press(page, 'Skicka för beslut', 'button')
  await page.waitForURL(u => u.pathname === at)
  // Whoever reports reads, but is not asked to decide.
  await press(page, 'Läs och besluta')
  await page.getByText('Genomgången väntar på beslut').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Besluta' }).count(), 0)
  await page.context().close()

  const head = await open('head')
  await head.at(at + '/beslut')
  await head.keyboard.press('Tab')
  await press(head, /^240/)
  await head.waitForURL(/\/figures\/F01/)
  await head.goBack()
  const number = head.getByLabel('Diarienummer')
  await number.focus()
  await head.keyboard.type('KS 2024/7')
  await press(head, 'Besluta genomgången', 'button')
  await head.getByRole('heading', { name: 'Bevis' }).waitFor()
  for (const t of ['KS 2024/7', 'sv/ledningens-genomgang-2024.pdf', 'genomlys-verify', 'Siffror, texter och filer är låsta']) await head.getByText(t).first().waitFor()
  for (const v of await faults(head)) head.wrong.push('decided: ' + v)
  await head.at(at + '/bygg?del=2.3')
  assert.equal(await head.locator('textarea[name^="t."]').count(), 0)
  await head.context().close()
  assert.deepEqual([...page.wrong, ...head.wrong], [])
})
