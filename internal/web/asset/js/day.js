// A day is written as people write it and made the one form when the field is
// left; the browser's own calendar is a button beside it.

const pad = n => String(n).padStart(2, '0')
const iso = d => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`

/** read gives the day that a text means, or null when the server must read it. */
export function read(text, today = new Date()) {
  const s = text.trim().toLowerCase()
  if (['idag', 'i dag', 'today'].includes(s)) return iso(today)
  const valid = (y, m, d) => {
    const t = new Date(y, m - 1, d)
    return t.getFullYear() === y && t.getMonth() === m - 1 && t.getDate() === d ? t : null
  }
  let m = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(s)
  if (m) {
    const t = valid(+m[1], +m[2], +m[3])
    return t && iso(t)
  }
  m = /^(\d{1,2})\/(\d{1,2})$/.exec(s)
  if (!m) return null
  // The one nearest to today, as the server reads it.
  const y = today.getFullYear()
  const near = [y - 1, y, y + 1].map(n => valid(n, +m[2], +m[1])).filter(Boolean).sort((a, b) => Math.abs(a - today) - Math.abs(b - today))
  return near.length ? iso(near[0]) : null
}

export default function day(input) {
  const set = v => {
    if (!v || v === input.value) return
    input.value = v
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  input.addEventListener('blur', () => set(read(input.value)))
  const label = input.dataset.calendar
  if (!label || !('showPicker' in HTMLInputElement.prototype)) return
  const own = document.createElement('input')
  own.type = 'date'
  own.tabIndex = -1
  own.setAttribute('aria-hidden', 'true')
  own.className = 'calendar'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn'
  button.textContent = label
  const wrap = document.createElement('span')
  wrap.className = 'pick'
  input.replaceWith(wrap)
  wrap.append(input, button, own)
  button.addEventListener('click', () => {
    own.value = read(input.value) ?? ''
    own.showPicker()
  })
  own.addEventListener('change', () => { set(own.value); input.focus() })
}
