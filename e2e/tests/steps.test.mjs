// Work in steps: a classification made with the keyboard alone, from an object to
// a proposal and its decision step, the result following beside; and the same
// step without script.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office } from '../browser.mjs'

const { open } = office()

// tabTo presses Tab until the focus is on what a test says, or gives up.
async function tabTo(page, is, arg) {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(([f, a]) => new Function('e', 'a', `return ${f}`)(document.activeElement, a), [is, arg])) return
  }
  assert.fail(`Tab never comes to ${is} ${arg}`)
}

const toButton = (page, text) => tabTo(page, 'e.localName === "button" && e.textContent.trim().startsWith(a)', text)
const toField = (page, name) => tabTo(page, 'e.name === a', name)

test('a classification is made with the keyboard alone', async () => {
  const page = await open('isam', { viewport: { width: 1440, height: 900 } })
  await page.at('/objects/OBJ-0042')
  await tabTo(page, 'e.localName === "a" && e.getAttribute("href").endsWith(a)', '/objects/OBJ-0042/klassa')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /^Informationsklassning av/ }).waitFor()
  await toButton(page, 'Börja klassningen')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'Steg 1. Omfattning' }).waitFor()
  await toField(page, 'participants')
  await page.keyboard.type('Karin Ekström')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Per Sandin')
  await toButton(page, 'Spara och fortsätt till information')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'Steg 2. Information' }).waitFor()
  await toField(page, 'info_types')
  await page.keyboard.type('INF-0001')
  await page.keyboard.press('Escape')
  await toField(page, 'info_types.kind')
  await page.keyboard.press('ArrowDown')
  await toButton(page, 'Spara och fortsätt till')
  await page.keyboard.press('Enter')
  await page.waitForURL(u => !u.search.includes('steg=information'))
  await page.goto(page.url().split('?')[0] + '?steg=konsekvenser-INF-0001')
  await page.ready()
  assert.match(await page.locator('#resultat .krt').getAttribute('aria-label'), /^Konfidentialitet ej bedömt, Riktighet ej bedömt/)
  // Each choice is made with Space and the arrows; the result follows.
  for (const [name, steps] of [['_level.k.individuals', 2], ['_level.r.finances', 3], ['_level.t.operations', 2]]) {
    await toField(page, name)
    await page.keyboard.press('Space')
    for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight')
  }
  await page.locator('#resultat .krt[aria-label="Konfidentialitet 2, Riktighet 3, Tillgänglighet 2"]').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.name), '_level.t.operations', 'the result follows without taking the focus')
  await toButton(page, 'Spara och fortsätt till höjning')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: /Höjning och sänkning/ }).waitFor()
  await toButton(page, 'Spara och fortsätt till krav')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: /Krav och kostnad/ }).waitFor()
  await tabTo(page, 'e.localName === "a" && e.textContent.trim() === a', 'Fortsätt till beslut')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: /Beslut/ }).first().waitFor()
  await toButton(page, 'Föreslå')
  await page.keyboard.press('Enter')
  await page.getByText('inte längre ett utkast').waitFor()
  // Whoever proposed does not decide: the refusal says who can.
  await toButton(page, 'Besluta')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.errsum')
  assert.match(await page.locator('.errsum').innerText(), /objektägare/i)
  await page.context().close()
  assert.deepEqual(page.wrong, [])
})

test('a step is answered without script', async () => {
  const page = await open('isam', { javaScriptEnabled: false })
  await page.at('/agreements/AVT-003/kontroll?steg=punkter')
  const answer = page.locator('[name="_answer.audit"][value="partly"]')
  await answer.check()
  await page.locator('[name="_clause.audit"]').fill('12.1')
  await page.getByRole('button', { name: /^Spara och fortsätt/ }).click()
  await page.getByRole('heading', { level: 2, name: /Underbiträden/ }).waitFor()
  await page.at('/agreements/AVT-003/kontroll?steg=punkter')
  assert.equal(await page.locator('[name="_clause.audit"]').inputValue(), '12.1')
  assert.ok(await page.locator('[name="_answer.audit"][value="partly"]').isChecked())
  await page.context().close()
})
