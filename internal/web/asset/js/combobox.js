// The combobox of a reference (ARIA 1.2, list autocomplete): the server filters,
// focus stays in the field, and what is typed can always be sent as it is.

let count = 0

export default function combobox(input, { say, parse }) {
  const list = input.dataset.list
  const id = `hits-${++count}`
  let box = null, at = -1, turn = 0, wait

  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-expanded', 'false')
  input.setAttribute('aria-haspopup', 'listbox')

  const options = () => box ? [...box.querySelectorAll('[role=option]:not([aria-disabled])')] : []

  function close() {
    box?.remove()
    box = null
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-controls')
    input.removeAttribute('aria-activedescendant')
  }

  async function open() {
    const mine = ++turn
    let answer
    try {
      answer = await fetch(`${list}?q=${encodeURIComponent(input.value.trim())}`, { headers: { Accept: 'text/html' } })
    } catch { return } // without contact the field is an ordinary one
    if (!answer.ok || mine !== turn || document.activeElement !== input) return
    const fresh = parse(await answer.text()).querySelector('[role=listbox]')
    if (!fresh || mine !== turn) return
    close()
    box = document.adoptNode(fresh)
    box.id = id
    options().forEach((o, i) => { o.id = `${id}-${i}` })
    input.insertAdjacentElement('afterend', box)
    input.setAttribute('aria-expanded', 'true')
    input.setAttribute('aria-controls', id)
    const hits = box.querySelectorAll('[data-value]').length
    say(hits ? `${hits} ${box.getAttribute('aria-label').toLowerCase()}` : box.textContent.trim())
  }

  function mark(i) {
    const all = options()
    if (!all.length) return
    at = (i + all.length) % all.length
    all.forEach((o, n) => o.setAttribute('aria-selected', String(n === at)))
    input.setAttribute('aria-activedescendant', all[at].id)
    all[at].scrollIntoView({ block: 'nearest' })
  }

  function take(o) {
    if (o.dataset.href) {
      const q = input.value.trim()
      open_(o.dataset.href + (q ? `?title=${encodeURIComponent(q)}` : ''))
    } else {
      input.value = o.dataset.value
      input.dispatchEvent(new Event('input', { bubbles: true }))
      input.dispatchEvent(new Event('change', { bubbles: true }))
    }
    clearTimeout(wait)
    turn++
    close()
  }

  // In a page of its own, so that what is typed here stays.
  const open_ = href => window.open(href, '_blank', 'noopener')

  input.addEventListener('input', e => {
    if (!e.isTrusted) return
    clearTimeout(wait)
    wait = setTimeout(open, 150)
  })
  input.addEventListener('keydown', e => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      if (!box) { open().then(() => { if (box) mark(e.key === 'ArrowDown' ? 0 : -1) }); return }
      mark(at < 0 ? (e.key === 'ArrowDown' ? 0 : -1) : at + (e.key === 'ArrowDown' ? 1 : -1))
    } else if (e.key === 'Enter' && box && at >= 0) {
      e.preventDefault()
      take(options()[at])
    } else if (e.key === 'Escape') {
      turn++ // an answer under way opens nothing
      clearTimeout(wait)
      if (!box) return
      e.preventDefault()
      e.stopPropagation()
      close()
    } else if (e.key === 'Tab') close()
  })
  input.addEventListener('blur', () => { turn++; clearTimeout(wait); close() })
  // Pressed before the field loses focus, so that the list is still there.
  input.parentElement.addEventListener('mousedown', e => {
    const o = e.target.closest('[role=option]:not([aria-disabled])')
    if (!o || !box?.contains(o)) return
    e.preventDefault()
    take(o)
  })
}
