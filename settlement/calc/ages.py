"""How long something waits, in working days: a missing confirmation is chased after one of them, escalated after three."""

from datetime import timedelta

CHASED_AFTER, ESCALATED_AFTER = 1, 3


def working_days_since(day, today, calendar):
    """Working days after `day`, up to today."""
    passed = (day + timedelta(days=number) for number in range(1, (today - day).days + 1))
    return sum(calendar.is_working_day(each) for each in passed)
