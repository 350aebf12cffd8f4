// Handing over when somebody leaves: seen first, done in one step, taken back in one.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'
import { start, chromium as how } from '../server.mjs'

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

for (const javaScriptEnabled of [true, false]) {
  test(`handing over and taking it back, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    const ctx = await browser.newContext({ locale: 'sv-SE', storageState: session, javaScriptEnabled })
    const page = await ctx.newPage()
    await page.goto(server.origin + '/installningar/personer')
    const owner = page.locator('#funktioner').locator('xpath=ancestor::section').locator('tr', { hasText: 'Objektägare' }).first()
    await owner.locator('td a[href^="/persons/"]').first().click()
    const name = await page.getByRole('heading', { level: 1 }).innerText()
    const ref = new URL(page.url()).pathname.split('/').pop()
    await page.goto(server.origin + '/lamna-over/' + ref)
    await page.getByRole('heading', { level: 1, name: 'Lämna över ansvar från' }).waitFor()
    await page.getByRole('button', { name: 'Granska innan det görs' }).click()
    await page.getByText('Inget är gjort ännu').waitFor()
    await page.getByRole('button', { name: 'Lämna över', exact: true }).click()
    await page.getByText('överlämna').first().waitFor()
    await page.getByRole('button', { name: 'Ångra' }).click()
    await page.getByRole('heading', { level: 2, name: /ångrad/ }).waitFor()
    await page.goto(server.origin + '/persons/' + ref)
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name)
    assert.match(await page.locator('main').innerText(), /Aktiv/)
    await ctx.close()
  })
}
