// Coming in, as a person does it: invited by a link, by password and code and
// without script, by a passkey, light, dark and on the narrowest screen.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { execFileSync, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launch, looks, faults, picture, watch } from '../browser.mjs'

const phrase = 'krokus vid ån i tidig mars'

let dir, child, browser, origin, first

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'genomlys-gate-'))
  let bin = process.env.GENOMLYS_BIN
  if (!bin || !existsSync(bin)) {
    bin = join(dir, 'genomlys')
    execFileSync('go', ['build', '-o', bin, './cmd/genomlys'], { cwd: join(import.meta.dirname, '../..'), stdio: 'inherit' })
  }
  const port = await new Promise(done => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)) }) })
  origin = `http://localhost:${port}` // passkeys are bound to names
  child = spawn(bin, ['--db', join(dir, 'gate.db'), 'serve', '--addr', `127.0.0.1:${port}`, '--base-url', origin], { stdio: ['ignore', 'pipe', 'inherit'] })
  first = await new Promise((done, fail) => {
    child.once('exit', code => fail(new Error('the program ended with ' + code)))
    createInterface({ input: child.stdout }).on('line', line => line.startsWith('http') && done(line))
  })
  browser = await launch()
})

after(async () => {
  await browser?.close()
  if (child) {
    child.removeAllListeners('exit')
    const gone = new Promise(done => child.once('exit', done))
    child.kill('SIGTERM')
    await gone
  }
  rmSync(dir, { recursive: true, force: true })
})

const fresh = (style = {}) => browser.newContext({ locale: 'sv-SE', ...style })

// code is the one-time code of a step (RFC 6238).
function code(seed, step) {
  const bits = [...seed.replaceAll(' ', '')].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)))
  const msg = Buffer.alloc(8)
  msg.writeBigUInt64BE(BigInt(step))
  const sum = createHmac('sha1', key).update(msg).digest()
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}
const now = () => Math.floor(Date.now() / 30000)

async function check(page, at) {
  assert.deepEqual(await faults(page), [], at)
  await picture(page, at)
}

let admin, invited, seed, used

test('the first administrator comes in and invites', async () => {
  admin = await fresh()
  const page = await admin.newPage()
  await page.goto(first)
  await page.getByLabel('Ditt namn').fill('Anna Åberg')
  await page.locator('#email').fill('anna@lindhamn.example')
  await page.locator('#org').fill('Lindhamns stad')
  await page.locator('main form button').last().click()
  await page.goto(origin + '/persons/PER-0001')
  await page.goto(origin + '/bjud-in/PER-0001')
  await check(page, 'invite')
  await page.getByRole('button', { name: 'Bjud in' }).click()
  invited = await page.locator('code.copyable').textContent()
  assert.match(invited, new RegExp(`^${origin}/valkommen/`))
})

test('password and code, without script', async () => {
  const ctx = await fresh({ javaScriptEnabled: false })
  const page = await ctx.newPage()
  await page.goto(invited)
  await page.getByLabel('Nytt lösenord').fill(phrase)
  await page.getByRole('button', { name: 'Spara lösenordet' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lägg till en app för koder' }).waitFor()
  seed = await page.locator('code.copyable').textContent()
  used = now()
  await page.getByLabel('Kod', { exact: true }).fill(code(seed, used))
  await page.getByRole('button', { name: 'Bekräfta koden' }).click()
  assert.equal(await page.locator('code.copyable').count(), 10)
  await page.getByRole('link', { name: 'Jag har sparat koderna' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lägesbild' }).waitFor()
  assert.equal((await page.goto(invited)).status(), 404)
  await ctx.close()

  const again = await fresh({ javaScriptEnabled: false })
  const p = await again.newPage()
  await p.goto(origin + '/objects')
  await p.getByLabel('E-post').fill('anna@lindhamn.example')
  await p.getByLabel('Lösenord').fill('fel')
  await p.getByRole('button', { name: 'Fortsätt' }).click()
  await p.getByText('Adressen eller lösenordet stämmer inte').first().waitFor()
  await p.getByLabel('Lösenord').fill(phrase)
  await p.getByRole('button', { name: 'Fortsätt' }).click()
  await p.getByLabel('Kod', { exact: true }).fill(code(seed, used))
  await p.getByRole('button', { name: 'Logga in' }).click()
  await p.getByText('redan använd').first().waitFor()
  await p.getByLabel('Kod', { exact: true }).fill(code(seed, used + 1)) // the next one is taken too: clocks differ
  await p.getByRole('button', { name: 'Logga in' }).click()
  await p.waitForURL(origin + '/objects')
  admin = again
})

test('a passkey is added and lets one in', async () => {
  const state = await admin.storageState()
  const ctx = await fresh({ storageState: state })
  const page = watch(await ctx.newPage(), origin)
  const cdp = await ctx.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await page.goto(origin + '/installningar/inloggning/nyckel')
  await page.getByRole('button', { name: 'Skapa nyckel' }).click()
  await page.waitForURL(origin + '/installningar/inloggning?klart=nyckel')
  await page.getByText('Nyckel, Chrome').first().waitFor()
  await page.getByRole('button', { name: 'Logga ut' }).click()
  await page.waitForURL(origin + '/in')
  await page.getByRole('button', { name: 'Logga in med nyckel' }).click()
  await page.getByRole('heading', { level: 1, name: 'Lägesbild' }).waitFor()
  assert.deepEqual(page.wrong, [])
  admin = ctx
})

test('accessible: light, dark and narrow', async () => {
  const state = await admin.storageState()
  for (const style of looks) {
    const out = await fresh(style)
    const page = await out.newPage()
    for (const path of ['/in', '/in/glomt']) {
      await page.goto(origin + path)
      await check(page, `${style.name} ${path}`)
    }
    await page.goto(origin + '/in')
    await page.getByRole('button', { name: 'Fortsätt' }).click()
    await page.getByText('Skriv din e-postadress').first().waitFor()
    await check(page, `${style.name} in wrong`)
    await out.close()
    const inside = await fresh({ ...style, storageState: state })
    const p = await inside.newPage()
    for (const path of ['/installningar/inloggning', '/installningar/inloggning/losenord', '/installningar/inloggning/kod', '/installningar/inloggning/nyckel', '/installningar/inloggning/reservkoder', '/installningar/utskick', '/bjud-in/PER-0001', '/in/igen']) {
      assert.equal((await p.goto(origin + path)).status(), 200, path)
      await check(p, `${style.name} ${path}`)
    }
    await inside.close()
  }
})
