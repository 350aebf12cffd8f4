// A figure put into a text where the caret stands: the button that leads to a
// page of figures opens a combobox of them in place.

export default function figure(el, { start, say }) {
  const text = document.getElementById(el.dataset.into), button = el.querySelector('button')
  if (!text || !button) return
  let box = null

  function close(back) {
    const gone = box
    box = null // before it goes: a field that is taken away tells once more that it changed
    gone?.remove()
    button.setAttribute('aria-expanded', 'false')
    if (back) back.focus()
  }

  function insert(token) {
    const at = text.selectionStart ?? text.value.length, end = text.selectionEnd ?? at
    const before = text.value.slice(0, at), after = text.value.slice(end)
    const gap = before && !/\s$/.test(before) ? ' ' : ''
    text.value = before + gap + token + after
    const caret = at + gap.length + token.length
    close(text)
    text.setSelectionRange(caret, caret)
    text.dispatchEvent(new Event('input', { bubbles: true }))
    say(token)
  }

  button.setAttribute('aria-expanded', 'false')
  button.addEventListener('click', e => {
    e.preventDefault()
    if (box) return close(text)
    box = document.createElement('span')
    box.className = 'insert'
    const input = document.createElement('input')
    input.className = 'in'
    input.setAttribute('aria-label', el.dataset.label)
    input.autocomplete = 'off'
    input.dataset.island = 'combobox'
    input.dataset.list = el.dataset.list
    box.append(input)
    el.append(box)
    button.setAttribute('aria-expanded', 'true')
    start(box)
    input.focus()
    input.addEventListener('change', e => {
      e.stopPropagation()
      if (box && /^\{[\w.]+\}$/.test(input.value)) insert(input.value)
    })
    // What is typed here is a search, not the text.
    input.addEventListener('input', e => e.stopPropagation())
    input.addEventListener('keydown', e => { if (e.key === 'Escape' && input.getAttribute('aria-expanded') !== 'true') { e.stopPropagation(); close(text) } else if (e.key === 'Enter') e.preventDefault() })
  })
}
