// Optional proof of work (ALTCHA), solved in a worker while the visitor types. The form works without this file.
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

// In the worker: finds the number whose hash with the salt is the challenge.
async function solve({ data }) {
  const { algorithm, challenge, maxnumber, maxNumber = maxnumber, salt, signature } = data
  const encoder = new TextEncoder()
  for (let number = 0; number <= maxNumber; number++) {
    if (hex(await crypto.subtle.digest(algorithm, encoder.encode(salt + number))) !== challenge) continue
    return postMessage(btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })))
  }
}

// On the page: starts when the form first gets focus, and adds the solution to it.
async function begin({ currentTarget: form }) {
  const answer = await fetch(form.dataset.proof, { method: 'POST', credentials: 'omit' })
  if (!answer.ok || !globalThis.crypto?.subtle) return
  const worker = new Worker(import.meta.url, { type: 'module' })
  worker.onmessage = ({ data }) => {
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: 'altcha', value: data })
    form.append(field)
    worker.terminate()
  }
  worker.postMessage(await answer.json())
}

if (globalThis.document) {
  const form = document.querySelector('form[data-proof]')
  form?.addEventListener('focusin', (event) => begin(event).catch(() => {}), { once: true })
} else globalThis.onmessage = solve
