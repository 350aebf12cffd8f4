// A follow-up in a browser: the whole questionnaire answered on a phone by the
// link, all of it unchanged without script, and the coordinator's approval.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { start, chromium as how } from '../server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'sv-SE' }
const objects = ['OBJ-0233', 'OBJ-0005']

let server, browser, desk, page, follow
const links = {}

before(async () => {
  server = await start()
  browser = await chromium.launch(how)
  desk = await browser.newContext({ locale: 'sv-SE', viewport: { width: 1440, height: 900 } })
  page = await desk.newPage()
  await page.goto(server.link)
  await page.getByRole('button', { name: 'Logga in nu' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lägesbild' }).waitFor()
  await open()
})

after(async () => {
  await browser?.close()
  await server?.stop()
})

// api asks the API as the coordinator who is signed in.
async function api(method, path, data, headers = {}) {
  const a = await page.request.fetch(server.origin + '/api/v1/' + path, { method, data, headers })
  assert.ok(a.ok(), `${method} ${path}: ${a.status()} ${await a.text()}`)
  return { ...(await a.json()), etag: a.headers().etag }
}

async function step(path, action, data) {
  const now = await api('GET', path)
  return api('POST', `${path}:${action}`, data ?? {}, { 'If-Match': now.etag })
}

// open makes this year's questionnaire of last year's questions and one that
// fills a field, and opens it for two objects.
async function open() {
  const today = new Date().toISOString().slice(0, 10), closes = new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10)
  const ids = []
  for (let n = 1; n <= 11; n++) {
    const q = (await api('GET', `questions?filter=${encodeURIComponent(`code = F${n}`)}`)).items[0]
    const now = await api('GET', 'questions/' + q.ref)
    await api('PATCH', 'questions/' + q.ref, { template_version: 'i år', area: 'measures', order_no: n, required: 'yes' }, { 'If-Match': now.etag, 'Content-Type': 'application/merge-patch+json' })
    await step('questions/' + q.ref, 'activate')
    ids.push(q.id)
  }
  const iot = await api('POST', 'questions', { title: 'IoT', code: 'N1', order_no: 12, text: 'Är objektet uppkopplat mot saker (IoT)?', help_text: 'Till exempel sensorer och lås.', type: 'yes_no_unknown', maps_to: 'object.iot', area: 'iot', template_version: 'i år', required: 'yes' })
  await step('questions/' + iot.ref, 'activate')
  const c = await api('POST', 'campaigns', { title: 'Årsuppföljning i år', year: 2099, opens: today, closes, template_version: 'i år', questions: [...ids, iot.id], population_query: `ext_id = (${objects.map(o => `"${o}"`).join(', ')})` })
  await step('campaigns/' + c.ref, 'open')
  follow = `${server.origin}/campaigns/${c.ref}/uppfoljning`
}

async function check(ctx, on) {
  await on.waitForLoadState()
  const cdp = await ctx.newCDPSession(on)
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression: `${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html.slice(0, 200)).join(' | ')))`,
    awaitPromise: true, returnByValue: true,
  })
  const over = await on.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return [...(result.value ?? []), ...(exceptionDetails ? [exceptionDetails.text] : []), ...(over > 0 ? [`${over} px too wide`] : [])].map(v => `${on.url()}: ${v}`)
}

async function shot(on, name) {
  if (!process.env.SHOTS) return
  mkdirSync(process.env.SHOTS, { recursive: true })
  await on.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}

async function guest(options) {
  const ctx = await browser.newContext({ ...phone, ...options })
  const on = await ctx.newPage()
  const wrong = []
  on.on('console', m => { if (/Content Security Policy|Refused to|Trusted/.test(m.text())) wrong.push(m.text()) })
  on.on('pageerror', e => wrong.push(String(e)))
  on.on('request', r => { if (!r.url().startsWith(server.origin) && !r.url().startsWith('data:')) wrong.push('asked ' + r.url()) })
  return { ctx, on, wrong }
}

test('the coordinator makes links to hand over', async () => {
  const wrong = []
  await page.goto(follow)
  await page.getByRole('heading', { level: 1, name: 'Årsuppföljning i år' }).waitFor()
  wrong.push(...await check(desk, page))
  await shot(page, 'uppfoljning')
  for (const object of objects) {
    await page.goto(follow + '/objekt')
    wrong.push(...await check(desk, page))
    await shot(page, 'objekt')
    await page.locator('tr', { hasText: object }).getByRole('link', { name: /Skapa länkar/ }).click()
    await page.getByRole('button', { name: 'Skapa länkar' }).click()
    wrong.push(...await check(desk, page))
    const text = await page.getByLabel('Text att kopiera').inputValue()
    links[object] = new RegExp(`\\(${object}\\)\\n(\\S+)`).exec(text)[1]
  }
  await shot(page, 'lankar')
  assert.deepEqual(wrong, [])
})

for (const theme of ['light', 'dark']) {
  test(`the questionnaire is accessible on a phone, ${theme}`, async () => {
    const { ctx, on, wrong } = await guest({ colorScheme: theme, viewport: { width: 320, height: 640 } })
    for (const path of ['', '/fraga/1', '/fraga/12', '/kontroll', '/kollega']) {
      await on.goto(links['OBJ-0233'] + path)
      wrong.push(...await check(ctx, on))
      await on.setViewportSize({ width: 390, height: 844 })
      await shot(on, `svar${path.replaceAll('/', '-')}-${theme}`)
      await on.setViewportSize({ width: 320, height: 640 })
    }
    await ctx.close()
    assert.deepEqual(wrong, [])
  })
}

test('the whole questionnaire is answered on a phone', async () => {
  const { ctx, on, wrong } = await guest()
  await on.goto(links['OBJ-0233'])
  await on.getByRole('link', { name: 'Börja svara' }).or(on.getByRole('link', { name: 'Gå igenom frågorna' })).click()
  for (let n = 1; n <= 12; n++) {
    await on.getByText(`Fråga ${n} av 12`).waitFor()
    assert.equal(await on.getByRole('heading', { level: 1 }).count(), 1)
    assert.equal(await on.getByRole('navigation').count(), 0)
    await on.getByRole('radio', { name: /^Vet inte/ }).waitFor()
    if (n === 12) {
      const was = await on.locator('input[name=svar]:checked').getAttribute('value')
      await on.getByRole('radio', { name: was === 'yes' ? 'Nej' : 'Ja', exact: true }).check({ force: true })
      await on.getByLabel(/Vill du tillägga något/).fill('Bytte leverantör i våras.')
      await on.waitForFunction(() => !Object.keys(localStorage).some(k => k.startsWith('genomlys:draft:')))
      // Stopped here: the same link knows what was written.
      await on.goto(links['OBJ-0233'] + '/fraga/12')
      assert.equal(await on.getByLabel(/Vill du tillägga något/).inputValue(), 'Bytte leverantör i våras.')
    } else if (await on.locator('input[name=svar]:checked').count() === 0) {
      await on.getByRole('radio', { name: /^Vet inte/ }).check({ force: true })
    }
    await on.getByRole('button', { name: n < 12 ? 'Nästa fråga' : 'Till dina svar' }).click()
  }
  await on.getByRole('heading', { level: 1, name: 'Läs dina svar innan du skickar' }).waitFor()
  await shot(on, 'kontroll-besvarad')
  await on.getByRole('button', { name: 'Skicka in svaren' }).click()
  await on.getByRole('heading', { level: 1, name: 'Tack, svaren är inskickade' }).waitFor()
  wrong.push(...await check(ctx, on))
  await shot(on, 'tack')
  assert.deepEqual(await on.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('genomlys:draft:'))), [])
  await ctx.close()
  assert.deepEqual(wrong, [])
})

test('all that is unchanged is said in one act, without script', async () => {
  const { ctx, on, wrong } = await guest({ javaScriptEnabled: false })
  await on.goto(links['OBJ-0005'])
  await on.getByRole('button', { name: /^Oförändrat/ }).click()
  while (!/\/tack$/.test(on.url())) {
    if (/\/kontroll$/.test(on.url())) { await on.getByRole('button', { name: 'Skicka in svaren' }).click(); continue }
    await on.getByRole('radio', { name: /^Vet inte/ }).check({ force: true })
    await on.getByRole('button', { name: /^(Nästa fråga|Till dina svar)$/ }).click()
  }
  await on.getByRole('heading', { level: 1, name: 'Tack, svaren är inskickade' }).waitFor()
  await ctx.close()
  assert.deepEqual(wrong, [])
})

test('the coordinator approves the difference and the register has changed', async () => {
  const wrong = []
  const object = (await api('GET', `objects?filter=${encodeURIComponent('ext_id = "OBJ-0233"')}`)).items[0]
  const before = (await api('GET', 'objects/' + object.ref)).iot
  await page.goto(follow + '/svar')
  wrong.push(...await check(desk, page))
  await shot(page, 'granska')
  await page.getByRole('button', { name: 'Godkänn de valda' }).click()
  await page.getByText('1 svar godkänt').waitFor()
  await page.locator('tr', { hasText: object.ref }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Ändras i registren' }).waitFor()
  wrong.push(...await check(desk, page))
  await shot(page, 'jamforelse')
  await page.getByRole('button', { name: 'Godkänn och för in' }).click()
  await page.getByText(/är godkända/).waitFor()
  const after = (await api('GET', 'objects/' + object.ref)).iot
  assert.notEqual(after, before)
  await page.goto(follow + '/analys')
  assert.ok(await page.locator('svg[role=img]').count() >= 12)
  wrong.push(...await check(desk, page))
  await shot(page, 'analys')
  await page.goto(follow)
  await shot(page, 'uppfoljning-klar')
  await page.setViewportSize({ width: 390, height: 844 })
  await shot(page, 'uppfoljning-390')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await shot(page, 'uppfoljning-morkt')
  wrong.push(...await check(desk, page))
  assert.deepEqual(wrong, [])
})
