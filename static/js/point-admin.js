// In a muscle's editor: a click on the figure sets the position of its point.
const names = ['point_view', 'point_x', 'point_y']
const fields = () => names.map((name) => document.querySelector(`[name="${name}"]`))
const rightHalf = { front: (x, width) => Math.min(x, width - x), back: (x, width) => Math.max(x, width - x) }

function draw(panel) {
  const [view, x, y] = fields().map((field) => field.value)
  for (const name of ['front', 'back']) {
    const svg = panel.querySelector(`.view-${name} svg`)
    svg.querySelectorAll('.point').forEach((point) => point.remove())
    if (name !== view || !x || !y) continue
    const point = document.createElementNS(svg.namespaceURI, 'circle')
    for (const [key, value] of Object.entries({ class: 'point', cx: x, cy: y, r: 4 })) point.setAttribute(key, value)
    svg.append(point)
  }
}

function place(event) {
  const panel = event.target.closest?.('[data-point-panel]')
  const svg = event.target.closest?.('svg')
  if (!panel || !svg) return
  const view = svg.parentElement.className.includes('front') ? 'front' : 'back'
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())
  const width = svg.viewBox.baseVal.width
  const values = [view, rightHalf[view](x, width).toFixed(1), y.toFixed(1)]
  fields().forEach((field, index) => {
    field.value = values[index]
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
  })
}

document.addEventListener('click', place)
document.addEventListener('change', (event) => {
  const panel = document.querySelector('[data-point-panel]')
  if (panel && names.includes(event.target.name)) draw(panel)
})
