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

test('a passage of the office is proposed, led on to be adopted, and told among the templates; the outline and the catalogues are read', async () => {
  const page = await open('isam')
  await page.at('/installningar/mallar')
  await page.locator('tr', { hasText: 'Klassningsprotokoll' }).getByRole('link', { name: 'Ändra' }).click()
  await page.getByRole('heading', { level: 1, name: 'Klassningsprotokoll' }).waitFor()
  await page.getByLabel('Svenska').fill('Kontoret prövar klassen på nytt varje år.')
  await page.getByLabel('Skäl').fill('Beslut av ledningsgruppen')
  await page.getByRole('button', { name: 'Föreslå regeln' }).click()
  await page.getByText('Den gäller när den har antagits.').first().waitFor()
  await page.getByRole('link', { name: 'Öppna förslaget' }).click()
  await page.getByRole('link', { name: 'Anta' }).click()
  await page.locator('main form button.primary').click()
  await page.getByText('Antagen').first().waitFor()
  await page.at('/installningar/mallar')
  await page.locator('tr', { hasText: 'Klassningsprotokoll' }).getByText('Kontoret prövar klassen').waitFor()
  await page.getByRole('link', { name: 'Rubriker i Ledningens genomgång' }).click()
  await page.getByRole('heading', { level: 2, name: 'Rubriker i Ledningens genomgång' }).waitFor()
  await page.at('/installningar/kataloger')
  await page.getByRole('link', { name: 'Bevarande och gallring' }).click()
  await page.getByRole('heading', { level: 2, name: 'Bevarande och gallring' }).waitFor()
  assert.deepEqual(page.wrong, [])
  await page.context().close()
})
