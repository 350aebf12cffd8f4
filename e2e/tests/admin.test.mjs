// Handing over when somebody leaves: seen first, done in one step, taken back in one.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office } from '../browser.mjs'

const { open } = office()

for (const javaScriptEnabled of [true, false]) {
  test(`handing over and taking it back, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
    const page = await open('isam', { javaScriptEnabled })
    await page.at('/installningar/personer')
    const owner = page.locator('#funktioner').locator('xpath=ancestor::section').locator('tr', { hasText: 'Objektägare' }).first()
    await owner.locator('td a[href^="/persons/"]').first().click()
    const name = await page.getByRole('heading', { level: 1 }).innerText()
    const ref = new URL(page.url()).pathname.split('/').pop()
    await page.at('/lamna-over/' + ref)
    await page.getByRole('heading', { level: 1, name: 'Lämna över ansvar från' }).waitFor()
    await page.getByRole('button', { name: 'Granska innan det görs' }).click()
    await page.getByText('Inget är gjort ännu').waitFor()
    await page.getByRole('button', { name: 'Lämna över', exact: true }).click()
    await page.getByText('överlämna').first().waitFor()
    await page.getByRole('button', { name: 'Ångra' }).click()
    await page.getByRole('heading', { level: 2, name: /ångrad/ }).waitFor()
    await page.at('/persons/' + ref)
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name)
    assert.match(await page.locator('main').innerText(), /Aktiv/)
    await page.context().close()
  })
}
