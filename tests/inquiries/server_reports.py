"""Delivery reports as mail servers write them.

`{id}` is our Message-ID, `{to}` the visitor's address, `{ref}` the reference.
"""

QMAIL = """From: MAILER-DAEMON@mx.example.net
To: answers@in.example.com
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 User unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <clinic@clinic.example>
Received: (qmail 1 invoked by uid 7); 2 Nov 2026 10:00:00 -0000
Message-ID: {id}
From: clinic@clinic.example
To: {to}
"""
POSTFIX = """From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: answers@in.example.com
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied

This is the mail system at host mx.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<{to}>: host mail.example.com[192.0.2.7] said: 550 5.1.1
    <{to}>: Recipient address rejected: User unknown (in reply to RCPT TO command)
"""
EXIM = """From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: answers@in.example.com
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {to}
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

Return-path: <clinic@clinic.example>
From: clinic@clinic.example
Subject: An appointment ({ref})
"""
EXCHANGE = """From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@tenant.example>
To: answers@in.example.com
Subject: Undeliverable: We have your inquiry
In-Reply-To: {id}
Content-Type: text/html; charset=utf-8

<html><body><p>Delivery has failed to these recipients or groups:</p>
<p><a href="mailto:{to}">{to}</a><br>The email address you entered couldn't be found.</p>
<p>Diagnostic information for administrators:</p><p>#550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found ##</p>
<p>Original message headers:</p></body></html>
"""
GMAIL = """From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: answers@in.example.com
Subject: Delivery Status Notification (Failure)
X-Failed-Recipients: {to}
References: {id}

** Address not found **

Your message wasn't delivered to {to} because the address couldn't be found, or is unable to receive mail.
"""
SENDMAIL = """From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>
To: answers@in.example.com
Subject: Returned mail: see transcript for details

   ----- The following addresses had permanent fatal errors -----
<{to}>
    (reason: 550 5.1.1 <{to}>... User unknown)
"""
POSTMASTER = """From: postmaster@mx.example.net
To: answers@in.example.com
Subject: Delivery Status Notification (Failure)

This is an automatically generated Delivery Status Notification.
Delivery to the following recipients failed.

       {to}
"""
UNNAMED = """From: Robot <robot@mx.example.net>
To: answers@in.example.com
Subject: Your email
X-Failed-Recipients: {to}

There is no such person here.
"""
GERMAN = """From: Mail Delivery System <mailer-daemon@kundenserver.example>
To: answers@in.example.com
Subject: Unzustellbare Nachricht

Die folgende Adresse ist fehlgeschlagen:
{to}: Benutzer unbekannt
"""
NOBODY = """From: <>
To: answers@in.example.com
Subject: Undeliverable mail

Your mail to {to} was returned. Our mail {id} is attached.
"""
REFERENCE_ONLY = """From: MAILER-DAEMON@mx.example.net
To: answers@in.example.com
Subject: failure notice

A message could not be delivered: no such user.

From: clinic@clinic.example
Reply-To: answers+{ref}@in.example.com
"""
FULL = QMAIL.replace("550 5.1.1 User unknown", "552 5.2.2 Mailbox full")
SPAM = QMAIL.replace("550 5.1.1 User unknown", "Message rejected as spam")
RULE = QMAIL.replace("550 5.1.1 User unknown", "550 5.7.1 Not accepted")
TIMED_OUT = EXIM.replace("Unrouteable address", "retry timeout exceeded")
SENDMAIL_DELAY = """From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>
To: answers@in.example.com
Subject: Warning: could not send message for past 4 hours

    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

Message-ID: {id}
"""
EXIM_DELAY = """From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: answers@in.example.com
Subject: Warning: message 1abc delayed 24 hours
X-Failed-Recipients: {to}

A message that you sent has not yet been delivered to one or more of its recipients.
"""
WRONG = {
    "qmail": QMAIL,
    "qmail without a daemon's address": QMAIL.replace("MAILER-DAEMON@mx.example.net", "robot@mx.example.net"),
    "Postfix": POSTFIX,
    "Exim": EXIM,
    "Exchange": EXCHANGE,
    "Gmail": GMAIL,
    "sendmail": SENDMAIL,
    "a postmaster": POSTMASTER,
    "nobody, but for a header": UNNAMED,
    "German": GERMAN,
    "no sender": NOBODY,
    "a reference alone": REFERENCE_ONLY,
}
REFUSED = {"a full mailbox": FULL, "spam": SPAM, "a rule": RULE, "given up after days": TIMED_OUT}
DELAYED = {"sendmail": SENDMAIL_DELAY, "Exim": EXIM_DELAY}
UNKNOWN = """From: MAILER-DAEMON@mx.example.net
To: answers@in.example.com
Subject: Undelivered Mail Returned to Sender

I could not deliver your message to stranger@elsewhere.example: 550 5.1.1 unknown user.
"""
