// The pain map without reloads: every link works without this file, and is followed normally if anything fails.
const finder = '[data-finder]'
// Head elements that describe the current page; the form's script starts again with the form.
const HEAD = ['link[rel=canonical]', 'meta[name]:not([name=viewport])', 'meta[property]', '[type="application/ld+json"]']
const of = (place) => place.split(':')[0]

// Highlighting: a place lights up in both the figure and the list.
function light(event) {
  const link = event.target.closest?.(`${finder} [data-place]`)
  document.querySelectorAll('.near').forEach((one) => one.classList.remove('near'))
  if (!link || event.type === 'focusout') return
  const { place } = link.dataset
  for (const one of document.querySelectorAll('[data-place]')) {
    const other = one.dataset.place
    one.classList.toggle('near', other === place || (other === of(place) || place === of(other)))
  }
}
for (const type of ['pointerover', 'focusin', 'focusout']) document.addEventListener(type, light)

// A status line that says what changed, outside of the swapped content.
const status = document.createElement('p')
status.className = 'vh'
status.setAttribute('role', 'status')
document.body.append(status)

const shownView = () => document.querySelector('.views :checked')?.id

let running
async function show(url, place, left) {
  running?.abort()
  running = new AbortController()
  const main = document.querySelector('main')
  main.setAttribute('aria-busy', 'true')
  try {
    const answer = await fetch(url, { signal: running.signal })
    const text = await answer.text()
    // Without the inline style, which this page has already, and which its policy would report as an error.
    const page = new DOMParser().parseFromString(text.replace(/<style>.*?<\/style>/gs, ''), 'text/html')
    if (!answer.ok || !page.querySelector(`main ${finder}`)) throw answer.status
    const wasOpen = document.querySelector(`${finder} details`)?.open
    const view = left?.view ?? (place && shownView())
    for (const part of ['main', '.thumb']) {
      const now = page.querySelector(part)
      if (now) document.querySelector(part)?.replaceWith(document.adoptNode(now))
    }
    for (const part of HEAD) {
      document.head.querySelectorAll(part).forEach((one) => one.remove())
      document.head.append(...page.head.querySelectorAll(part))
    }
    document.title = page.title
    const tab = view && document.getElementById(view)
    if (tab) tab.checked = true
    const list = document.querySelector(`${finder} details`)
    if (list && wasOpen) list.open = true
    focus(place)
    if (left) scrollTo({ top: left.y, behavior: 'instant' })
    const title = document.querySelector('h1').textContent
    status.textContent = document.querySelector('.chosen') ? `Chosen: ${title}` : title
    ready()
    // Scripts in the new content don't run on their own, so the form's has to be started again.
    const script = document.querySelector('main script[src]')
    if (script) import(`${script.src}?${Date.now()}`)
    return answer.url
  } catch (error) {
    main.removeAttribute('aria-busy')
    if (error.name !== 'AbortError') location.assign(url)
  }
}

// Focuses the same link in the new content, or else the start of the page.
function focus(place) {
  const same = place && [...document.querySelectorAll(place.in + ' [data-place]')].find((one) => one.dataset.place === place.key)
  if (same) return same.focus({ preventScroll: true })
  document.querySelector('main').focus({ preventScroll: true })
  scrollTo(0, 0)
}

document.addEventListener('click', async (event) => {
  const link = event.target.closest?.(`${finder} a[href]`)
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const url = new URL(link.getAttribute('href'), location.href)
  if (url.hash || url.origin !== location.origin) return
  event.preventDefault()
  const { finder: kind } = link.closest(finder).dataset
  const inside = ['.body-figure', '.sides', '.places'].find((part) => link.closest(part))
  const place = inside && { in: inside, key: link.dataset.place }
  const left = { place, view: shownView(), y: scrollY }
  const shown = await show(url.href, kind === 'toggle' && place)
  if (shown) {
    history.replaceState(left, '')
    history.pushState(null, '', shown)
  }
  here = location.pathname
})

// Back and forward, but not for jumps within the page. Back returns to where a link was followed.
let here = location.pathname
addEventListener('popstate', ({ state }) => {
  if (location.pathname === here) return
  here = location.pathname
  show(location.href, state?.place, state)
})

function ready() {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.onclick = () => print()
  }
}
ready()
