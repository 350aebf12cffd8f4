// A form that saves itself: 1.5 s after the last key and when a field is left.
// What the server has not confirmed is kept in this browser, and removed when it
// has; a form that is only sent whole is kept until it is sent.

const PREFIX = 'genomlys:draft:'
const AFTER = 1500

export default function autosave(el, { $, say, swap }) {
  const form = el.closest('form'), words = el.dataset
  if (!form) return
  const key = PREFIX + words.draft
  const line = document.createElement('p')
  line.className = 'saved'
  el.append(line)

  // Marks of the form itself (version, buttons) are not somebody's text.
  const typed = () => [...new FormData(form)].filter(([n, v]) => !n.startsWith('_version') && typeof v === 'string')
  const text = () => JSON.stringify(typed())
  let confirmed = text(), wait, going = false, again = false, then

  const kept = () => { try { return localStorage.getItem(key) } catch { return null } }
  const keep = s => { try { localStorage.setItem(key, s) } catch { /* full or forbidden: the server has the rest */ } }
  const drop = () => { try { localStorage.removeItem(key) } catch { /* nothing is kept then */ } }
  const tell = (s, tone = '') => { line.textContent = s; line.className = 'saved ' + tone }

  function fill(pairs) {
    const values = new Map()
    for (const [n, v] of pairs) values.set(n, [...values.get(n) ?? [], v])
    for (const f of form.elements) {
      if (!f.name || f.type === 'hidden' || f.type === 'submit' || f.type === 'file') continue
      const vs = values.get(f.name)
      if (f.type === 'radio' || f.type === 'checkbox') f.checked = !!vs?.includes(f.value)
      else if (vs?.length) f.value = vs.shift()
    }
  }

  function offer(pairs) {
    const box = document.createElement('div')
    box.className = 'notice warn mb'
    const say_ = document.createElement('div')
    const b = document.createElement('b')
    b.textContent = words.found
    say_.append(b)
    const row = document.createElement('span')
    row.className = 'row'
    const button = (t, fn) => {
      const x = document.createElement('button')
      x.type = 'button'
      x.className = 'btn small'
      x.textContent = t
      x.addEventListener('click', () => { fn(); box.remove(); (form.querySelector('input:not([type=hidden]), textarea, select') ?? form).focus() })
      row.append(x)
    }
    button(words.restore, () => { fill(pairs); changed() })
    button(words.discard, drop)
    box.append(document.createElement('span'), say_, row)
    form.before(box)
    say(words.found)
  }

  async function save() {
    clearTimeout(wait)
    const now = text()
    if (now === confirmed) return
    if (!words.save) { tell(words.kept); return }
    if (going) { again = true; return }
    going = true
    tell(words.saving)
    try {
      const answer = await fetch(words.save, { method: 'POST', headers: { 'X-Requested-By': 'autosave' }, body: new URLSearchParams([...new FormData(form)].filter(([, v]) => typeof v === 'string')) })
      if (answer.status === 200) {
        const { version, at } = await answer.json()
        form.elements._version.value = version
        confirmed = now
        if (text() === now) drop()
        mark([])
        tell(words.saved.replace('{tid}', at), 'ok')
        // What follows from the answers is worked out by the server and shown beside.
        if (words.live) swap(location.href, words.live.split(' '), { push: false })
      } else if (answer.status === 422) {
        mark((await answer.json()).wrong ?? [])
        tell(words.unread)
      } else if (answer.status === 409) {
        tell(words.both, 'crit')
        say(words.both, 'alert')
        again = false
      } else {
        tell(words.offline, 'crit')
      }
    } catch {
      tell(words.offline, 'crit')
      say(words.offline, 'alert')
    } finally {
      going = false
      if (then) { const go = then; then = null; go() } else if (again) { again = false; save() }
    }
  }

  // What is wrong is marked at its field, once the field has been left.
  function mark(wrong) {
    const by = new Map(wrong.map(w => [w.Field, w.Text]))
    for (const f of form.querySelectorAll('[data-marked]')) {
      if (by.has(f.id)) continue
      f.removeAttribute('aria-invalid')
      delete f.dataset.marked
      $(`#${CSS.escape(f.id)}-auto`)?.remove()
    }
    for (const [id, t] of by) {
      const f = document.getElementById(id)
      if (!f || f === document.activeElement || f.dataset.marked) continue
      f.dataset.marked = 'on'
      f.setAttribute('aria-invalid', 'true')
      const e = document.createElement('span')
      e.className = 'err'
      e.id = id + '-auto'
      e.textContent = t
      f.setAttribute('aria-describedby', `${f.getAttribute('aria-describedby') ?? ''} ${e.id}`.trim())
      f.closest('.pick, .with-unit')?.before(e) ?? f.before(e)
    }
  }

  function changed() {
    const now = text()
    if (now === confirmed) return
    keep(now)
    clearTimeout(wait)
    wait = setTimeout(save, AFTER)
  }

  form.addEventListener('input', changed)
  form.addEventListener('change', e => { if (words.live && /radio|checkbox/.test(e.target.type)) save() })
  form.addEventListener('focusout', () => { if (text() !== confirmed) save() })
  // A form sent while it saves itself waits for that, so that it is of the version saved.
  form.addEventListener('submit', e => {
    clearTimeout(wait)
    if (!going) return
    e.preventDefault()
    const by = e.submitter
    then = () => form.requestSubmit(by?.form === form && !by.hidden ? by : undefined)
  })
  addEventListener('online', save)

  // What a refused form shows again is not lost, though it shows more fields than
  // before and calls records by their whole name; rows left empty are no text.
  const grouped = pairs => {
    const by = new Map()
    for (const [n, v] of pairs) if (!n.startsWith('_') && !n.endsWith('.rest')) by.set(n, [...by.get(n) ?? [], v.replace(/\s+/g, ' ').trim()].filter(x => x))
    return by
  }
  const same = (a, b) => a.length === b.length && a.every((v, i) => v === b[i] || b[i].split(', ').includes(v))
  function lost(pairs) {
    const then = grouped(pairs), now = grouped(JSON.parse(confirmed))
    return [...then].some(([n, vs]) => !same(vs, now.get(n) ?? [])) ||
      [...now.keys()].some(n => !then.has(n) && [...form.elements].some(f => f.name === n && f.type === 'checkbox'))
  }
  const found = kept()
  try {
    if (found && lost(JSON.parse(found))) offer(JSON.parse(found))
    else if (found) drop()
  } catch { drop() }
}

// What the server has taken it names in a cookie when it leads away from the
// form: the copy is not needed then.
const taken = /(?:^|; )taken="?([^;"]*)/.exec(document.cookie)
if (taken) {
  document.cookie = 'taken=; path=/; max-age=0; samesite=strict'
  try { localStorage.removeItem(PREFIX + decodeURIComponent(taken[1])) } catch { /* nothing was kept */ }
}
