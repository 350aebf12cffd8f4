// Reporting an incident: the questions a few at a time, and nothing lost when
// the net drops. Without script all questions stand on one page.

export default function report(el, { $, $$, say, focusOn }) {
  const form = $('form', el), w = el.dataset, net = $('[data-net]', el), send = $('[data-send]', el)
  const parts = $$('[data-part]', form)
  let at = 0

  if (w.whole !== 'yes') { // what is wrong is shown all at once
    const line = document.createElement('p')
    line.className = 'small muted mt'
    const row = send.parentElement
    const button = (text, primary, fn) => {
      const b = document.createElement('button')
      b.type = 'button'
      b.className = primary ? 'btn primary' : 'btn'
      b.textContent = text
      b.addEventListener('click', fn)
      row.prepend(b)
      return b
    }
    const next = button(w.next, true, () => go(at + 1))
    const prior = button(w.prior, false, () => go(at - 1))
    row.append(prior) // after what leads on
    form.prepend(line)
    const show = () => {
      parts.forEach((p, i) => { p.hidden = i !== at })
      prior.hidden = at === 0
      next.hidden = at === parts.length - 1
      send.hidden = at !== parts.length - 1
      line.textContent = w.step.replace('{n}', at + 1).replace('{m}', parts.length).replace('{namn}', $('h2', parts[at]).textContent)
    }
    const go = to => {
      at = Math.min(Math.max(to, 0), parts.length - 1)
      show()
      scrollTo({ top: 0 })
      focusOn($('h2', parts[at]))
    }
    form.addEventListener('submit', e => { // Enter leads on, as the button does
      if (at === parts.length - 1) return
      e.preventDefault()
      e.stopImmediatePropagation()
      go(at + 1)
    })
    show()
  }

  const lost = () => {
    if (net.hidden) say($('.notice', net).innerText, 'alert')
    net.hidden = false
    send.disabled = false
    send.textContent = words
  }
  const words = send.textContent
  addEventListener('offline', lost)
  addEventListener('online', () => { if (!net.hidden) say(w.back); net.hidden = true })
  addEventListener('pageshow', () => { send.disabled = false; send.textContent = words }) // come back to
  if (!navigator.onLine) lost()

  // The form leaves the page only when somebody answers at the other end.
  form.addEventListener('submit', async e => {
    e.preventDefault()
    send.disabled = true
    send.textContent = w.sending
    try {
      await fetch(form.action, { method: 'HEAD', headers: { 'X-Requested-By': 'report' } })
    } catch { return lost() }
    net.hidden = true
    form.submit()
  })
}
