// What holds for the installation as a whole: it is used by keyboard alone,
// enlarged, in forced colours, on paper, without motion, and within its budgets.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, launch, tooWide } from '../browser.mjs'

const house = office()
const some = ['/', '/uppgifter', '/objects', '/objects/OBJ-0005', '/ny/objects', '/hjalp/isam']

async function open(t, options, who = 'isam') {
  const page = await house.open(who, options)
  t.after(() => page.context().close())
  return page
}

// Text at 200 % is what the reader sets in the browser: queries on width in rem
// follow it, as they do for the reader.
test('text at 200 % and the page at 400 % need no sideways scrolling', async t => {
  const large = await launch('--blink-settings=defaultFontSize=32')
  t.after(() => large.close())
  const wide = []
  for (const [from, viewport, name] of [[large, { width: 1280, height: 900 }, '200 % text'], [house.browser, { width: 320, height: 256 }, '400 %']]) {
    const ctx = await from.newContext({ locale: 'sv-SE', storageState: house.sessions.isam, viewport })
    const page = await ctx.newPage()
    for (const path of some) {
      await page.goto(house.origin + path)
      if (from === large) assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '32px')
      const over = await tooWide(page)
      if (over > 0) wide.push(`${path} at ${name}: ${over} px`)
    }
    await ctx.close()
  }
  assert.deepEqual(wide, [])
})

test('in forced colours controls keep their borders, and nothing moves where motion is unwanted', async t => {
  const page = await open(t, { forcedColors: 'active', reducedMotion: 'reduce' })
  for (const path of some) {
    await page.at(path)
    const bare = await page.evaluate(() => [...document.querySelectorAll('main .btn, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select, main textarea')]
      .filter(e => e.checkVisibility() && getComputedStyle(e).borderStyle === 'none' && !e.closest('label')).map(e => e.outerHTML.slice(0, 120)))
    assert.deepEqual(bare, [], path)
    const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01 || parseFloat(getComputedStyle(e).animationDuration) > 0.01).length)
    assert.equal(moving, 0, path + ' moves')
  }
})

test('on paper a list and a record are without frame and actions', async t => {
  const page = await open(t)
  for (const path of ['/objects', '/objects/OBJ-0005']) {
    await page.at(path)
    await page.emulateMedia({ media: 'print' })
    for (const q of ['.top', '.side', 'main .actions', '.session']) {
      const seen = await page.evaluate(q => [...document.querySelectorAll(q)].some(e => e.checkVisibility()), q)
      assert.equal(seen, false, `${path} prints ${q}`)
    }
    assert.ok(await page.locator('h1').isVisible())
    await page.emulateMedia({ media: null })
  }
})

test('signing in and a register of 50 stay within their budgets, and ask no other host', async t => {
  for (const [path, signedIn, most, bytes] of [['/in', false, 6, 100_000], ['/objects', true, 8, 150_000]]) {
    const page = await open(t, {}, signedIn ? 'isam' : 'guest')
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Network.enable')
    let size = 0
    const asked = []
    cdp.on('Network.loadingFinished', e => { size += e.encodedDataLength })
    page.on('request', r => { if (!r.url().startsWith('data:')) asked.push(r.url()) })
    await page.goto(house.origin + path, { waitUntil: 'networkidle' })
    assert.ok(asked.length > 1 && asked.length <= most, `${path}: ${asked.length} requests\n${asked.join('\n')}`)
    assert.ok(size > 0 && size <= bytes, `${path}: ${size} bytes`)
    assert.deepEqual(page.wrong, [])
  }
})

test('by keyboard alone: the palette, a list, a record, an edit', async t => {
  const page = await open(t)
  await page.at('/')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.waitForLoadState('networkidle') // the palette has come
  await page.keyboard.press('Control+k')
  await page.locator('dialog[open] [role=combobox]').waitFor()
  await page.keyboard.press('Escape')
  await page.at('/objects')
  await page.ready()
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('j')
  await page.waitForFunction(() => document.activeElement?.closest('#lista tbody'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/objects\/OBJ-\d+/)
  const edit = page.locator('main a[href^="/andra/objects/"]').first()
  for (let i = 0; i < 120 && !(await edit.evaluate(e => e === document.activeElement)); i++) await page.keyboard.press('Tab')
  assert.ok(await edit.evaluate(e => e === document.activeElement), 'the edit is not reached by Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/andra\/objects\//)
})

test('before the session ends the page says so, and Continue goes on', async t => {
  const page = await open(t)
  await page.clock.install()
  await page.at('/')
  const notice = page.locator('.session')
  const fetched = page.waitForResponse(r => /session/.test(r.url()))
  await page.clock.runFor(61_000)
  await fetched
  assert.equal(await notice.isVisible(), false)
  await page.clock.runFor(25 * 60_000)
  await notice.waitFor()
  assert.match(await notice.innerText(), /loggas ut om fem minuter/)
  await notice.getByText('Fortsätt').click()
  await notice.waitFor({ state: 'hidden' })
})
