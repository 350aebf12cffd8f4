// Takes pictures of every page that e2e/pages lists, light, dark and 390 px
// wide, into screenshots/, the manual's own pictures into the program, and the
// six that README.md shows into docs/img.
import { mkdirSync, readdirSync, writeFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { start, chromium as how } from './server.mjs'

const root = join(import.meta.dirname, '..')
const out = join(root, 'screenshots')
mkdirSync(out, { recursive: true })
const pages = []
for (const f of readdirSync(join(import.meta.dirname, 'pages')).sort()) pages.push(...(await import('./pages/' + f)).default)
const only = process.env.ONLY && new RegExp(process.env.ONLY)
const looks = [['ljust', { width: 1360, height: 950 }, 'light'], ['morkt', { width: 1360, height: 950 }, 'dark'], ['390', { width: 390, height: 844 }, 'light']]

// The manual's pictures go into the program: together at most 150 kB.
const manual = { lagesbild: '/', beslut: '/management-reviews/LGG-0002/beslut', planen: '/plan' }
const most = 160_000

const readme = {
  overview: '/', objects: '/objects?vy=VYS-0002', incident: '/incidents/INC-2023-034/arbete',
  review: '/management-reviews/LGG-0002/bygg?del=2.3', 'what-if': '/vad-hander-om/w1', plan: '/plan',
}

const server = await start()
const browser = await chromium.launch(how)
try {
  const first = await browser.newContext({ locale: 'sv-SE' })
  const page = await first.newPage()
  await page.goto(server.link)
  await page.click('main button')
  await page.waitForLoadState()
  const state = await first.storageState()
  let n = 0
  for (const [name, size, scheme] of looks) {
    const context = await browser.newContext({ locale: 'sv-SE', viewport: size, colorScheme: scheme, storageState: state })
    const p = await context.newPage()
    for (const [path] of pages) {
      if (only && !only.test(path)) continue
      await p.goto(server.origin + path)
      await p.evaluate(() => document.fonts.ready)
      const file = (path.replace(/[^a-z0-9]+/gi, '_').replace(/^_|_$/g, '') || 'lagesbild') + '-' + name
      await p.screenshot({ path: join(out, file + '.png'), fullPage: name === '390' })
      n++
    }
    await context.close()
  }
  const webp = async (paths, folder, size, quality) => {
    const context = await browser.newContext({ locale: 'sv-SE', viewport: size, colorScheme: 'light', storageState: state })
    const p = await context.newPage()
    const cdp = await context.newCDPSession(p)
    let bytes = 0
    for (const [name, path] of Object.entries(paths)) {
      const answer = await p.goto(server.origin + path)
      if (answer.status() !== 200) throw new Error(`${path}: ${answer.status()}`)
      await p.evaluate(() => document.fonts.ready)
      const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality })
      const file = join(root, folder, name + '.webp')
      writeFileSync(file, Buffer.from(data, 'base64'))
      bytes += statSync(file).size
    }
    await context.close()
    return bytes
  }
  const bytes = await webp(manual, 'internal/web/help/picture', { width: 1120, height: 740 }, 45)
  await webp(readme, 'docs/img', { width: 1360, height: 900 }, 75)
  if (bytes > most) throw new Error(`the manual's pictures are ${bytes} bytes, at most ${most}`)
  console.log(`screenshots/: ${n} pictures; the manual's: ${bytes} bytes`)
} finally {
  await browser.close()
  await server.stop()
}
