// A file may be dropped where one is asked for. Without script, and by
// keyboard, the file is chosen by the browser's own button.
export default function drop(zone, core) {
  const input = zone.querySelector('input[type=file]')
  if (!input) return
  const hint = document.createElement('p')
  hint.className = 'small muted'
  hint.textContent = zone.dataset.hint
  zone.append(hint)
  const over = on => zone.classList.toggle('over', on)
  zone.addEventListener('dragover', e => { e.preventDefault(); over(true) })
  zone.addEventListener('dragleave', () => over(false))
  zone.addEventListener('drop', e => {
    e.preventDefault()
    over(false)
    if (!e.dataTransfer?.files.length) return
    const one = new DataTransfer()
    one.items.add(e.dataTransfer.files[0])
    input.files = one.files
    core.say(zone.dataset.said.replace('{name}', one.files[0].name))
    input.focus()
  })
}
