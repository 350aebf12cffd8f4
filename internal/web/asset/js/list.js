// A register's list: keys of one letter, rows that are chosen, and cells that
// are changed where they stand. The list is drawn anew by swaps, and this is
// started for each drawing.

export default function list(root, { $, $$, say, focusOn, swap, fetchPage }) {
  const rows = () => $$('tbody tr', root)
  const boxes = () => $$('tbody .choose input', root)
  const bulk = $('[data-bulk]', root)
  const view = $('.views [aria-current]') // sideways only: the page stays where it is
  if (view) view.parentElement.scrollLeft = view.offsetLeft - view.parentElement.offsetLeft

  // Rows that are chosen.
  function count() {
    const n = boxes().filter(b => b.checked).length
    const page = $('#valj-sidan', root)
    if (page) {
      page.checked = n > 0 && n === boxes().length
      page.indeterminate = n > 0 && !page.checked
    }
    if (!bulk) return
    const all = $('#valj-alla', root)
    if (all) {
      all.closest('label').hidden = !page?.checked
      if (!page?.checked) all.checked = false
    }
    const m = all?.checked ? Number(bulk.dataset.total) : n
    const text = m === 1 ? bulk.dataset.one : bulk.dataset.many.replace('%s', m.toLocaleString('sv').replaceAll(' ', '\u00a0'))
    $('[data-chosen]', bulk).textContent = text
    bulk.toggleAttribute('data-open', n > 0)
    return text
  }
  function choose(box, on) {
    box.checked = on
    say(count() ?? '')
  }
  root.addEventListener('change', e => {
    if (e.target.id === 'valj-sidan') for (const b of boxes()) b.checked = e.target.checked
    if (e.target.closest('.choose') || e.target.id === 'valj-alla') say(count() ?? '')
  })
  root.addEventListener('click', e => {
    if (!e.target.closest('[data-unchoose]')) return
    for (const b of boxes()) b.checked = false
    say(count() ?? '')
    focusOn($('tbody th a', root))
  })
  count()

  // The heads of the columns stay in sight where the whole width of the table does;
  // else the table is a window of its own, and its heads stay in that.
  const wrap = $('.tblwrap', root), table = wrap && $('table', wrap)
  if (table) new ResizeObserver(() => wrap.classList.toggle('fits', table.offsetWidth <= wrap.clientWidth)).observe(wrap)

  // Keys of one letter, where nothing is being written (WCAG 2.1.4: they can be
  // turned off in the settings, and then data-keys is not there).
  const help = $('#tangenter', root), helper = $('[data-keyhelp]', root)
  function toggleHelp() {
    help.hidden = !help.hidden
    helper.setAttribute('aria-expanded', String(!help.hidden))
  }
  helper?.addEventListener('click', toggleHelp)
  const at = () => rows().findIndex(r => r.contains(document.activeElement))
  function move(by) {
    const all = rows()
    if (!all.length) return
    const i = at(), to = i < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(i + by, 0), all.length - 1)
    const link = $('th a', all[to])
    link.focus()
    link.scrollIntoView({ block: 'nearest' })
  }
  function key(e) {
    if (!root.isConnected) return document.removeEventListener('keydown', key)
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || $('dialog[open]')) return
    if (e.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return
    const row = rows()[at()]
    switch (e.key) {
      case 'j': case 'J': move(1); break
      case 'k': case 'K': move(-1); break
      case 'x': case 'X': {
        const box = row && $('.choose input', row)
        if (!box) return
        choose(box, !box.checked)
        break
      }
      case 'Enter': // on the row's box too: the link does it by itself
        if (!row || e.target.type !== 'checkbox') return
        $('th a', row).click()
        break
      case '?': help && toggleHelp(); break
      default: return
    }
    e.preventDefault()
  }
  if ('keys' in root.dataset) document.addEventListener('keydown', key)

  // A cell that is changed where it stands: Enter opens, Esc leaves, Tab saves
  // and goes on. The form is the one of the page that the link leads to.
  root.addEventListener('click', e => {
    const link = e.target.closest('[data-cell]')
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return
    e.preventDefault()
    open(link)
  })
  async function open(link) {
    let got
    try { got = await fetchPage(link.href) } catch { return say(document.documentElement.dataset.offline, 'alert') }
    if (!got || !show(link, got.doc)) location.assign(link.href)
  }
  function show(link, doc) {
    const form = $('form#cell', doc)
    if (!form) return false
    const cell = link.closest('td')
    document.adoptNode(form)
    form.removeAttribute('id')
    form.dataset.swap = 'no'
    form.elements.till.value = location.pathname + location.search
    cell.querySelector('form')?.remove()
    link.hidden = true
    cell.append(form)
    const input = $('input:checked', form) ?? $('select, textarea, input:not([type=hidden])', form)
    input.focus()
    input.select?.()
    form.addEventListener('submit', ev => { ev.preventDefault(); save(link, form, 0) })
    form.addEventListener('click', ev => { if (ev.target.closest('[data-close]')) { ev.preventDefault(); leave(link, form) } })
    form.addEventListener('keydown', ev => {
      if (ev.key === 'Escape') { ev.preventDefault(); ev.stopPropagation(); leave(link, form) }
      if (ev.key === 'Tab' && ev.target.matches('input:not([type=hidden]), select, textarea') && !ev.target.getAttribute('aria-expanded')?.includes('true')) {
        ev.preventDefault()
        save(link, form, ev.shiftKey ? -1 : 1)
      }
    })
    return true
  }
  function leave(link, form) {
    form.remove()
    link.hidden = false
    link.focus()
  }
  async function save(link, form, by) {
    const cells = $$('[data-cell]', link.closest('#lista')), next = cells[cells.indexOf(link) + by] ?? link
    const to = `[data-key="${CSS.escape((by ? next : link).dataset.key)}"]`
    const before = new URLSearchParams([...new FormData(form)])
    if (by && form.dataset.was === undefined && unchanged(form)) { // nothing to save: just go on
      leave(link, form)
      return next === link ? undefined : open(next)
    }
    let got
    try {
      got = await fetchPage(form.getAttribute('action'), { method: 'POST', body: before })
    } catch { return say(document.documentElement.dataset.offline, 'alert') }
    if (!got) return location.reload()
    if (got.status >= 400) {
      const wrong = $('main > [role=alert]', got.doc)?.textContent.trim() || $('.errsum li, .empty p', got.doc)?.textContent.trim()
      if (show(link, got.doc)) $('form', link.closest('td')).dataset.was = ''
      return say(wrong, 'alert')
    }
    await swap(location.href, ['lista'], { push: false, focus: to })
    const again = document.querySelector(to)
    if (by && again && next !== link) open(again) // the new list's own script may not have begun
  }
  function unchanged(form) {
    return [...form.elements].every(el => el.type === 'hidden' || el.localName === 'button' || el.localName === 'fieldset' ||
      (el.type === 'radio' || el.type === 'checkbox' ? el.checked === el.defaultChecked
        : el.localName === 'select' ? [...el.options].every(o => o.selected === o.defaultSelected || (!o.defaultSelected && o.selected && o.value === ''))
          : el.value === el.defaultValue))
  }
}
