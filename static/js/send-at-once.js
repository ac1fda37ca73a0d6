// One click in the mail is enough for a person. Programs that open every link of a mail run no script.
document.querySelector('[data-send-at-once]')?.requestSubmit()
