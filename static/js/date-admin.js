// A calendar that opened because its field was reached by keyboard closes when the focus goes on to another field.
document.addEventListener('focusout', ({ target, relatedTarget }) => {
  if (!relatedTarget || relatedTarget.closest('.xdsoft_datetimepicker')) return // a click into the calendar
  if (window.jQuery?.(target).data('xdsoft_datetimepicker')) window.jQuery(target).datetimepicker('hide')
})
