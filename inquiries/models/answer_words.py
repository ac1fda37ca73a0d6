"""When visitors can expect an answer, in words for emails."""

from django.utils import timezone
from django.utils.formats import date_format

from content.site_context.context import current_market, current_schedule, current_site_context, full_stop

SOON = "usually within one business day"


def opens_in_words() -> str:
    """Return when a closed clinic opens again, as the end of a sentence: on Monday, November 2, at 9 a.m."""
    state, market = current_site_context().open_state, current_market()
    if state.opens_at is None:
        return ""
    day = "today" if state.opens_today else f"on {date_format(state.opens_at, f'l, {market.day_and_month}')},"
    return full_stop(f"{day} at {date_format(state.opens_at, market.clock)}")


def answer_in_words() -> str:
    """Return “usually within one business day”, or by which day if a closure comes in between."""
    schedule, today = current_schedule(), timezone.localdate()
    day = schedule.next_working_day(today)
    if day is None or not schedule.closures_ahead(today):
        return SOON
    return f"usually by {date_format(day, f'l, {current_market().day_and_month}')}"
