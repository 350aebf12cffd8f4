// An incident is reported by anybody, also when the net drops, and its clocks
// tick: announced at 24, 4 and 1 hours and at the end, else in silence.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, faults } from '../browser.mjs'

const house = office()
const open = (who, options) => house.open(who, { timezoneId: 'Europe/Stockholm', ...options })

const kept = page => page.evaluate(() => Object.keys(localStorage).filter(k => k.includes('/rapportera')).length)

test('a guest reports step by step; what is typed when the net drops is kept, and gone once received', async () => {
  const page = await open('guest')
  await page.at('/rapportera')
  await page.getByText('Steg 1 av 3: Vad har hänt?').waitFor()
  await page.waitForSelector('.saved', { state: 'attached' })
  await page.getByLabel('Berätta med egna ord').fill('Jag hittade en pärm med journaler i hissen.')
  await page.getByRole('button', { name: 'Fortsätt' }).click()
  await page.getByText('Steg 2 av 3: Vad berörs?').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Vad berörs?')
  await page.context().setOffline(true)
  await page.getByText('Du är inte ansluten.').waitFor()
  await page.getByLabel(/Vilket system/).fill('En pärm')
  await page.getByLabel(/Vilket system/).press('Enter') // leads on, sends nothing
  await page.getByText('Steg 3 av 3').waitFor()
  await page.getByLabel('Telefon eller e-post (frivilligt)').fill('070-123 45 67')
  await page.getByRole('button', { name: 'Skicka rapporten' }).click()
  await page.waitForFunction(() => [...document.querySelectorAll('[data-send]')].every(b => !b.disabled && b.textContent === 'Skicka rapporten'))
  assert.equal(await kept(page), 1)
  // The page is closed and opened again: the text is offered back.
  await page.context().setOffline(false)
  await page.at('/rapportera')
  await page.getByRole('button', { name: 'Hämta texten' }).click()
  assert.equal(await page.getByLabel('Berätta med egna ord').inputValue(), 'Jag hittade en pärm med journaler i hissen.')
  await page.getByRole('button', { name: 'Fortsätt' }).click()
  assert.equal(await page.getByLabel(/Vilket system/).inputValue(), 'En pärm')
  await page.getByRole('button', { name: 'Fortsätt' }).click()
  await page.getByRole('button', { name: 'Skicka rapporten' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tack, rapporten är mottagen' }).waitFor()
  assert.match(await page.locator('.receipt').innerText(), /Ditt kvittonummer är INC-/)
  await page.waitForFunction(() => !Object.keys(localStorage).some(k => k.includes('/rapportera')))
  const number = (await page.locator('.receipt').innerText()).match(/INC-[\d-]*\d/)[0]
  assert.equal((await page.at(`/incidents/${number}`)).status(), 401)
  assert.deepEqual(page.wrong, [])
  await page.context().close()
  const inside = await open('isam')
  await inside.at(`/incidents/${number}/arbete`)
  await inside.getByText('Gäller: En pärm').waitFor()
  await inside.context().close()
})

test('reporting works without script', async () => {
  const page = await open('guest', { javaScriptEnabled: false })
  await page.at('/rapportera')
  await page.getByRole('button', { name: 'Skicka rapporten' }).click()
  await page.getByRole('link', { name: 'Skriv med egna ord vad som har hänt.' }).waitFor()
  await page.getByLabel('Berätta med egna ord').fill('Fel mottagare')
  await page.getByRole('button', { name: 'Skicka rapporten' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tack, rapporten är mottagen' }).waitFor()
  await page.context().close()
})

test('a clock ticks each minute, turns red under 12 hours, and is announced at 4 hours only', async () => {
  const page = await open('isam')
  // Time limits that cannot run, since nobody has said when they begin, are told of.
  await page.at('/incidents/INC-2023-034/arbete')
  await page.getByText('Tiden för kännedom saknas.').waitFor()
  assert.deepEqual(await faults(page), [])
  await page.getByRole('link', { name: 'Ange tiden' }).click()
  await page.waitForURL(/\/arbete\/spar/)
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short', timeStyle: 'short' })
  // So many hours of the 72 have gone that a little more than 12 are left.
  await page.locator('#f-aware_gdpr_at').fill(day.format(new Date(Date.now() - (59 * 60 + 30) * 60e3)))
  await page.locator('#f-aware_csl_at').fill(day.format(new Date(Date.now() - 60e3)))
  await page.getByRole('button', { name: 'Spara', exact: true }).click()
  await page.getByText('Sparat: Spår och kännedom').first().waitFor()
  assert.equal(await page.getByText('Tiden för kännedom saknas.').count(), 0)
  await page.clock.install()
  await page.reload()
  await page.ready()
  const clock = page.locator('.clock', { hasText: 'Anmälan av personuppgiftsincident' })
  const timer = clock.getByRole('timer')
  const left = async () => { const [, h, m] = (await timer.innerText()).match(/(\d+)\stim\s(\d+)\smin kvar/); return h * 60 + +m }
  // What the session's own end says, which the hours gone by also bring, is not this clock's.
  await page.evaluate(() => { window.said = []; new MutationObserver(() => { const t = document.querySelector('main > [role=status]').textContent; if (t && !/loggas ut|utloggad/.test(t)) window.said.push(t) }).observe(document.querySelector('main > [role=status]'), { childList: true, characterData: true, subtree: true }) })
  const first = await left()
  assert.match(await clock.getAttribute('class'), /warn/)
  await page.clock.runFor('01:05')
  assert.ok(first - await left() >= 1 && first - await left() <= 2, `${first} minutes, then ${await left()}`)
  await page.clock.runFor('45:00')
  assert.match(await clock.getAttribute('class'), /crit/)
  assert.deepEqual(await page.evaluate(() => window.said), [])
  await page.clock.fastForward('08:00:00')
  await page.clock.runFor('01:10')
  const said = await page.evaluate(() => window.said)
  assert.equal(said.length, 1, said.join(' | '))
  assert.match(said[0], /Anmälan av personuppgiftsincident, 72 timmar: 3\stim/)
  assert.equal(await timer.getAttribute('aria-live'), 'off')
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})
