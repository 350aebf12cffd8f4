// Every page, light, dark and on the narrowest screen: accessible by axe, no
// sideways scrolling, nothing fetched from elsewhere, no breach of the policy.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { office, looks, faults, picture } from '../browser.mjs'

// Pages for somebody who is signed in, a list for each part of the web; the
// status is 200 unless it is said.
const inside = []
for (const f of readdirSync(join(import.meta.dirname, '..', 'pages')).sort()) {
  inside.push(...(await import('../pages/' + f)).default)
}
const outside = [['/', 401], ['/in'], ['/in/okand', 404], ['/hjalp'], ['/tillganglighet'], ['/installningar'], ['/finns/inte/alls', 404]]

const { open } = office()

async function look(who, style, pages) {
  const page = await open(who, style)
  for (const [path, status = 200] of pages) {
    const at = `${path}: `
    const answer = await page.at(path)
    if (answer.status() !== status) page.wrong.push(`${at}status ${answer.status()}, not ${status}`)
    const shape = await page.evaluate(() => ({
      h1: document.querySelectorAll('h1').length, main: document.querySelectorAll('main').length, status: document.querySelectorAll('[role=status]').length,
      scripts: [...document.scripts].filter(x => !x.src || x.text).length + Math.max(0, document.scripts.length - 1), styles: document.querySelectorAll('[style], style').length,
    }))
    if (shape.h1 !== 1 || shape.main !== 1 || shape.status !== 1 || shape.scripts || shape.styles) page.wrong.push(at + JSON.stringify(shape))
    for (const v of await faults(page)) page.wrong.push(at + v)
    await picture(page, `${style.name}-${path}`)
  }
  await page.context().close()
  return page.wrong
}

for (const style of looks) {
  test(`signed in, ${style.name}`, async () => {
    assert.deepEqual(await look('isam', style, inside), [])
  })
  test(`not signed in, ${style.name}`, async () => {
    assert.deepEqual(await look('guest', style, outside), [])
  })
}

test('English, and the theme that one chose', async () => {
  const page = await open('isam')
  await page.at('/installningar')
  await page.getByLabel('English').check()
  await page.getByLabel('Mörkt').check()
  await page.getByRole('button', { name: 'Spara inställningarna' }).click()
  await page.at('/')
  assert.equal(await page.locator('h1').innerText(), 'Overview')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
  await page.context().close()
})

test('a list is filtered, sorted and paged with the keyboard alone', async () => {
  const page = await open('isam', { javaScriptEnabled: false })
  await page.at('/objects')
  await page.keyboard.press('Tab')
  assert.equal(await page.locator(':focus').innerText(), 'Hoppa till innehållet')
  await page.keyboard.press('Enter')
  const first = await page.locator('tbody th a').first().innerText()
  await page.getByRole('button', { name: /^Objektnamn/ }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/ordning=title\+desc/)
  assert.notEqual(await page.locator('tbody th a').first().innerText(), first)
  await page.at('/objects')
  await page.getByRole('link', { name: 'Nästa sida' }).press('Enter')
  await page.waitForURL(/sida=/)
  await page.getByRole('link', { name: 'Föregående sida' }).press('Enter')
  await page.waitForURL(/sida=/)
  assert.equal(await page.locator('tbody th a').first().innerText(), first)
  await page.getByLabel('Filtrera på namn eller nummer').fill('arkiv')
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=arkiv/)
  assert.match(await page.locator('[role=status]').innerText(), /objekt av/)
  await page.context().close()
})

test('a figure in a decided review opens as many records as it says', async () => {
  const page = await open('isam')
  await page.at('/management-reviews/LGG-0002')
  const trace = page.locator('a.trace[href*="/figures/F03?"]').first()
  const said = parseInt((await trace.innerText()).replace(/\D+/g, ' ').trim())
  await trace.click()
  const counted = parseInt((await page.locator('.views a[aria-current] span').innerText()).replace(/\D/g, ''))
  assert.equal(counted, said)
  await page.context().close()
})
