// For a person, one click in the email is enough. Scanners that open every link in an email don't run JavaScript.
document.querySelector('[data-send-at-once]')?.requestSubmit()
