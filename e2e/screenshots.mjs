// Takes pictures of every page, light, dark and 390 px wide, into screenshots/.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { start } from './server.mjs'

const out = join(import.meta.dirname, '..', 'screenshots')
mkdirSync(out, { recursive: true })
const pages = {
  lagesbild: '/', objekt: '/objects', 'objekt-da': '/objects?per=2022-11-15', post: '/objects/OBJ-0042', behandlingar: '/processings', incidenter: '/incidents',
  genomgangar: '/management-reviews', genomgang: '/management-reviews/LGG-0002', siffra: '/figures/F03?per=2023-11-15&mot=2022-11-15', sok: '/sok?q=rehab', installningar: '/installningar', hjalp: '/hjalp', saknas: '/objects/OBJ-9999',
}
const server = await start()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
try {
  const first = await browser.newContext({ locale: 'sv-SE' })
  const page = await first.newPage()
  await page.goto(server.link)
  await page.click('main button')
  await page.waitForLoadState()
  const state = await first.storageState()
  for (const [name, size, scheme] of [['ljust', { width: 1360, height: 950 }, 'light'], ['morkt', { width: 1360, height: 950 }, 'dark'], ['390', { width: 390, height: 844 }, 'light']]) {
    const context = await browser.newContext({ locale: 'sv-SE', viewport: size, colorScheme: scheme, storageState: state })
    const p = await context.newPage()
    for (const [file, path] of Object.entries(pages)) {
      await p.goto(server.origin + path)
      await p.screenshot({ path: join(out, `${file}-${name}.png`), fullPage: name === '390' })
    }
    await context.close()
  }
  console.log('screenshots/: ' + Object.keys(pages).length * 3 + ' pictures')
} finally {
  await browser.close()
  await server.stop()
}
