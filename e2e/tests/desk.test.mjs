// The daily user's lists: reviewed by keyboard alone, changed many at a time
// and cell by cell, taken back, searched; with and without script.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { start, chromium as how } from '../server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
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

// open gives a page for somebody signed in, which tells what breaks the policy.
async function open(options = {}) {
  const ctx = await browser.newContext({ locale: 'sv-SE', storageState: session, viewport: { width: 1440, height: 900 }, ...options })
  const page = await ctx.newPage()
  page.wrong = []
  page.on('console', m => { if (/Content Security Policy|Refused to|Trusted/.test(m.text())) page.wrong.push(m.text()) })
  page.on('pageerror', e => page.wrong.push(String(e)))
  page.on('request', r => { if (!r.url().startsWith(server.origin) && !r.url().startsWith('data:')) page.wrong.push('asked ' + r.url()) })
  page.at = path => page.goto(server.origin + path)
  page.ready = () => page.waitForSelector('html[data-script]')
  page.axe = async () => {
    const cdp = await ctx.newCDPSession(page)
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression: `${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? '')).join(' | ')))`,
      awaitPromise: true, returnByValue: true,
    })
    return exceptionDetails ? [exceptionDetails.text] : result.value
  }
  return page
}

// island waits until the list answers keys: its script comes after the page.
async function listReady(page) {
  await page.ready()
  await page.waitForFunction(() => !document.querySelector('[data-bulk]')?.hasAttribute('data-open') && document.querySelector('#valj-sidan'))
  await page.waitForFunction(() => document.querySelector('[data-chosen]')?.textContent.includes('0 rader'))
}

test('240 objects are gone through by keyboard, some chosen, changed and taken back', async () => {
  const page = await open()
  await page.at('/objects?antal=250')
  await listReady(page)
  const n = await page.locator('tbody tr').count()
  assert.ok(n >= 240, `${n} rows`)
  const names = new Set()
  for (let i = 0; i < 240; i++) {
    await page.keyboard.press('j')
    names.add(await page.evaluate(() => document.activeElement.dataset.key))
    if (i % 80 === 0) await page.keyboard.press('x')
  }
  assert.equal(names.size, 240)
  assert.equal(await page.locator('[data-chosen]').innerText(), '3 rader valda')
  await page.waitForFunction(() => document.querySelector('main > [role=status]').textContent === '3 rader valda')
  await page.keyboard.press('k')
  assert.equal(await page.evaluate(() => document.activeElement.closest('th').scope), 'row')
  // By Tab to the bar, and a field is set in place.
  await page.getByRole('button', { name: 'Sätt ett annat fält' }).focus()
  await page.keyboard.press('Enter')
  const part = page.locator('#massandring')
  await part.getByRole('heading', { name: 'Ändra 3 poster' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'h2')
  assert.match(page.url(), /\/objects\?antal=250$/)
  await part.getByLabel('Vad ska ändras?').selectOption('review_due')
  await part.getByRole('button', { name: 'Fortsätt' }).press('Enter')
  await part.getByRole('heading', { name: /på 3 poster/ }).waitFor()
  const day = part.locator('input[name=review_due]')
  await day.fill('31/31')
  await day.press('Enter')
  await part.locator('.errsum').waitFor()
  await part.locator('input[name=review_due]').fill('2027-06-30')
  await part.getByRole('button', { name: 'Ändra på 3 poster' }).press('Enter')
  await part.getByRole('button', { name: 'Ångra' }).waitFor()
  await page.waitForFunction(() => /ändrad på 3 poster/.test(document.querySelector('main > [role=status]').textContent))
  await part.getByRole('button', { name: 'Ångra' }).press('Enter')
  await part.getByRole('heading', { name: 'Ändringen är ångrad på 3 poster.' }).waitFor()
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('Enter opens the row, ? shows the keys, and they can be turned off', async () => {
  const page = await open()
  await page.at('/objects')
  await listReady(page)
  await page.keyboard.press('?')
  await page.locator('#tangenter').waitFor({ state: 'visible' })
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/objects\/OBJ-/)
  await page.at('/installningar')
  await page.getByLabel('Av', { exact: true }).check()
  await page.getByRole('button', { name: 'Spara inställningarna' }).click()
  await page.at('/objects')
  await listReady(page)
  await page.keyboard.press('j')
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'body')
  await page.context().close()
})

test('a filter swaps the table, keeps focus and is announced; back goes back', async () => {
  const page = await open()
  await page.at('/objects')
  await listReady(page)
  await page.evaluate(() => { window.here = true })
  await page.getByLabel('Filtrera på namn eller nummer').fill('arkiv')
  await page.keyboard.press('Enter')
  await page.waitForURL(/filter=arkiv/)
  await page.waitForFunction(() => /^\d+ poster av \d+$/.test(document.querySelector('main > [role=status]').textContent.replaceAll('\u00a0', '')))
  assert.equal(await page.evaluate(() => document.activeElement.id), 'filter')
  assert.ok(await page.evaluate(() => window.here), 'the page was loaded anew')
  await page.getByLabel('Filtrera på namn eller nummer').fill('status = finnsinte')
  await page.keyboard.press('Enter')
  await page.locator('.errsum').waitFor()
  assert.ok(await page.evaluate(() => document.activeElement.matches('.errsum')))
  assert.match(await page.title(), /^Fel: /)
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('#filter')?.value === 'arkiv')
  assert.ok(await page.evaluate(() => window.here))
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('a cell is changed where it stands: Enter, Esc, Tab, and a conflict', async () => {
  const page = await open()
  await page.at('/objects?kol=review_due&kol=diary_no&lage=andra')
  await listReady(page)
  const cells = page.locator('[data-cell]')
  await cells.nth(0).press('Enter')
  const input = page.locator('td form input:not([type=hidden])')
  await input.waitFor()
  await input.press('Escape')
  await input.waitFor({ state: 'detached' })
  const first = await cells.nth(0).getAttribute('data-key')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), first)
  await cells.nth(0).press('Enter')
  await input.waitFor()
  await input.fill('2027-01-31')
  await input.press('Tab') // saves, and opens the next
  await page.locator('td form input[name=diary_no]').waitFor()
  assert.match(await cells.nth(0).innerText(), /2027-01-31/)
  await page.locator('td form input[name=diary_no]').press('Escape')
  // Somebody else is first.
  await cells.nth(0).press('Enter')
  await input.waitFor()
  const other = await open()
  await other.at(first)
  await other.locator('#cell input[name=review_due]').fill('2028-02-02')
  await other.getByRole('button', { name: 'Spara', exact: true }).click()
  await other.waitForURL(/\/objects$/)
  await other.context().close()
  await input.fill('2029-03-03')
  await input.press('Enter')
  await page.locator('td [data-wrong]').waitFor()
  assert.match(await page.locator('td [data-wrong]').innerText(), /Nu står det: 2028-02-02/)
  await input.press('Enter')
  await page.waitForFunction(() => /2029-03-03/.test(document.querySelector('[data-cell]')?.innerText ?? ''))
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('the palette goes to pages and records, by keyboard', async () => {
  const page = await open()
  await page.at('/')
  await page.ready()
  await page.waitForSelector('dialog.palette', { state: 'attached' })
  await page.getByRole('link', { name: 'Hjälp' }).focus()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: /Skriv vart du vill/ })
  await box.waitFor()
  await page.getByRole('option', { name: /Lägg till objekt/ }).waitFor()
  await box.fill('lönekart')
  await page.getByRole('option', { name: /Lönekartläggning OBJ/ }).waitFor()
  assert.deepEqual(await page.axe(), [])
  await page.keyboard.press('Escape')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Hjälp')
  await page.keyboard.press('Control+k')
  await box.fill('OBJ-0042')
  await page.getByRole('option', { name: /OBJ-0042/ }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/objects\/OBJ-0042$/)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('a view is saved, changed, restored and removed', async () => {
  const page = await open()
  await page.at('/objects?filter=arkiv')
  await page.locator('#spara-vy > summary').click()
  await page.getByLabel('Namn på vyn').fill('Arkiven')
  await page.getByRole('button', { name: 'Spara vyn' }).click()
  await page.waitForURL(/vy=VYS-/)
  const views = page.getByRole('navigation', { name: 'Sparade vyer' })
  assert.match(await views.locator('[aria-current]').innerText(), /Arkiven/)
  await page.getByLabel('Filtrera på namn eller nummer').fill('lön')
  await page.keyboard.press('Enter')
  await page.getByText('Ändrad', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Återställ' }).click()
  await page.getByText('Ändrad', { exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Ta bort vyn' }).click()
  await page.waitForURL(/\/objects$/)
  assert.equal(await page.getByText('Arkiven').count(), 0)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})

test('without script: rows are chosen, changed and taken back; columns are moved', async () => {
  const page = await open({ javaScriptEnabled: false })
  await page.at('/objects')
  await page.getByLabel('Välj Adressregister').check()
  await page.getByLabel('Välj Adresstilldelning').check()
  await page.getByRole('button', { name: 'Sätt ett annat fält' }).click()
  await page.getByLabel('Vad ska ändras?').selectOption('review_due')
  await page.getByRole('button', { name: 'Fortsätt' }).click()
  await page.locator('input[name=review_due]').fill('2027-06-30')
  await page.getByRole('button', { name: 'Ändra på 2 poster' }).click()
  await page.getByRole('heading', { level: 1, name: /ändrad på 2 poster/ }).waitFor()
  await page.getByRole('button', { name: 'Ångra' }).click()
  await page.getByRole('heading', { level: 2, name: 'Ändringen är ångrad på 2 poster.' }).waitFor()
  await page.at('/objects')
  await page.locator('#kolumner > summary').click()
  await page.getByRole('button', { name: 'Flytta Status ett steg åt vänster' }).click()
  await page.waitForURL(/upp=status/)
  await page.at('/objects?lage=andra')
  await page.locator('[data-cell]').first().click()
  await page.getByRole('button', { name: 'Spara', exact: true }).click()
  await page.waitForURL(/\/objects/)
  await page.context().close()
})

const looks = [
  ['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['320 px', { viewport: { width: 320, height: 640 } }], ['forced colours', { forcedColors: 'active' }],
  ['200 % text', {}, 'html { font-size: 200% !important }'],
]
const pages = ['/objects?lage=andra', '/objects?per=2023-11-15&mot=2022-11-15', '/objects?filter=arkiv&v=status:operation', '/andra-flera/objects?x=OBJ-0001&x=OBJ-0002', '/andra-flera/objects?x=OBJ-0001&falt=owner', '/andra-falt/objects/OBJ-0001/status', '/kommando?q=l%C3%B6n', '/installningar']

for (const [name, style, css] of looks) {
  test(`accessible and no wider than the window: ${name}`, async () => {
    const page = await open(style)
    const wrong = []
    for (const path of pages) {
      await page.at(path)
      await page.ready()
      if (css) await page.context().newCDPSession(page).then(c => c.send('Runtime.evaluate', { expression: `{ const s = new CSSStyleSheet(); s.replaceSync(${JSON.stringify(css)}); document.adoptedStyleSheets.push(s) }` }))
      if (path.startsWith('/objects')) {
        await page.waitForFunction(() => document.querySelector('[data-chosen]')?.textContent.includes('0 rader') ?? true)
        const box = page.locator('tbody .choose input').first()
        if (await box.count()) await box.check()
      }
      await page.evaluate(() => document.fonts.ready)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (over > 0) wrong.push(`${path}: ${over} px too wide`)
      await page.evaluate(() => scrollTo(0, 0)) // what is half way under the top bar is judged where it stands
      for (const v of await page.axe()) wrong.push(`${path}: ${v}`)
    }
    assert.deepEqual([...wrong, ...page.wrong], [])
    await page.context().close()
  })
}

test('a register of 50 costs at most 8 requests and 150 kB; sign-in 6 and 100 kB', async () => {
  for (const [path, state, requests, bytes] of [['/objects', session, 8, 150e3], ['/in', undefined, 6, 100e3]]) {
    const ctx = await browser.newContext({ locale: 'sv-SE', storageState: state })
    const page = await ctx.newPage()
    const cdp = await ctx.newCDPSession(page)
    await cdp.send('Network.enable')
    let n = 0, sum = 0
    const what = []
    cdp.on('Network.responseReceived', e => { if (e.response.url.startsWith('http')) { n++; what.push(e.response.url.replace(server.origin, '')) } })
    cdp.on('Network.loadingFinished', e => { sum += e.encodedDataLength })
    await page.goto(server.origin + path, { waitUntil: 'networkidle' })
    assert.ok(n <= requests, `${path}: ${n} requests: ${what.join(' ')}`)
    assert.ok(sum <= bytes, `${path}: ${sum} bytes`)
    await ctx.close()
  }
})
