"""The emails in which calendars answer an invitation."""


def google(calendar: str, method: str) -> str:
    """Text, HTML and calendar as alternatives, with the calendar attached again as a file."""
    return (
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: multipart/alternative; boundary="a"\n\n'
        "--a\nContent-Type: text/plain; charset=UTF-8\n\nAda has replied to this invitation.\n"
        "--a\nContent-Type: text/html; charset=UTF-8\n\n<p>Ada has replied to this invitation.</p>\n"
        f"--a\nContent-Type: text/calendar; charset=UTF-8; method={method}\n\n{calendar}\n--a--\n"
        f'--m\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment\n\n{calendar}\n--m--\n'
    )


def outlook(calendar: str, method: str) -> str:
    return (
        'Content-Type: multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain; charset=us-ascii\n\n\n'
        f"--a\nContent-Type: text/calendar; charset=utf-8; method={method}\n\n{calendar}\n--a--\n"
    )


def apple(calendar: str, method: str) -> str:
    return (
        'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\n'
        f"--m\nContent-Type: text/calendar; charset=utf-8; method={method}; name=iCal.ics\n"
        f"Content-Disposition: attachment; filename=iCal.ics\n\n{calendar}\n--m--\n"
    )


def bare(calendar: str, method: str) -> str:
    return f"Content-Type: text/calendar; method={method}; charset=utf-8\n\n{calendar}"


FORMS = {"Google": google, "Outlook": outlook, "Apple": apple, "bare": bare}
