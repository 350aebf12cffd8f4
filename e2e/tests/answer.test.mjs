// A follow-up in a browser: the whole questionnaire answered on a phone by the
// link, all of it unchanged without script, and the coordinator's approval.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, faults, picture } from '../browser.mjs'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const objects = ['OBJ-0233', 'OBJ-0005']

let page, follow
const links = {}
const house = office({ async then() {
  page = await house.open('isam', { viewport: { width: 1440, height: 900 } })
  await ask()
} })

// api asks the API as the coordinator who is signed in.
async function api(method, path, data, headers = {}) {
  const a = await page.request.fetch(house.origin + '/api/v1/' + path, { method, data, headers })
  assert.ok(a.ok(), `${method} ${path}: ${a.status()} ${await a.text()}`)
  return { ...(await a.json()), etag: a.headers().etag }
}

async function step(path, action, data) {
  const now = await api('GET', path)
  return api('POST', `${path}:${action}`, data ?? {}, { 'If-Match': now.etag })
}

// ask makes this year's questionnaire of last year's questions and one that
// fills a field, and opens it for two objects.
async function ask() {
  // Days are Swedish ones: by night they are not those of UTC.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short' })
  const today = day.format(new Date()), closes = day.format(new Date(Date.now() + 30 * 864e5))
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
  follow = `${house.origin}/campaigns/${c.ref}/uppfoljning`
}

const check = async on => (await faults(on)).map(v => `${on.url()}: ${v}`)
const guest = options => house.open('guest', { ...phone, ...options })

test('the coordinator makes links to hand over', async () => {
  const wrong = []
  await page.goto(follow)
  await page.getByRole('heading', { level: 1, name: 'Årsuppföljning i år' }).waitFor()
  wrong.push(...await check(page))
  await picture(page, 'uppfoljning')
  for (const object of objects) {
    await page.goto(follow + '/objekt')
    wrong.push(...await check(page))
    await picture(page, 'objekt')
    await page.locator('tr', { hasText: object }).getByRole('link', { name: /Skapa länkar/ }).click()
    await page.getByRole('button', { name: 'Skapa länkar' }).click()
    wrong.push(...await check(page))
    const text = await page.getByLabel('Text att kopiera').inputValue()
    links[object] = new RegExp(`\\(${object}\\)\\n(\\S+)`).exec(text)[1]
  }
  await picture(page, 'lankar')
  assert.deepEqual(wrong, [])
})

for (const theme of ['light', 'dark']) {
  test(`the questionnaire is accessible on a phone, ${theme}`, async () => {
    const on = await guest({ colorScheme: theme, viewport: { width: 320, height: 640 } })
    for (const path of ['', '/fraga/1', '/fraga/12', '/kontroll', '/kollega']) {
      await on.goto(links['OBJ-0233'] + path)
      on.wrong.push(...await check(on))
      await on.setViewportSize({ width: 390, height: 844 })
      await picture(on, `svar${path.replaceAll('/', '-')}-${theme}`)
      await on.setViewportSize({ width: 320, height: 640 })
    }
    await on.context().close()
    assert.deepEqual(on.wrong, [])
  })
}

test('the whole questionnaire is answered on a phone', async () => {
  const on = await guest()
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
  await picture(on, 'kontroll-besvarad')
  await on.getByRole('button', { name: 'Skicka in svaren' }).click()
  await on.getByRole('heading', { level: 1, name: 'Tack, svaren är inskickade' }).waitFor()
  on.wrong.push(...await check(on))
  await picture(on, 'tack')
  assert.deepEqual(await on.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('genomlys:draft:'))), [])
  await on.context().close()
  assert.deepEqual(on.wrong, [])
})

test('all that is unchanged is said in one act, without script', async () => {
  const on = await guest({ javaScriptEnabled: false })
  await on.goto(links['OBJ-0005'])
  await on.getByRole('button', { name: /^Oförändrat/ }).click()
  while (!/\/tack$/.test(on.url())) {
    if (/\/kontroll$/.test(on.url())) { await on.getByRole('button', { name: 'Skicka in svaren' }).click(); continue }
    await on.getByRole('radio', { name: /^Vet inte/ }).check({ force: true })
    await on.getByRole('button', { name: /^(Nästa fråga|Till dina svar)$/ }).click()
  }
  await on.getByRole('heading', { level: 1, name: 'Tack, svaren är inskickade' }).waitFor()
  await on.context().close()
  assert.deepEqual(on.wrong, [])
})

test('the coordinator approves the difference and the register has changed', async () => {
  const wrong = []
  const object = (await api('GET', `objects?filter=${encodeURIComponent('ext_id = "OBJ-0233"')}`)).items[0]
  const before = (await api('GET', 'objects/' + object.ref)).iot
  await page.goto(follow + '/svar')
  wrong.push(...await check(page))
  await picture(page, 'granska')
  await page.getByRole('button', { name: 'Godkänn de valda' }).click()
  await page.getByText('1 svar godkänt').waitFor()
  await page.locator('tr', { hasText: object.ref }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Ändras i registren' }).waitFor()
  wrong.push(...await check(page))
  await picture(page, 'jamforelse')
  await page.getByRole('button', { name: 'Godkänn och för in' }).click()
  await page.getByText(/är godkända/).waitFor()
  const after = (await api('GET', 'objects/' + object.ref)).iot
  assert.notEqual(after, before)
  await page.goto(follow + '/analys')
  assert.ok(await page.locator('svg[role=img]').count() >= 12)
  wrong.push(...await check(page))
  await picture(page, 'analys')
  await page.goto(follow)
  await picture(page, 'uppfoljning-klar')
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, 'uppfoljning-390')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await picture(page, 'uppfoljning-morkt')
  wrong.push(...await check(page))
  assert.deepEqual(wrong, [])
})
