// Every page, light, dark and on the narrowest screen: accessible by axe, no
// sideways scrolling, nothing fetched from elsewhere, no breach of the policy.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync, readdirSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { start, chromium as how } from '../server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// Pages for somebody who is signed in, a list for each part of the web; the
// status is 200 unless it is said.
const inside = []
for (const f of readdirSync(join(import.meta.dirname, '..', 'pages')).sort()) {
  inside.push(...(await import('../pages/' + f)).default)
}
const outside = [['/', 401], ['/in'], ['/in/okand', 404], ['/hjalp'], ['/tillganglighet'], ['/installningar'], ['/finns/inte/alls', 404]]

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

async function look(style, pages, state) {
  // The policy of the pages forbids scripts; axe is put there by the browser.
  const ctx = await browser.newContext({ ...style, locale: 'sv-SE', storageState: state, bypassCSP: false })
  const page = await ctx.newPage()
  const wrong = []
  page.on('request', r => { if (!r.url().startsWith(server.origin) && !r.url().startsWith('data:')) wrong.push('asked ' + r.url()) })
  page.on('console', m => { if (/Content Security Policy|Refused to/.test(m.text())) wrong.push(m.text()) })
  page.on('pageerror', e => wrong.push(String(e)))
  const cdp = await ctx.newCDPSession(page)
  for (const [path, status = 200] of pages) {
    const at = `${style.name} ${path}: `
    const answer = await page.goto(server.origin + path)
    if (answer.status() !== status) wrong.push(`${at}status ${answer.status()}, not ${status}`)
    await page.evaluate(() => document.fonts.ready)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (over > 0) wrong.push(`${at}${over} px too wide`)
    const shape = await page.evaluate(() => ({
      h1: document.querySelectorAll('h1').length, main: document.querySelectorAll('main').length, status: document.querySelectorAll('[role=status]').length,
      scripts: [...document.scripts].filter(x => !x.src || x.text).length + Math.max(0, document.scripts.length - 1), styles: document.querySelectorAll('[style], style').length, small: [...document.querySelectorAll('main a, main button, main input')].length,
    }))
    if (shape.h1 !== 1 || shape.main !== 1 || shape.status !== 1 || shape.scripts || shape.styles) wrong.push(at + JSON.stringify(shape))
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression: `${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')).join(' | ')))`,
      awaitPromise: true, returnByValue: true,
    })
    if (exceptionDetails) wrong.push(at + exceptionDetails.text + ' ' + (exceptionDetails.exception?.description ?? ''))
    for (const v of result.value ?? []) wrong.push(at + v)
    if (process.env.SHOTS) {
      mkdirSync(process.env.SHOTS, { recursive: true })
      await page.screenshot({ path: `${process.env.SHOTS}/${style.name}-${path.replace(/[^a-z0-9]+/gi, '_')}.png`, fullPage: true })
    }
  }
  await ctx.close()
  return wrong
}

for (const style of looks) {
  test(`signed in, ${style.name}`, async () => {
    const wrong = await look(style, inside, session)
    assert.deepEqual(wrong, [])
  })
  test(`not signed in, ${style.name}`, async () => {
    const wrong = await look(style, outside)
    assert.deepEqual(wrong, [])
  })
}

test('English, and the theme that one chose', async () => {
  const ctx = await browser.newContext({ storageState: session, locale: 'sv-SE' })
  const page = await ctx.newPage()
  await page.goto(server.origin + '/installningar')
  await page.getByLabel('English').check()
  await page.getByLabel('Mörkt').check()
  await page.getByRole('button', { name: 'Spara inställningarna' }).click()
  await page.goto(server.origin + '/')
  assert.equal(await page.locator('h1').innerText(), 'Overview')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
  await ctx.close()
})

test('a list is filtered, sorted and paged with the keyboard alone', async () => {
  const ctx = await browser.newContext({ storageState: session, locale: 'sv-SE', javaScriptEnabled: false })
  const page = await ctx.newPage()
  await page.goto(server.origin + '/objects')
  await page.keyboard.press('Tab')
  assert.equal(await page.locator(':focus').innerText(), 'Hoppa till innehållet')
  await page.keyboard.press('Enter')
  const first = await page.locator('tbody th a').first().innerText()
  await page.getByRole('button', { name: /^Objektnamn/ }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/ordning=title\+desc/)
  assert.notEqual(await page.locator('tbody th a').first().innerText(), first)
  await page.goto(server.origin + '/objects')
  await page.getByRole('link', { name: 'Nästa sida' }).press('Enter')
  await page.waitForURL(/sida=/)
  await page.getByRole('link', { name: 'Föregående sida' }).press('Enter')
  await page.waitForURL(/sida=/)
  assert.equal(await page.locator('tbody th a').first().innerText(), first)
  await page.getByLabel('Filtrera på namn eller nummer').fill('arkiv')
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=arkiv/)
  assert.match(await page.locator('[role=status]').innerText(), /poster av/)
  await ctx.close()
})

test('a figure in a decided review opens as many records as it says', async () => {
  const ctx = await browser.newContext({ storageState: session, locale: 'sv-SE' })
  const page = await ctx.newPage()
  await page.goto(server.origin + '/management-reviews/LGG-0002')
  const trace = page.locator('a.trace[href*="/figures/F03?"]').first()
  const said = parseInt((await trace.innerText()).replace(/\D+/g, ' ').trim())
  await trace.click()
  const counted = parseInt((await page.locator('.views a[aria-current] span').innerText()).replace(/\D/g, ''))
  assert.equal(counted, said)
  await ctx.close()
})
