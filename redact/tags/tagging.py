"""All tags of a text in one call."""

from models.findings import Tag
from redact.tags.abuse import abuse_in
from redact.tags.clauses import read
from redact.tags.event_dates import dates_in
from redact.tags.places import places_in


def find_tags(text: str) -> list[Tag]:
    """Abuse, then places, then event dates; places and dates only where there is abuse."""
    reading = read(text)
    abuse = abuse_in(reading)
    if not abuse:
        return []
    return [*abuse, *places_in(reading, abuse), *dates_in(reading, abuse)]
