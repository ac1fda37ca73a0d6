// In a source's form: a button next to its DOI or PubMed number fills in the rest.
async function ask(button) {
  const input = button.parentElement.previousElementSibling
  const said = button.parentElement.querySelector('[role=status]')
  const form = button.closest('form')
  const field = input.name.split('-').pop()
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value
  said.textContent = 'Looking it up …'
  button.disabled = true
  try {
    const body = new URLSearchParams({ field, number: input.value, csrfmiddlewaretoken: token })
    const answer = await fetch(button.dataset.lookUp, { method: 'POST', body })
    const { fields, error } = await answer.json()
    for (const [name, value] of Object.entries(fields ?? {})) {
      const target = form.elements[input.name.slice(0, -field.length) + name]
      if (!target || !value) continue
      target.value = value
      for (const type of ['input', 'change']) target.dispatchEvent(new Event(type, { bubbles: true }))
    }
    said.textContent = error ?? 'Filled in. Check it, then write in a sentence of your own what it found.'
  } catch {
    said.textContent = 'That did not work. Fill in the form by hand.'
  } finally {
    button.disabled = false
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-look-up]')
  if (button) ask(button)
})
