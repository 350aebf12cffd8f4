// Forms: a record made, changed and fought over, with and without script, and
// every form accessible in light, dark and on the narrowest screen.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { start, chromium as how } from '../server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const forms = ['/ny/objects', '/ny/classifications?object=OBJ-0005', '/ny/incidents', '/ny/processings', '/andra/objects/OBJ-0005', '/andra/objects/OBJ-0005?grupp=roller', '/andra/processings/BEH-117?grupp=beskrivning',
  '/steg/objects/OBJ-0005/retire', '/andra/persons/PER-0001', '/objects/OBJ-0005']
const looks = [
  { name: 'light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
]

let server, browser, session

before(async () => {
  server = await start()
  browser = await chromium.launch(how)
  const ctx = await browser.newContext({ locale: 'sv-SE' })
  const page = await ctx.newPage()
  await page.goto(server.link)
  await page.getByRole('button', { name: 'Logga in nu' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lägesbild' }).waitFor()
  session = await ctx.storageState()
  await ctx.close()
})

after(async () => {
  await browser?.close()
  await server?.stop()
})

async function context(options = {}) {
  const ctx = await browser.newContext({ locale: 'sv-SE', storageState: session, ...options })
  const page = await ctx.newPage()
  const wrong = []
  page.on('console', m => { if (/Content Security Policy|Refused to|Trusted/.test(m.text())) wrong.push(m.text()) })
  page.on('pageerror', e => wrong.push(String(e)))
  return { ctx, page, wrong }
}

async function check(ctx, page) {
  await page.waitForLoadState()
  const cdp = await ctx.newCDPSession(page)
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression: `${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html.slice(0, 200) + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')).join(' | ')))`,
    awaitPromise: true, returnByValue: true,
  })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return [...(result.value ?? []), ...(exceptionDetails ? [exceptionDetails.text] : []), ...(over > 0 ? [`${over} px too wide`] : [])]
}

for (const style of looks) {
  test(`forms are accessible, ${style.name}`, async () => {
    const { ctx, page, wrong } = await context(style)
    for (const path of forms) {
      const answer = await page.goto(server.origin + path)
      if (answer.status() !== 200) wrong.push(`${path}: status ${answer.status()}`)
      await page.waitForFunction(() => document.documentElement.dataset.script === 'on')
      for (const v of await check(ctx, page)) wrong.push(`${path}: ${v}`)
      if (process.env.SHOTS) {
        mkdirSync(process.env.SHOTS, { recursive: true })
        await page.screenshot({ path: `${process.env.SHOTS}/${style.name}-${path.replace(/[^a-z0-9]+/gi, '_')}.png`, fullPage: true })
      }
    }
    // What is wrong is told accessibly too.
    await page.goto(server.origin + '/ny/objects')
    await page.getByRole('button', { name: /^Lägg till objekt/ }).click()
    await page.waitForSelector('.errsum')
    assert.match(await page.title(), /^Fel: /)
    assert.equal(await page.evaluate(() => document.activeElement.className.split(' ')[0]), 'errsum')
    for (const v of await check(ctx, page)) wrong.push(`errors: ${v}`)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${style.name}-errors.png`, fullPage: true })
    await ctx.close()
    assert.deepEqual(wrong, [])
  })
}

test('a record is made with the keyboard alone, a related one found as one types', async () => {
  const { ctx, page, wrong } = await context()
  await page.goto(server.origin + '/ny/objects')
  await page.getByLabel('Objektnamn').fill('Provsystemet')
  await page.getByRole('radio', { name: 'Lokalt' }).focus()
  await page.keyboard.press('Space')
  await page.getByLabel('Typ', { exact: true }).selectOption('service')
  const owner = page.getByRole('combobox', { name: 'Objektägare', exact: false }).first()
  await owner.focus()
  await owner.pressSequentially('Objekt')
  await page.locator('[role=option]').first().waitFor()
  for (const v of await check(ctx, page)) wrong.push(v)
  assert.equal(await owner.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('ArrowDown')
  const chosen = await page.locator('[role=option][aria-selected=true]').getAttribute('data-value')
  assert.equal(await owner.getAttribute('aria-activedescendant'), await page.locator('[role=option][aria-selected=true]').getAttribute('id'))
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/combobox.png` })
  await page.keyboard.press('Enter')
  assert.equal(await owner.inputValue(), chosen)
  await page.getByRole('button', { name: /^Lägg till objekt/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Provsystemet' }).waitFor()
  await ctx.close()
  assert.deepEqual(wrong, [])
})

test('a form saves itself, keeps what the server has not got, and shows a conflict', async () => {
  let { ctx, page, wrong } = await context()
  const address = server.origin + '/andra/objects/OBJ-0006?grupp=beskrivning'
  await page.goto(address)
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
  page = await ctx.newPage()
  await page.goto(address)
  await page.locator('.notice', { hasText: 'Vi hittade text' }).waitFor()
  for (const v of await check(ctx, page)) wrong.push(v)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/found.png` })
  await page.getByRole('button', { name: 'Hämta texten' }).click()
  assert.equal(await page.getByLabel(/^Beskrivning/).inputValue(), 'Skrivet innan fliken stängdes.')
  await page.locator('.saved.ok').waitFor()

  // Meanwhile somebody else writes the same.
  const { page: other, ctx: theirs } = await context({ javaScriptEnabled: false })
  await other.goto(address)
  await other.getByLabel(/^Beskrivning/).fill('Någon annans text.')
  await other.getByRole('button', { name: 'Spara ändringarna' }).click()
  await theirs.close()
  await page.getByLabel(/^Beskrivning/).fill('Min text.')
  await page.getByRole('button', { name: 'Spara ändringarna' }).click()
  await page.getByRole('heading', { level: 1, name: /^Jämför/ }).waitFor()
  await page.getByText('Någon annans text.').waitFor()
  for (const v of await check(ctx, page)) wrong.push(v)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/conflict.png`, fullPage: true })
  await page.getByRole('radio', { name: /Använd min text/ }).check()
  await page.getByRole('button', { name: 'Spara mina val' }).click()
  await page.getByRole('heading', { level: 2, name: 'Beskrivning' }).waitFor()
  await page.getByText('Min text.').first().waitFor()
  await ctx.close()
  assert.deepEqual(wrong, [])
})
