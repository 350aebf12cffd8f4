// Counts a time limit down. The server has said how much is left; here it is
// said anew each minute, in words from the page. Whoever listens is told only
// at 24, 4 and 1 hours and when the time is out.

const HOUR = 3600
const TOLD = [24 * HOUR, 4 * HOUR, HOUR, 0]

export default function clock(el, { say }) {
  const w = el.dataset
  const due = +w.due, start = +w.start, red = +w.red
  const begun = Date.now(), now = () => +w.now + (Date.now() - begun) / 1000 // by the server's clock
  const box = el.closest('[data-clock]'), meter = box?.querySelector('.meter i')
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, k) => values[k])
  let before = due - now()

  function span(left) {
    const m = Math.floor(Math.abs(left) / 60), h = Math.floor(m / 60)
    return h >= 72 ? fill(w.days, { n: Math.floor(h / 24) }) : fill(w.hm, { h, m: m % 60 })
  }

  function show() {
    const left = due - now()
    const text = fill(left < 0 ? w.late : w.left, { t: span(left) })
    if (el.textContent !== text) el.textContent = text
    if (box && left < red) { box.classList.remove('warn'); box.classList.add('crit') }
    if (meter) meter.className = 'w' + Math.min(100, Math.max(0, Math.floor(100 * (now() - start) / (due - start))))
    if (TOLD.some(t => before > t && left <= t)) say(`${w.name}: ${text}`)
    before = left
    if (el.isConnected) wait()
  }

  // The next time the minute changes.
  let timer
  function wait() {
    clearTimeout(timer)
    const left = due - now(), part = ((left % 60) + 60) % 60
    timer = setTimeout(show, (left < 0 ? 60 - part : part) * 1000 + 50)
  }

  document.addEventListener('visibilitychange', () => { if (!document.hidden) show() })
  wait()
}
