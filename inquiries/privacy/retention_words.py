"""How long inquiries are kept, in a sentence for the privacy notice."""

from inquiries.models import InquirySettings

KEPT_FOREVER = "until someone deletes them by hand"


def after(days: int) -> str:
    return f"{days} days after the last change"


def retention_words(settings: InquirySettings) -> str:
    """Return one sentence if all inquiries are kept equally long, else one that lists the kinds; then one on spam."""
    kinds = {
        "inquiries that are still open": settings.keep_open_days,
        "those that led to a session": settings.keep_booked_days,
        "all others": settings.keep_closed_days,
    }
    if len(set(kinds.values())) == 1:
        days = settings.keep_open_days
        said = f"Inquiries are deleted {after(days)}." if days else f"Inquiries are kept {KEPT_FOREVER}."
    else:
        parts = [f"{kind}, {after(days)}" if days else f"{kind} stay {KEPT_FOREVER}" for kind, days in kinds.items()]
        said = f"We delete inquiries by what became of them: {'; '.join(parts)}."
    spam = settings.keep_spam_days
    return f"{said} What looks like spam is {f'deleted after {spam} days' if spam else f'kept {KEPT_FOREVER}'}."
