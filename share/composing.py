"""What a statement becomes for an audience: the approved text with new numbers, its tags, its aliases.

The text is what two reviewers approved but for the numbers, and but for what is made coarser so that no
combination singles anybody out: that only ever hides more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.findings import Tag, TagKind
from models.labels import Action, Audience, Label
from redact.apply import Treated, treat
from redact.generalise import SMALL
from redact.policy import policy_for
from redact.tags import gazetteer
from share.contents import Alias, Item, ReleasedTag
from share.numbers import Numbers
from share.rewrite import Cut, Rewritten, laid_over, rewrite
from share.told import Told

COUNTRY = "KZ"
_COUNTRY_NAME = "Kazakhstan"


@dataclass(frozen=True, slots=True, repr=False)
class Composed:
    """A statement on its way into a bundle: `treated` by the policy, `text` with everything replaced."""

    told: Told
    audience: Audience
    number: int
    treated: tuple[Treated, ...]
    text: Rewritten
    tags: tuple[ReleasedTag, ...]

    @property
    def item(self) -> Item:
        """As it stands in the bundle."""
        aliases = {
            (t.identity.label, t.identity.number): Alias(
                t.identity.label,
                t.identity.number,
                t.identity.role if t.identity.label is Label.PERSON else None,
                t.replacement,
            )
            for t in self.treated
            if t.action is Action.MASK and t.identity is not None and t.replacement is not None
        }
        return Item(
            number=self.number,
            language=self.told.analysis.language,
            text=self.text.text,
            tags=self.tags,
            aliases=tuple(aliases[key] for key in sorted(aliases)),
        )


def approved_again(told: Told, audience: Audience) -> str:
    """The text that the decisions give today, to be compared with the one that was approved."""
    return rewrite(told.raw_text, _cuts(treat(told.raw_text, told.analysis, audience))).text


def compose(
    told: Told,
    audience: Audience,
    numbers: Numbers,
    *,
    coarser: Iterable[Cut] = (),
    tags: "TagChange | None" = None,
) -> Composed:
    """Compose a statement; `coarser` are stretches to hide besides, `tags` says what becomes of its tags."""
    analysis = numbers.renumbered(told.id, told.analysis)
    treated = treat(told.raw_text, analysis, audience)
    text = rewrite(told.raw_text, laid_over(told.raw_text, _cuts(treated), coarser))
    change = tags or TagChange()
    released = [
        changed
        for tag in told.analysis.tags
        for known in _tag(tag, audience, text)
        if (changed := change.of(known)) is not None
    ]
    return Composed(
        told=told,
        audience=audience,
        number=numbers.statements[told.id],
        treated=tuple(treated),
        text=text,
        tags=tuple(dict.fromkeys(released)),
    )


@dataclass(frozen=True, slots=True)
class TagChange:
    """What tags become that are made coarser: by kind and code, another code; None where the tag goes."""

    codes: tuple[tuple[TagKind, str, str | None], ...] = ()

    def of(self, tag: ReleasedTag) -> ReleasedTag | None:
        """The tag as it is after the change."""
        found = next(
            ((True, to) for kind, code, to in self.codes if (kind, code) == (tag.kind, tag.code)), None
        )
        if found is None:
            return tag
        to = found[1]
        if to is None:
            return None
        return ReleasedTag(tag.kind, to, tag.start, tag.end, _region(to) if tag.kind is TagKind.PLACE else "")


def place_code(name: str, audience: Audience) -> str:
    """What an audience may know of a place: the settlement where it is large, else the region or country."""
    place = gazetteer.by_name(name) or gazetteer.lookup(name)
    if place is None or place.name == _COUNTRY_NAME:
        return COUNTRY
    action = policy_for(audience).labels.get(Label.PLACE, Action.MASK)
    small = place.kind == "district" or (place.kind not in {"region", "country"} and place.population < SMALL)
    if action is Action.KEEP or not (small or action is Action.MASK):
        return place.region if place.kind == "region" else place.name
    return place.region or place.name if action is Action.GENERALISE else COUNTRY


def date_code(code: str, audience: Audience) -> str:
    """What an audience may know of a day: where dates are made coarser, its month."""
    action = policy_for(audience).labels.get(Label.DATE, Action.MASK)
    return code if action is Action.KEEP else code[:7]


def _cuts(treated: Iterable[Treated]) -> list[Cut]:
    return [Cut(t.finding.start, t.finding.end, t.replacement) for t in treated if t.replacement is not None]


def _tag(tag: Tag, audience: Audience, text: Rewritten) -> Iterable[ReleasedTag]:
    start, end = text.released(tag.start, tag.end)
    if tag.kind is TagKind.PLACE:
        code = place_code(tag.code, audience)
        yield ReleasedTag(tag.kind, code, start, end, _region(code))
    elif tag.kind is TagKind.EVENT_DATE:
        yield ReleasedTag(tag.kind, date_code(tag.code, audience), start, end)
    else:
        yield ReleasedTag(tag.kind, tag.code, start, end)


def _region(code: str) -> str:
    if code == COUNTRY or code.startswith(f"{COUNTRY}-"):
        return code
    return gazetteer.region_of(code) or ""
