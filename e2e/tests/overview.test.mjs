// The overview, charts and what-ifs: what needs me leads on to the work, a
// drawing says the same as its table, an answer is kept with a plan for its owners.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, faults } from '../browser.mjs'

const house = office()

async function open(t, who = 'isam', options) {
  const page = await house.open(who, options)
  t.after(() => page.context().close())
  return page
}

/** listed is how many records a list says that it has. */
const listed = async page => number((await page.locator('main').innerText()).match(/([\d\u00a0]+)\s[^.\n]+\.\sLäget\snu/)?.[1] ?? '')

const number = text => parseInt(text.replace(/[^\d−-]/g, '').replace('−', '-'))

test('what needs me comes by deadline, and each leads to as much work as it says', async t => {
  const page = await open(t)
  await page.at('/')
  const items = await page.locator('ol.work > li').evaluateAll(all => all.map(e => ({
    due: e.querySelector('.due small').innerText.match(/\d{4}-\d{2}-\d{2}/)?.[0], text: e.querySelector('h3').innerText, href: e.querySelector('a').getAttribute('href') })))
  assert.ok(items.length > 3)
  const days = items.map(x => x.due).filter(Boolean)
  assert.deepEqual(days, [...days].sort())
  for (const x of items.filter(x => /^\d/.test(x.text))) {
    await page.at(x.href)
    assert.equal(await listed(page), number(x.text.match(/^[\d\u00a0]+/)[0]), x.text)
  }
})

test('the coverage says for each figure its share, goal and change, and opens the records', async t => {
  const page = await open(t)
  await page.at('/')
  const row = page.locator('table.cov tr', { hasText: 'Objekt med klassning från 2020 eller senare' }).first()
  const [, some, all] = (await row.innerText()).match(/(\d+) av (\d+)/)
  assert.match(await row.innerText(), /100\s%/)
  await row.getByRole('link').first().click()
  assert.match(await page.locator('main').innerText(), new RegExp(`${some} av ${all}`))
  assert.match(await page.locator('main').innerText(), /En post räknas när allt det här stämmer/)
})

test('a what-if is drawn, told in a table, and kept with an action for each owner, by keyboard', async t => {
  const page = await open(t)
  await page.at('/vad-hander-om/w1')
  // The drawing, its text alternative and its table have the same numbers.
  const flow = page.locator('figure.drawn').first()
  const alt = await flow.locator('svg[role=img]').first().getAttribute('aria-label')
  await flow.locator('summary').focus()
  await page.keyboard.press('Enter')
  const rows = await flow.locator('tbody tr').evaluateAll(all => all.map(tr => [...tr.cells].map(c => c.innerText)))
  for (const end of ['Klar', 'Ingen']) {
    const sum = rows.filter(r => r[2] === end).reduce((n, r) => n + Number(r[3]), 0)
    assert.equal(sum, Number(alt.match(new RegExp(end + ' (\\d+)'))[1]), end)
  }
  await page.emulateMedia({ media: 'print' })
  assert.equal(await flow.locator('svg').filter({ visible: true }).count(), 1)
  assert.equal(await page.locator('main .actions').first().isVisible(), false)
  await page.emulateMedia({ media: null })

  await page.at('/actions')
  const before = await listed(page)
  await page.at('/vad-hander-om/w1')
  await page.getByRole('link', { name: 'Spara svaret med åtgärdsplan' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/gor\//)
  assert.deepEqual(await faults(page), [])
  const save = page.locator('main form button[type=submit], main form button:not([type])').last()
  await save.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(url => url.pathname.startsWith('/situation-reports/'))
  assert.deepEqual(await faults(page), [])
  await page.at('/actions')
  const after = await listed(page)
  assert.ok(after > before, `${after} actions after, ${before} before`)
  assert.deepEqual(page.wrong, [])
})

test('what is missing is hatched in a drawing, so that it shows in black and white', async t => {
  const page = await open(t)
  await page.at('/management-reviews/LGG-0002')
  const years = page.locator('figure', { hasText: 'Objekt efter år för senaste beslutade klassning' }).first()
  assert.ok(await years.locator('.ch-hatch').count() > 0)
  assert.match(await years.locator('svg[role=img]').first().getAttribute('aria-label'), /Saknas\D*\d+/)
})

test('the three-year plan shows each point with its measure; a point is taken on by keyboard', async t => {
  const page = await open(t)
  await page.at('/plan')
  const years = await page.locator('main h2').allInnerTexts()
  assert.deepEqual(years.map(y => y.match(/\d{4}/)?.[0]).filter(Boolean), ['2024', '2025', '2026'])
  const point = page.locator('article.item', { hasText: 'Öva kontinuitetsplanerna' }).first()
  await point.getByRole('link', { name: /Starta/ }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/steg\/priorities\//)
  assert.deepEqual(await faults(page), [])
  await page.locator('main form button[type=submit], main form button:not([type])').last().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(url => /^\/(priorities|plan)/.test(url.pathname))
  await page.at('/plan')
  assert.match(await page.locator('article.item', { hasText: 'Öva kontinuitetsplanerna' }).first().innerText(), /Pågår/)
})
