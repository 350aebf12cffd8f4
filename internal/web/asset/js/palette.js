// The palette (Ctrl K): the search field of the top bar as one dialog with a
// combobox. What it lists comes from the server; all of it is reached by links too.

export default function palette(form, { $, $$, say, fetchPage }) {
  const field = $('input[type=search]', form)
  const dialog = document.createElement('dialog')
  dialog.className = 'palette'
  dialog.setAttribute('aria-label', form.dataset.title)
  const input = document.createElement('input')
  Object.assign(input, { className: 'in', type: 'text', id: 'palett', autocomplete: 'off', placeholder: form.dataset.hint })
  const listbox = document.createElement('div')
  Object.assign(listbox, { id: 'palettlista' })
  listbox.setAttribute('role', 'listbox')
  listbox.setAttribute('aria-label', form.dataset.title)
  for (const [k, v] of Object.entries({ role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palettlista', 'aria-autocomplete': 'list', 'aria-label': form.dataset.hint })) input.setAttribute(k, v)
  dialog.append(input, listbox)
  document.body.append(dialog)

  const options = () => $$('[role=option]', listbox)
  let turn = 0, wait = 0, opener = null
  function mark(i) {
    const all = options()
    all.forEach((o, n) => { o.id = 'palett-' + n; o.setAttribute('aria-selected', String(n === i)) })
    if (all[i]) {
      input.setAttribute('aria-activedescendant', all[i].id)
      all[i].scrollIntoView({ block: 'nearest' })
    } else input.removeAttribute('aria-activedescendant')
  }
  const marked = () => options().findIndex(o => o.getAttribute('aria-selected') === 'true')
  async function ask() {
    const mine = ++turn
    let got
    try { got = await fetchPage('/kommando?' + new URLSearchParams({ q: input.value })) } catch { return say(document.documentElement.dataset.offline, 'alert') }
    if (mine !== turn) return
    const answer = got && $('#palettsvar', got.doc)
    if (!answer) return location.assign('/sok?' + new URLSearchParams({ q: input.value }))
    listbox.replaceChildren(...document.adoptNode(answer).childNodes)
    mark(options().length ? 0 : -1)
    if (input.value) say(answer.dataset.said)
  }
  function show(text = '') {
    if (dialog.open) return
    opener = document.activeElement
    input.value = text
    dialog.showModal()
    input.select()
    ask()
  }
  const go = option => option && location.assign(option.dataset.href)

  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'k') {
      e.preventDefault()
      show(field.value)
    }
  })
  input.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(ask, 120) })
  input.addEventListener('keydown', e => {
    const n = options().length, i = marked()
    switch (e.key) {
      case 'ArrowDown': mark(n ? (i + 1) % n : -1); break
      case 'ArrowUp': mark(n ? (i - 1 + n) % n : -1); break
      case 'Enter':
        if (options()[i]) go(options()[i])
        else location.assign('/sok?' + new URLSearchParams({ q: input.value }))
        break
      default: return
    }
    e.preventDefault()
  })
  listbox.addEventListener('click', e => go(e.target.closest('[role=option]')))
  dialog.addEventListener('click', e => { if (e.target === dialog) dialog.close() })
  dialog.addEventListener('close', () => opener?.focus?.())
}
