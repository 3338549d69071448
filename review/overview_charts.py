"""The charts of the overview page: its figures with words and colours."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from flask_babel import format_date, format_decimal, format_percent
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from models.labels import Label
from models.statements import StatementState
from redact.tags.gazetteer import region_name
from review.charts import Bar, Share, Stack, Wording, bar_rows, heat_grid, share_meter, stacked_rows
from review.charts.bars import Kind
from review.languages import ABUSES, LABELS, STATES, _, chosen_language
from store.overview import Agreement, Grid, Overview

# Cities that are no part of a region; the gazetteer has them as cities.
_CITIES: Final = {"KZ-71": _l("Astana"), "KZ-75": _l("Almaty"), "KZ-79": _l("Shymkent")}
_KINDS: Final[Mapping[StatementState, Kind]] = {
    StatementState.WAITING: "waiting",
    StatementState.BLOCKED: "bad",
    StatementState.CONFIRMING: "plain",
    StatementState.RETURNED: "waiting",
    StatementState.APPROVED: "good",
    StatementState.WITHDRAWN: "quiet",
}


def number(count: int) -> str:
    """A number as the language of the page writes it."""
    return str(format_decimal(count))


def percent(share: float) -> str:
    """A share in whole per cent; 0 and 100 are said only of nothing and of all."""
    if 0 < share < 0.005:
        return "<" + str(format_percent(0.01))
    return ">" + str(format_percent(0.99)) if 0.995 <= share < 1 else str(format_percent(share))


def states(found: Overview) -> Markup:
    """How many statements are in each state."""
    bars = [Bar(str(name), found.states.get(state, 0), _KINDS[state]) for state, name in STATES.items()]
    about = _("How many statements there are in each state.")
    return bar_rows(
        _("Statements by state"), bars, _wording(about, _("State"), _("There are no statements."))
    )


def took(found: Overview) -> Markup:
    """How long approved statements took."""
    bands = (_("within a day"), _("within a week"), _("within four weeks"), _("longer"))
    bars = [Bar(band, count) for band, count in zip(bands, found.took, strict=True)]
    about = _("How many statements took how long from coming in to their approval.")
    words = _wording(about, _("Time"), _("Nothing is approved yet."))
    return bar_rows(_("From coming in to approval"), bars, words)


def by_time(found: Overview) -> Markup:
    """Approved statements by region and month, or year."""
    grid = found.places.by_time
    title = _("Region and time, approved statements")
    times = _times({time for _region, time in grid})
    labelled = {(_region_words(region), times[time]): count for (region, time), count in grid.items()}
    about = _("How many approved statements speak of each region and time.")
    empty = _("No approved statement speaks of an abuse with a region and a month.")
    rows = [_region_words(region) for region in _by_weight(grid, 0)]
    return heat_grid(title, rows, list(times.values()), labelled, _wording(about, _("Region"), empty))


def by_abuse(found: Overview) -> Markup:
    """All statements by abuse and region."""
    grid = found.places.by_abuse
    labelled = {
        (_abuse_words(abuse), _region_words(region)): count for (abuse, region), count in grid.items()
    }
    about = _("How many statements speak of each abuse and region.")
    empty = _("No statement speaks of an abuse with a region.")
    rows = [_abuse_words(abuse) for abuse in _by_weight(grid, 0)]
    columns = [_region_words(region) for region in _by_weight(grid, 1)]
    return heat_grid(
        _("Abuse and region, all statements"), rows, columns, labelled, _wording(about, _("Abuse"), empty)
    )


def agreement(found: Agreement) -> Markup:
    """In how many places two reviewers, who had not seen each other's decisions, had the same."""
    same = found.places - found.differences
    about = _(
        "Both had the same in %(same)s of %(all)s places, in statements that the second reviewer "
        "decided without seeing what the first one had. Statements: %(count)s.",
        same=number(same),
        all=number(found.places),
        count=number(found.statements),
    )
    empty = _("No second reviewer has yet decided a statement without seeing what the first one had.")
    share = Share(same, found.places, _("the same"), _("different"))
    words = _wording(about, _("Places"), empty, count=_("Count"))
    return share_meter(_("How often two reviewers agree"), share, words)


def outcomes(found: Overview) -> Markup:
    """What reviewers did with the finds of each kind; the kinds with most corrections first."""
    counts = found.outcomes

    def corrections(label: Label) -> tuple[int, str]:
        done = counts[label]
        return -(done.rejected + done.relabelled + done.added), str(LABELS[label])

    rows = [
        Stack(str(LABELS[x]), (counts[x].accepted, counts[x].rejected, counts[x].relabelled, counts[x].added))
        for x in sorted(counts, key=corrections)
    ]
    series = (_("taken"), _("refused"), _("other kind"), _("added by hand"))
    about = _("What reviewers did with what the program had found, by kind, in approved statements.")
    words = _wording(about, _("Kind"), _("Nothing is approved yet."), count=_("Finds"))
    return stacked_rows(_("What reviewers changed, by kind"), rows, series, words)


def _wording(about: str, row: str, empty: str, *, count: str | None = None) -> Wording:
    return Wording(
        about=about,
        table=_("The same figures as a table"),
        empty=empty,
        row=row,
        count=count or _("Statements"),
        total=_("All"),
        number=number,
        percent=percent,
    )


def _region_words(code: str) -> str:
    city = _CITIES.get(code)
    return str(city) if city is not None else region_name(code, chosen_language()) or code


def _abuse_words(code: str) -> str:
    return next((str(name) for known, name in ABUSES.items() if known == code), code)


def _by_weight(grid: Grid, place: int) -> list[str]:
    """The codes at one place of the pairs, those with the highest counts first."""
    weights: Counter[str] = Counter()
    for codes, count in grid.items():
        weights[codes[place]] += count
    return sorted(weights, key=lambda code: (-weights[code], code))


def _times(codes: Iterable[str]) -> dict[str, str]:
    """The label of each month from the first to the last, or of each year that is there."""
    found = sorted(codes)
    if not found or len(found[0]) == 4:
        return {code: code for code in found}
    months, (year, month) = [], map(int, found[0].split("-"))
    while (code := f"{year}-{month:02}") <= found[-1]:
        months.append((code, date(year, month, 1)))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    # three letters tell months apart in all three languages, and fit a column on a telephone
    return {code: f"{str(format_date(day, 'LLL'))[:3]}\n{day.year}" for code, day in months}
