// An office's own fields in the browser: declared, filled in, refused, seen on
// the record and in the list, found by filter.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { office, faults, picture } from '../browser.mjs'

const house = office()

test('a field that the office adds is had in form, record and list', async () => {
  const page = await house.open('isam')
  const declare = async (label, kind, option) => {
    await page.at('/ny/own-fields')
    await page.getByLabel('Etikett', { exact: true }).fill(label)
    await page.getByLabel('Register', { exact: true }).selectOption('object')
    await page.getByLabel('Slag', { exact: true }).selectOption(kind)
    if (option) {
      await page.locator('details.more > summary').click()
      await page.locator('[name="options.code"]').first().fill(option[0])
      await page.locator('[name="options.sv"]').first().fill(option[1])
    }
    if (label === 'Kostnadsställe') await picture(page, 'own declare')
    await page.getByRole('button', { name: /eget fält/i }).click()
    await page.getByRole('heading', { level: 1, name: label }).waitFor()
  }
  await declare('Kostnadsställe', 'number')
  await declare('Skyddszon', 'choice', ['inner', 'Inre zonen'])
  await declare('Beställare', 'person')
  await picture(page, 'own field record')

  await page.at('/ny/objects')
  await page.ready()
  await page.getByLabel('Kostnadsställe').waitFor()
  assert.deepEqual(await faults(page), [])
  await picture(page, 'own form new')

  await page.at('/objects')
  const name = await page.locator('tbody a').first().getAttribute('href')
  await page.at('/andra' + name)
  await page.ready()
  await page.getByLabel('Kostnadsställe').fill('elva')
  await page.getByRole('button', { name: 'Spara ändringarna' }).click()
  await page.waitForFunction(() => document.title.startsWith('Fel: ')) // the saved draft tells the same before the page has come back
  await page.getByText('Kostnadsställe: Skriv ett tal').first().waitFor()
  await picture(page, 'own form wrong')
  assert.deepEqual(await faults(page), [])
  await page.getByLabel('Kostnadsställe').fill('11 700')
  await page.getByText('Inre zonen').click()
  await page.getByRole('button', { name: 'Spara ändringarna' }).click()
  await page.waitForURL(url => url.pathname === name) // the form has a heading of that name as well
  await page.getByRole('heading', { name: 'Egna fält' }).waitFor()
  assert.deepEqual(await faults(page), [])
  await picture(page, 'own record')

  await page.at('/objects?kol=local.kostnadsstalle&kol=local.skyddszon&filter=' + encodeURIComponent('local.skyddszon = inner'))
  await page.getByRole('columnheader', { name: 'Kostnadsställe' }).waitFor()
  assert.equal(await page.locator('tbody tr').count(), 1)
  assert.match(await page.locator('tbody tr').innerText(), /11.700[\s\S]*Inre zonen/)
  assert.deepEqual(await faults(page), [])
  await picture(page, 'own list')
  assert.deepEqual(page.wrong, [])
})

test('on a phone and in the dark', async () => {
  for (const [name, options] of [['narrow', { viewport: { width: 390, height: 844 } }], ['dark', { colorScheme: 'dark' }]]) {
    const page = await house.open('isam', options)
    await page.at('/objects?kol=local.kostnadsstalle&filter=' + encodeURIComponent('has(local.kostnadsstalle)'))
    assert.deepEqual(await faults(page), [])
    await picture(page, 'own list ' + name)
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: 'Egna fält' }).waitFor()
    assert.deepEqual(await faults(page), [])
    await picture(page, 'own record ' + name)
  }
})
