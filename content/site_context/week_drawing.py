"""The week's opening hours as a drawing; the footer has them in words."""

from datetime import time

from django.utils.dateformat import time_format
from django.utils.safestring import SafeString, mark_safe

from content.text.hours import Schedule

FIRST, LAST = 7, 21  # the hours on the axis, unless the clinic is open earlier or later
HOURS_NAMED = (9, 12, 15, 18)
TOP, HOUR, LEFT, DAY, BAR = 12, 6.5, 26, 18, 9


def hour_of(moment: time) -> float:
    return moment.hour + moment.minute / 60


def week_drawing(schedule: Schedule, clock: str) -> SafeString:
    """Draw a bar for each day's hours, and a ring for a closed day; empty without hours.

    `clock`: Django's format characters for times of day.
    """
    spans = [span for day in schedule.weekly.values() for span in day]
    if not spans:
        return SafeString("")
    first = min(FIRST, *(int(hour_of(span.opens)) for span in spans))
    last = max(LAST, *(round(hour_of(span.closes) + 0.49) for span in spans))
    bottom = TOP + (last - first) * HOUR
    drawn = []
    for hour in HOURS_NAMED:
        y = TOP + (hour - first) * HOUR
        drawn.append(
            f'<path d="M{LEFT} {y:g}h{7 * DAY}"/><text x="12" y="{y + 2:g}">{time_format(time(hour), clock)}</text>'
        )
    for place, (name, day) in enumerate(schedule.week()):
        middle = LEFT + DAY * place + DAY / 2
        drawn += [
            f'<rect x="{middle - BAR / 2:g}" y="{TOP + (hour_of(span.opens) - first) * HOUR:g}" width="{BAR}" rx="2" '
            f'height="{(hour_of(span.closes) - hour_of(span.opens)) * HOUR:g}"/>'
            for span in day
        ]
        drawn.append("" if day else f'<circle cx="{middle:g}" cy="{TOP + (12 - first) * HOUR:g}" r="3"/>')
        drawn.append(f'<text x="{middle:g}" y="{bottom + 8:g}">{name[:1]}</text>')
    return mark_safe(  # noqa: S308 (our own)
        f'<svg class="week" viewBox="0 0 160 {bottom + 16:g}" aria-hidden="true">{"".join(drawn)}</svg>'
    )
