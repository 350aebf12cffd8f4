// Passkeys: asks the server what to ask the device, asks the device, and sends
// its answer back. The form is shown only where the browser can do it.

const bytes = s => Uint8Array.from(atob(s.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
const text = b => btoa(String.fromCharCode(...new Uint8Array(b))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

async function post(address, body) {
  const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: body && JSON.stringify(body) })
  if (!answer.ok || !/json/.test(answer.headers.get('Content-Type') ?? '')) throw new Error('status ' + answer.status)
  return answer.json()
}

const ids = list => list?.map(c => ({ ...c, id: bytes(c.id) }))

async function make({ publicKey: k }) {
  const c = await navigator.credentials.create({ publicKey: { ...k, challenge: bytes(k.challenge), user: { ...k.user, id: bytes(k.user.id) }, excludeCredentials: ids(k.excludeCredentials) } })
  return { id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: c.authenticatorAttachment, clientExtensionResults: c.getClientExtensionResults(),
    response: { clientDataJSON: text(c.response.clientDataJSON), attestationObject: text(c.response.attestationObject), transports: c.response.getTransports?.() } }
}

async function use({ publicKey: k }) {
  const c = await navigator.credentials.get({ publicKey: { ...k, challenge: bytes(k.challenge), allowCredentials: ids(k.allowCredentials) } })
  const r = c.response
  return { id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: c.authenticatorAttachment, clientExtensionResults: c.getClientExtensionResults(),
    response: { clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData), signature: text(r.signature), userHandle: r.userHandle ? text(r.userHandle) : undefined } }
}

export default function passkey(form, { $ }) {
  if (!globalThis.PublicKeyCredential || !navigator.credentials) return
  form.hidden = false
  const said = $('[data-said]', form), button = $('button', form)
  form.addEventListener('submit', async e => {
    e.preventDefault()
    said.textContent = ''
    button.disabled = true
    try {
      const ask = await post(form.dataset.begin)
      const given = ask.publicKey.user ? await make(ask) : await use(ask)
      const { to } = await post(form.dataset.end + '?' + new URLSearchParams({ to: form.dataset.to ?? '/', ...(form.dataset.again !== undefined && { igen: '1' }) }), given)
      location.assign(to)
    } catch {
      said.textContent = form.dataset.failed
      button.disabled = false
    }
  })
}
