// In the inbox: asks before something typed is lost, because another form is sent or the page is left.
// Its textareas are empty until someone writes, so a draft that is shown again, as with a preview, counts too.
const FIELDS = '#main form :is(textarea, input:not([type=checkbox], [type=radio]))'
let sent
addEventListener('submit', (event) => { sent = event.target })
addEventListener('beforeunload', (event) => {
  for (const field of document.querySelectorAll(FIELDS)) {
    const empty = field.matches('textarea') ? '' : field.defaultValue
    if (field.form !== sent && field.value !== empty) event.preventDefault()
  }
  sent = null // whoever stays is asked again
})
