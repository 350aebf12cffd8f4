// What the browser tests begin with: the example office served for one file of
// tests, a browser, people signed in, and pages that tell what is wrong in them.
import { before, after } from 'node:test'
import { createRequire } from 'node:module'
import { readFileSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { start, chromium as how } from './server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The looks that every page is seen in. */
export const looks = [
  { name: 'light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'narrow', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
]

/** launch starts the browser; more switches may be given. */
export const launch = (...args) => chromium.launch({ ...how, args: [...how.args, ...args] })

/**
 * faults gives what is wrong with a page as it stands: breaches found by axe
 * (WCAG 2.0-2.2 A and AA, best practice), and pixels too wide. The policy of the
 * pages forbids foreign scripts; axe is put there by the browser itself, and
 * needs script to be on.
 */
export async function faults(page) {
  await page.waitForLoadState()
  await page.evaluate(() => document.fonts.ready)
  const cdp = await page.context().newCDPSession(page)
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression: `${axe}; axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? '')).join(' | ')))`,
    awaitPromise: true, returnByValue: true,
  })
  await cdp.detach()
  const over = await tooWide(page)
  return [...(result.value ?? []), ...(exceptionDetails ? [exceptionDetails.text] : []), ...(over > 0 ? [`${over} px too wide`] : [])]
}

/** tooWide gives how many pixels the page is wider than its window. */
export const tooWide = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** watch gathers in page.wrong what breaks the policy, fails, or asks another host. */
export function watch(page, origin) {
  page.wrong = []
  page.on('console', m => { if (/Content Security Policy|Refused to|Trusted/.test(m.text())) page.wrong.push(m.text()) })
  page.on('pageerror', e => page.wrong.push(String(e)))
  page.on('request', r => { if (r.url().startsWith('http') && !r.url().startsWith(origin)) page.wrong.push('asked ' + r.url()) })
  page.at = path => page.goto(origin + path)
  page.ready = () => page.waitForSelector('html[data-script=on]') // the ground of the script has begun
  return page
}

/** picture saves the page as it stands where SHOTS names a folder. */
export async function picture(page, name) {
  if (!process.env.SHOTS) return
  mkdirSync(process.env.SHOTS, { recursive: true })
  await page.screenshot({ path: `${process.env.SHOTS}/${name.replace(/[^a-z0-9]+/gi, '_')}.png`, fullPage: true })
}

/** signIn comes in by a link that is good for once, and gives the browser's state. */
export async function signIn(browser, link) {
  const ctx = await browser.newContext({ locale: 'sv-SE' })
  const page = await ctx.newPage()
  await page.goto(link)
  await page.getByRole('button', { name: 'Logga in nu' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Lägesbild' }).waitFor()
  const state = await ctx.storageState()
  await ctx.close()
  return state
}

/**
 * office serves the example office for the tests of a file. `open(who, options)`
 * gives a page of somebody: 'isam', 'head' or 'guest', in a browser context of
 * its own. `flags` are the program's; `then` is what a file does before its tests.
 */
export function office({ flags = [], then } = {}) {
  const house = { sessions: {} }
  before(async () => {
    house.server = await start(...flags)
    house.origin = house.server.origin
    house.browser = await launch()
    for (const [i, who] of ['isam', 'head'].entries()) house.sessions[who] = await signIn(house.browser, house.server.links[i])
    await then?.()
  })
  after(async () => {
    await house.browser?.close()
    await house.server?.stop()
  })
  house.open = async (who, options = {}) => {
    const ctx = await house.browser.newContext({ locale: 'sv-SE', storageState: house.sessions[who], ...options })
    return watch(await ctx.newPage(), house.origin)
  }
  return house
}
