// The ground of all script: swapping parts of a page, telling what happened,
// keeping focus, and starting the islands that a page has. Every page works
// without it. `islands` (name -> address) is put before this file when it is
// served, so that each island is fetched only where it stands.

// The one way for text to become HTML: pages of our own, parsed and never run
// (a document made by DOMParser runs no script).
const policy = globalThis.trustedTypes?.createPolicy('genomlys', { createHTML: s => s }) ?? { createHTML: s => s }
const parse = text => new DOMParser().parseFromString(policy.createHTML(text), 'text/html')

const $ = (q, from = document) => from.querySelector(q)
const $$ = (q, from = document) => [...from.querySelectorAll(q)]
const words = document.documentElement.dataset

/** say writes into the page's permanent region: 'status' politely, 'alert' at once. */
function say(text, role = 'status') {
  const el = $(`main > [role=${role}]`)
  if (!el) return
  el.textContent = ''
  setTimeout(() => { el.textContent = text }, 60) // the same words twice are said twice
}

/** focusOn moves focus to something that may not take it by itself. */
function focusOn(el) {
  if (!el) return
  if (!el.matches('a[href], button, input, select, textarea, [tabindex]')) el.tabIndex = -1
  el.focus()
}

/** keyOf names an element so that it is found again in the answer. */
function keyOf(el) {
  if (!el || el === document.body) return ''
  if (el.id) return '#' + CSS.escape(el.id)
  if (el.dataset?.key) return `[data-key="${CSS.escape(el.dataset.key)}"]`
  const href = el.getAttribute?.('href')
  return href ? `${el.localName}[href="${CSS.escape(href)}"]` : ''
}

/** fetchPage asks for a page; it gives null when the browser must go there itself. */
async function fetchPage(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { Accept: 'text/html', 'X-Requested-By': 'swap', ...options.headers } })
  document.dispatchEvent(new Event('genomlys:used'))
  if (answer.status === 401 || !/^text\/html/.test(answer.headers.get('Content-Type') ?? '')) return null
  return { doc: parse(await answer.text()), url: answer.url, status: answer.status }
}

/** busy marks what waits: nothing under 300 ms, a sentence after 5 s (design 8). */
function busy(parts) {
  const a = setTimeout(() => parts.forEach(p => p.setAttribute('aria-busy', 'true')), 300)
  const b = setTimeout(() => say(words.slow ?? ''), 5000)
  return () => { clearTimeout(a); clearTimeout(b); parts.forEach(p => p.removeAttribute('aria-busy')) }
}

let last = 0

/**
 * swap asks for a page and puts its parts (identities) in place of ours. Where
 * the answer is an error or lacks a part, all of main is put in. Focus stays on
 * what had it, else goes to the new part's heading. `quiet`: what the answer
 * says of itself is not told, since something of more weight has just been.
 */
async function swap(address, ids, { options, push = true, focus, quiet } = {}) {
  const turn = ++last
  const done = busy(ids.map(id => document.getElementById(id)).filter(Boolean))
  let got
  try {
    got = await fetchPage(address, options)
  } catch {
    say(words.offline ?? '', 'alert')
    return null
  } finally { done() }
  if (turn !== last) return null // a later question has been put
  if (!got) { location.assign(options?.method ? location.href : address); return null }
  if (push && got.url !== location.href) history.pushState({ swap: true }, '', got.url)
  place(got, ids, focus, quiet)
  return got
}

function place({ doc, status }, ids, focus, quiet) {
  const held = document.activeElement
  const key = focus ?? keyOf(held)
  const caret = held?.selectionStart
  let inside = false, first
  const again = [] // parts that the answer says have become old
  // An error in a part that answers for itself stays in it; else all is shown.
  const whole = !ids.length || ids.some(id => !doc.getElementById(id) || !document.getElementById(id))
  if (whole) {
    const main = $('main'), fresh = $('main', doc)
    inside = main.contains(held)
    $$(':scope > :not([role=status], [role=alert])', main).forEach(e => e.remove())
    main.append(...$$(':scope > :not([role=status], [role=alert])', fresh).map(e => document.adoptNode(e)))
    first = $('.errsum', main) ?? $('h1', main)
  } else {
    for (const id of ids) {
      const old = document.getElementById(id), fresh = document.adoptNode(doc.getElementById(id))
      inside ||= old.contains(held)
      again.push(...fresh.dataset.refresh?.split(/\s+/) ?? [])
      // What the reader has opened stays open, but for what is opened to choose one thing.
      for (const d of $$('details[id][open]:not([data-brief])', old)) fresh.querySelector('#' + CSS.escape(d.id))?.setAttribute('open', '')
      old.replaceWith(fresh)
      first ??= (status >= 400 && $('.errsum', fresh)) || $('h2, h1, caption', fresh) || fresh
    }
  }
  document.title = doc.title
  for (const role of ['status', 'alert']) {
    const text = $(`main > [role=${role}]`, doc)?.textContent.trim()
    if (text && !quiet) say(text, role)
  }
  start()
  if (again.length) swap(location.href, again, { push: false, quiet: true })
  if (status >= 400) return focusOn(first)
  if (!inside && !focus) return
  const to = key && $(key)
  focusOn(to || first)
  if (to && caret != null && to.setSelectionRange) try { to.setSelectionRange(caret, caret) } catch { /* not a text field */ }
}

/**
 * partsOf gives what a link or form swaps: data-swap="id id" on it or around it,
 * with data-push="no" where the address stays and data-focus where focus goes.
 */
function partsOf(el) {
  const at = el.closest('[data-swap]')
  if (!at || at.dataset.swap === 'no') return null
  return [at.dataset.swap.split(/\s+/).filter(Boolean), { push: at.dataset.push !== 'no', focus: at.dataset.focus }]
}

document.addEventListener('submit', e => {
  const form = e.target, parts = partsOf(form)
  if (!parts || e.defaultPrevented) return
  const [ids, how] = parts
  const by = e.submitter
  const data = new FormData(form, by)
  const address = new URL(by?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.pathname, location.href)
  const method = (by?.getAttribute('formmethod') ?? form.method).toUpperCase()
  if ([...data.values()].some(v => v instanceof File)) return
  e.preventDefault()
  const body = new URLSearchParams([...data].filter(([, v]) => method === 'POST' || v !== ''))
  if (method === 'GET') {
    address.search = body
    swap(address.href, ids, how)
  } else {
    swap(address.href, ids, { ...how, options: { method, body } })
  }
})

document.addEventListener('click', e => {
  if (e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
  const close = e.target.closest('[data-close]')?.closest('section[id]')
  if (close && document.getElementById('lista')) { // a part that opened in place is closed in place
    e.preventDefault()
    close.replaceChildren()
    return focusOn($('#lista [data-bulk]:not([hidden]) button, #lista tbody a'))
  }
  const a = e.target.closest('a[href]'), parts = a && partsOf(a)
  if (!parts || a.target || a.origin !== location.origin || a.pathname !== location.pathname || a.hash) return
  e.preventDefault()
  swap(a.href, ...parts)
})

// A panel that was opened over the page goes away by Esc, or by a press beside it.
document.addEventListener('keydown', e => {
  const pop = e.key === 'Escape' && e.target.closest('details.pop[open]')
  if (!pop) return
  pop.open = false
  $('summary', pop).focus()
})
document.addEventListener('click', e => {
  for (const d of $$('details.pop[open]')) if (!d.contains(e.target)) d.open = false
})

addEventListener('popstate', () => swap(location.href, [], { push: false }))

/** The helpers that each island is given. */
const core = { $, $$, say, focusOn, swap, fetchPage, parse }
const begun = new WeakMap()

/** start begins the islands that have not begun: data-island="name name". */
function start(from = document) {
  for (const el of $$('[data-island]', from)) {
    for (const name of el.dataset.island.split(/\s+/)) {
      const names = begun.get(el) ?? new Set()
      if (!islands[name] || names.has(name)) continue
      begun.set(el, names.add(name))
      const begin = () => import(islands[name]).then(m => m.default(el, core)).catch(err => console.error(name, err))
      el.dataset.later ? setTimeout(begin, 1000 * el.dataset.later) : begin() // what is not needed at once is not fetched at once
    }
  }
}
core.start = start

document.documentElement.dataset.script = 'on' // what needs script is shown by it
start()
