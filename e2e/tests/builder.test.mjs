// A management review by keyboard alone: the coordinator writes in a section,
// puts a figure into the text and sends; the head reads, opens a figure and
// decides; the locked page shows its proof.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { start, chromium as how } from '../server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const at = '/management-reviews/LGG-0002'
const written = [at + '/bygg?del=2.3', at + '/bygg?del=2.2', at + '/bygg?del=decision', at + '/infoga?del=2.3&plats=2.3.local&sprak=sv', at + '/skicka', at + '/underlag', at + '/ombud', at + '/punkt/priorities/ny?year=2025', '/plan']

let server, browser
const session = {}

before(async () => {
  server = await start('--draft')
  browser = await chromium.launch(how)
  for (const [i, who] of ['isam', 'head'].entries()) {
    const ctx = await browser.newContext({ locale: 'sv-SE' })
    const page = await ctx.newPage()
    await page.goto(server.links[i])
    await page.getByRole('button', { name: 'Logga in nu' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Lägesbild' }).waitFor()
    session[who] = await ctx.storageState()
    await ctx.close()
  }
})

after(async () => {
  await browser?.close()
  await server?.stop()
})

async function as(who, options = {}) {
  const ctx = await browser.newContext({ locale: 'sv-SE', storageState: session[who], ...options })
  const page = await ctx.newPage()
  const wrong = []
  page.on('console', m => { if (/Content Security Policy|Refused to|Trusted/.test(m.text())) wrong.push(m.text()) })
  page.on('pageerror', e => wrong.push(String(e)))
  return { ctx, page, wrong }
}

async function check(ctx, page) {
  await page.waitForLoadState()
  const cdp = await ctx.newCDPSession(page)
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression: `${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html.slice(0, 200)).join(' | ')))`,
    awaitPromise: true, returnByValue: true,
  })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return [...(result.value ?? []), ...(exceptionDetails ? [exceptionDetails.text] : []), ...(over > 0 ? [`${over} px too wide`] : [])]
}

for (const [name, viewport, colorScheme] of [['light', { width: 1440, height: 900 }, 'light'], ['dark', { width: 1440, height: 900 }, 'dark'], ['narrow', { width: 320, height: 640 }, 'light']]) {
  test(`a review as it is written is accessible, ${name}`, async () => {
    const { ctx, page, wrong } = await as('isam', { viewport, colorScheme })
    for (const path of written) {
      const answer = await page.goto(server.origin + path)
      if (answer.status() !== 200) wrong.push(`${path}: status ${answer.status()}`)
      await page.waitForFunction(() => document.documentElement.dataset.script === 'on')
      for (const v of await check(ctx, page)) wrong.push(`${path}: ${v}`)
      if (process.env.SHOTS) {
        mkdirSync(process.env.SHOTS, { recursive: true })
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${path.replace(/[^a-z0-9]+/gi, '_')}.png`, fullPage: true })
      }
    }
    await ctx.close()
    assert.deepEqual(wrong, [])
  })
}

// press moves by Tab to what bears a name, and presses it there.
async function press(page, name, role = 'link') {
  const to = page.locator('main').getByRole(role, { name, exact: false }).first()
  await to.waitFor()
  for (let i = 0; i < 400; i++) {
    if (await to.evaluate(el => el === document.activeElement)) {
      await page.keyboard.press('Enter')
      return
    }
    await page.keyboard.press('Tab')
  }
  assert.fail(`${name} is not reached by Tab`)
}

test('a review is written, sent, read and decided by keyboard alone', async () => {
  const { ctx, page, wrong } = await as('isam')
  await page.goto(server.origin + at)
  await press(page, 'Skriv genomgången')
  await press(page, '2.3 ')
  await page.waitForURL(/del=2\.3/)
  const text = page.getByLabel('Lokalt tillägg', { exact: true })
  await text.focus()
  await page.keyboard.type('Hos oss är andelen klassade ')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  const search = page.getByRole('combobox', { name: 'Sök siffra' })
  await search.waitFor()
  assert.ok(await search.evaluate(el => el === document.activeElement))
  await page.keyboard.type('F03 klassning')
  await page.getByRole('option', { name: '83 %' }).first().waitFor()
  for (let i = 0; i < 20 && !await page.locator('[role=option][aria-selected=true]').filter({ hasText: 'F03.percent' }).count(); i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await text.inputValue(), 'Hos oss är andelen klassade {F03.percent}')
  assert.ok(await text.evaluate(el => el === document.activeElement), 'the caret is back in the text')
  await page.keyboard.type('.')
  await page.getByText(/Sparat kl\. /).waitFor() // by itself
  await page.goto(server.origin + at)
  await page.getByText('Hos oss är andelen klassade').locator('a.trace', { hasText: '83' }).waitFor()
  await page.goto(server.origin + at + '/bygg')
  await press(page, 'Skicka för beslut')
  await page.getByRole('heading', { level: 1, name: 'Skicka för beslut' }).waitFor()
  await page.getByText('Allt som krävs finns').waitFor()
  await press(page, 'Skicka för beslut', 'button')
  await page.waitForURL(u => u.pathname === at)
  // Whoever reports reads, but is not asked to decide.
  await press(page, 'Läs och besluta')
  await page.getByText('Genomgången väntar på beslut').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Besluta' }).count(), 0)
  await ctx.close()

  const head = await as('head')
  await head.page.goto(server.origin + at + '/beslut')
  await head.page.keyboard.press('Tab')
  await press(head.page, /^240/)
  await head.page.waitForURL(/\/figures\/F01/)
  await head.page.goBack()
  const number = head.page.getByLabel('Diarienummer')
  await number.focus()
  await head.page.keyboard.type('KS 2024/7')
  await press(head.page, 'Besluta genomgången', 'button')
  await head.page.getByRole('heading', { name: 'Bevis' }).waitFor()
  for (const t of ['KS 2024/7', 'sv/ledningens-genomgang-2024.pdf', 'genomlys-verify', 'Siffror, texter och filer är låsta']) await head.page.getByText(t).first().waitFor()
  for (const v of await check(head.ctx, head.page)) wrong.push('decided: ' + v)
  await head.page.goto(server.origin + at + '/bygg?del=2.3')
  assert.equal(await head.page.locator('textarea[name^="t."]').count(), 0)
  wrong.push(...head.wrong)
  await head.ctx.close()
  assert.deepEqual(wrong, [])
})
