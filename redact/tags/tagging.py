"""All tags of a text in one call."""

from models.findings import Tag
from redact.tags.abuse import find_abuse
from redact.tags.event_dates import find_event_dates
from redact.tags.places import find_places


def find_tags(text: str) -> list[Tag]:
    """Abuse, then places, then event dates; places and dates only where there is abuse."""
    abuse = find_abuse(text)
    return [*abuse, *find_places(text, abuse), *find_event_dates(text, abuse)]
