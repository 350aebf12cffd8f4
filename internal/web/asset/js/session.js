// Says five minutes before the session ends, and lets the reader go on. What
// other tabs do counts too: each page that is opened tells the others.
const before = 300
export default function session(el, core) {
  const idle = Number(el.dataset.idle), born = performance.timeOrigin, end = born + Number(el.dataset.left) * 1000
  let used = born, said = ''
  const text = el.querySelector('p'), go = el.querySelector('a')
  const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('genomlys-session') : null
  const note = () => { used = Date.now(); tell('') }
  others?.addEventListener('message', note)
  others?.postMessage('used')
  function tell(which) {
    if (which === said) return
    said = which
    el.hidden = !which
    go.hidden = which === 'end'
    text.textContent = which ? el.dataset[which] : ''
    if (which) core.say(text.textContent) // politely: nothing is lost for five minutes
  }
  function look() {
    const now = Date.now(), quiet = used + idle * 1000, soonest = Math.min(end, quiet)
    if (now >= soonest) tell('gone')
    else if (soonest - now <= before * 1000) tell(end <= quiet ? 'end' : 'said')
    else tell('')
  }
  go.addEventListener('click', async e => {
    if (said !== 'said') return // signed out: the link opens the sign-in page beside this one
    e.preventDefault()
    const answer = await fetch(go.href, { headers: { Accept: 'text/html' } }).catch(() => null)
    if (!answer?.ok) return tell('gone')
    used = Date.now()
    tell('')
    others?.postMessage('used')
    core.say(el.dataset.on)
    core.focusOn(document.querySelector('main'))
  })
  // What a swap asks the server for counts as use.
  document.addEventListener('genomlys:used', note)
  document.addEventListener('visibilitychange', look)
  setInterval(look, 15_000)
  look()
}
