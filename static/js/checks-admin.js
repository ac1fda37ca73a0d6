// In a page's editor: checks the text as it is typed, and jumps from a finding to its words.
const PAUSE = 1000 // ms without a change before the text is checked
const status = (words) => document.querySelectorAll('[data-live-status]').forEach((one) => { one.textContent = words })
const editForm = () => document.querySelector('form[data-edit-form]')

function typed() {
  const data = new FormData(editForm())
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name)
  return new URLSearchParams(data).toString()
}

let seen = ''
let checked = ''
let asking = false

async function check(isOpened = false) {
  if (asking || document.hidden || !editForm()) return
  const now = typed()
  if (now === checked) return
  if (now !== seen && !isOpened) { seen = now; return } // still typing
  asking = true
  try {
    // The form's action identifies the page, even once a new one has been saved for the first time.
    const address = editForm().getAttribute('action').replace('/pages/', '/checks/')
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Requested-With': 'XMLHttpRequest' }
    const answer = await fetch(address, { method: 'POST', body: now, headers })
    if (!answer.ok || answer.redirected) throw new Error(answer.status) // signed out in the meantime
    show(await answer.text())
    checked = now
  } catch {
    checked = now // the next change tries again
    status('The checks can’t be reached right now. They try again with your next change.')
  } finally {
    asking = false
  }
}

function show(html) {
  const side = document.querySelector('[data-live-checks]')
  side.innerHTML = html
  const found = side.querySelector('[data-live-found]')
  status(found ? 'Checked as it stands now.' : 'Not checked yet.')
  const copy = document.querySelector('[data-live-copy]')
  copy.innerHTML = (found || side).innerHTML
  const heading = copy.closest('[data-panel]').querySelector('[data-panel-heading-text]')
  heading.textContent = `Before publishing${found ? toMend(Number(found.dataset.errors), Number(found.dataset.warnings)) : ''}`
}

function toMend(errors, warnings) {
  if (errors) return errors === 1 ? ': 1 error' : `: ${errors} errors`
  return warnings ? `: ${warnings} to look at` : ''
}

// Jumping to the words --------------------------------------------------------------------------------------

const marked = window.Highlight ? new Highlight() : null
if (marked) CSS.highlights.set('finding', marked)

function placeOf(path) {
  let found = null
  for (const part of path.split('.')) {
    const inner = (found || document).querySelector(`[data-contentpath="${CSS.escape(part)}"]`)
    if (!inner) break
    found = inner
  }
  return found || document.getElementById(`id_${path}-TOTAL_FORMS`)?.closest('[data-panel]')
    || document.querySelector(`[name="${CSS.escape(path)}"], [data-panel][id$="-${CSS.escape(path)}-section"]`)
}

function reveal(place) {
  for (let box = place; box; box = box.parentElement) {
    if (!box.hasAttribute('hidden') || !box.id) continue
    document.querySelector(`[aria-controls="${box.id}"], [role=tab][href="#${box.id}"]`)?.click()
  }
}

function pattern(words) {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
}

function find(text, before, words) {
  const hit = new RegExp(`(${pattern(before)})(${pattern(words)})`).exec(text)
  return hit && [hit.index + hit[1].length, hit.index + hit[0].length]
}

function rangeIn(root, [from, to]) {
  const range = document.createRange()
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  let at = 0
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + node.length
    if (from >= at && from < end) range.setStart(node, from - at)
    if (to > at && to <= end) { range.setEnd(node, to - at); return range }
    at = end
  }
  return null
}

function select(place, before, words) {
  for (const text of place.querySelectorAll('[contenteditable=true]')) {
    const spot = find(text.textContent, before, words)
    const range = spot && rangeIn(text, spot)
    if (!range) continue
    text.focus({ preventScroll: true })
    document.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset)
    marked?.add(range)
    bringUp(range.startContainer.parentElement)
    return true
  }
  const fields = place.matches('input, textarea') ? [place] : place.querySelectorAll('input:not([type=hidden]), textarea')
  for (const field of fields) {
    const spot = find(field.value, before, words)
    if (!spot || !field.setSelectionRange) continue
    field.focus({ preventScroll: true })
    field.setSelectionRange(...spot)
    bringUp(field)
    return true
  }
  return false
}

// Delayed, since the editor scrolls to its own cursor first.
function bringUp(element) {
  setTimeout(() => element.scrollIntoView({ block: 'center' }), 50)
}

function lead(hash) {
  const at = hash.indexOf(':w:')
  const asked = new URLSearchParams(at < 0 ? '' : hash.slice(at + 3))
  const place = asked.get('contentpath') && placeOf(asked.get('contentpath'))
  if (!place) return false
  marked?.clear()
  reveal(place)
  if (asked.get('words') && select(place, asked.get('before') || '', asked.get('words'))) return true
  const first = 'input:not([type=hidden]), textarea, select, [contenteditable=true], button'
  const field = place.matches(first) ? place : place.querySelector(first)
  field?.focus({ preventScroll: true })
  bringUp(place)
  return !asked.get('words')
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#:w:"]')
  if (!link) return
  event.preventDefault()
  lead(link.getAttribute('href'))
})
addEventListener('load', () => {
  check(true)
  setInterval(check, PAUSE)
  // Blocks and text editors are rendered some time after the page.
  let tries = 12
  const timer = setInterval(() => { if (lead(location.hash) || !--tries || !location.hash) clearInterval(timer) }, 400)
})
