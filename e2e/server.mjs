// Starts the built program with the example office and gives signed-in links.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..')

// start serves the example office on a free port. GENOMLYS_BIN names a program
// built before; otherwise it is built now. Flags are given on to the program.
export async function start(...flags) {
  const dir = mkdtempSync(join(tmpdir(), 'genomlys-e2e-'))
  let bin = process.env.GENOMLYS_BIN
  if (!bin || !existsSync(bin)) {
    bin = join(dir, 'genomlys')
    execFileSync('go', ['build', '-o', bin, './cmd/genomlys'], { cwd: root, stdio: 'inherit' })
  }
  const child = spawn(bin, ['--db', join(dir, 'demo.db'), 'demo', '--out', join(dir, 'out'), '--addr', '127.0.0.1:0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  const links = []
  await new Promise((done, fail) => {
    child.once('exit', code => fail(new Error('the program ended with ' + code)))
    createInterface({ input: child.stdout }).on('line', line => {
      const [, link] = line.split('\t')
      if (link) links.push(link)
      if (links.length === 2) done()
    })
  })
  return {
    link: links[0],
    links, // of the coordinator and of the head
    origin: new URL(links[0]).origin,
    async stop() {
      child.removeAllListeners('exit')
      const gone = new Promise(done => child.once('exit', done))
      child.kill('SIGTERM')
      await gone
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export const chromium = {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
}
