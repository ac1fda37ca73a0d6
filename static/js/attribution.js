// Tells the inquiry form where the visit in this tab began. Nothing is stored, and the form works without this file.
document.querySelector('#inquiry')?.addEventListener('submit', ({ currentTarget: { elements } }) => {
  const first = globalThis.navigation?.entries()[0]
  if (!first?.url) return
  const { pathname, searchParams } = new URL(first.url)
  const campaign = new URLSearchParams([...searchParams].filter(([name]) => name.startsWith('utm_')))
  elements.landing.value = `${pathname}?${campaign}`
  if (first.id === navigation.currentEntry.id && document.referrer) {
    elements.referrer.value = new URL(document.referrer).hostname
  }
})
