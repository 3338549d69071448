"""Consent as a file: a strict JSON record, the option --consent, and which of two consents holds.

Invariant: what is refused or not understood lets nothing in; two consents together never allow more than
each of them alone.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from intake.parts import Refusal, Told
from intake.reading import Reading
from models.errors import AigaqError
from models.labels import Language
from models.statements import Consent, ConsentScope, Draft, SourceKind

FORMAT: Final = "aigaq consent 1"
EXPLAINED: Final = ("purpose", "risks", "withdrawal")
WAYS: Final = ("spoken", "written", "recorded")
_LARGEST: Final = 64 * 1024  # bytes of a file
_MOST: Final = 50  # names, or things to leave out
_LONGEST: Final = 500  # code points of each
_KEYS: Final = frozenset(
    {"format", "scope", "recipients", "hide", "explained", "language", "given_on", "how", "refused"}
)
_NEEDED: Final = frozenset({"format", "scope"})
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# The first holds no more than the second; partner and legal are beside each other.
_WITHIN: Final = frozenset(
    {(scope, scope) for scope in ConsentScope}
    | {(ConsentScope.INTERNAL, scope) for scope in ConsentScope}
    | {(scope, ConsentScope.PUBLIC) for scope in ConsentScope}
)


def read_consent(raw: bytes) -> Consent:
    """The consent in a file's bytes; bad_consent if it is none, no_consent if it says that it was refused."""
    if len(raw) > _LARGEST:
        raise AigaqError("bad_consent")
    try:
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise AigaqError("bad_consent") from None
    if not isinstance(content, dict) or not _NEEDED <= content.keys() <= _KEYS:
        raise AigaqError("bad_consent")
    if content["format"] != FORMAT or not isinstance(content.get("refused", False), bool):
        raise AigaqError("bad_consent")
    consent = _consent(content)
    if content.get("refused", False):
        raise AigaqError("no_consent")
    return consent


def consent_json(consent: Consent) -> bytes:
    """A consent as read_consent reads it, all keys in it; bad_consent if it holds what no file may."""
    content = {"format": FORMAT, **consent_fields(consent), "refused": False}
    raw = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
    read_consent(raw)
    return raw


def consent_fields(consent: Consent) -> dict[str, object]:
    """A consent's values as JSON has them."""
    return {
        "scope": consent.scope.value,
        "recipients": list(consent.recipients),
        "hide": list(consent.hide),
        "explained": list(consent.explained),
        "language": consent.language.value if consent.language else None,
        "given_on": consent.given_on.isoformat() if consent.given_on else None,
        "how": consent.how,
    }


def consent_option(text: str) -> Consent:
    """The consent that --consent names: a scope, or else a file.

    Errors: no_such_file, bad_consent, no_consent.
    """
    if text in set(ConsentScope):
        return Consent(ConsentScope(text))
    try:
        with Path(text).open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except (OSError, ValueError):
        raise AigaqError("no_such_file") from None
    return read_consent(raw)


def narrower(first: Consent, second: Consent) -> Consent:
    """What both allow, and all that either wants left out.

    Partner and legal meet in internal. A recipient stays whom both allow: named by both, or named by one
    where the other makes the statement public. Of how it was given, what `second` says goes first.
    """
    if first.explained and second.explained:
        explained = tuple(what for what in second.explained if what in first.explained)
    else:
        explained = second.explained or first.explained
    return Consent(
        scope=_meet(first.scope, second.scope),
        recipients=_recipients(first, second),
        hide=tuple(dict.fromkeys((*first.hide, *second.hide))),
        explained=explained,
        language=second.language or first.language,
        given_on=second.given_on or first.given_on,
        how=second.how or first.how,
    )


def agreed(draft: Draft, consent: Consent) -> Draft:
    """The draft under the consent for its folder; a form's own answer holds too, where it is narrower."""
    if draft.source is SourceKind.FORM:
        consent = narrower(consent, draft.consent)
    return replace(draft, consent=consent)


@dataclass(frozen=True, slots=True)
class AgreedReading:
    """A reading whose drafts are under the consent for their folder."""

    reading: Reading
    consent: Consent

    def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """The parts of a file."""
        return map(self._agreed, self.reading.read(path, stopping=stopping))

    def _agreed(self, part: Told | Refusal) -> Told | Refusal:
        if isinstance(part, Refusal):
            return part
        return replace(part, draft=agreed(part.draft, self.consent))


def _meet(first: ConsentScope, second: ConsentScope) -> ConsentScope:
    if (first, second) in _WITHIN:
        return first
    return second if (second, first) in _WITHIN else ConsentScope.INTERNAL


def _recipients(first: Consent, second: Consent) -> tuple[str, ...]:
    kept = [_also_in(first, second), _also_in(second, first)]
    by_name = {name.casefold(): name for names in kept for name in names}
    return tuple(by_name.values())


def _also_in(consent: Consent, other: Consent) -> tuple[str, ...]:
    if other.scope is ConsentScope.PUBLIC:
        return consent.recipients
    named = {name.casefold() for name in other.recipients}
    return tuple(name for name in consent.recipients if name.casefold() in named)


def _consent(content: dict[str, Any]) -> Consent:
    scope, language = content["scope"], content.get("language")
    day, how = content.get("given_on"), content.get("how")
    explained = _words(content.get("explained", []))
    if how not in (None, *WAYS) or any(what not in EXPLAINED for what in explained):
        raise AigaqError("bad_consent")
    if day is not None and not (isinstance(day, str) and _DAY.fullmatch(day)):
        raise AigaqError("bad_consent")
    try:
        return Consent(
            scope=ConsentScope(scope),
            recipients=_words(content.get("recipients", [])),
            hide=_words(content.get("hide", [])),
            explained=explained,
            language=None if language is None else Language(language),
            given_on=None if day is None else date.fromisoformat(day),
            how=how,
        )
    except ValueError:
        raise AigaqError("bad_consent") from None


def _words(value: object) -> tuple[str, ...]:
    """A list of short texts, each once, in composed letters and on one line."""
    if not isinstance(value, list) or len(value) > _MOST:
        raise AigaqError("bad_consent")
    found: list[str] = []
    for item in value:
        if not isinstance(item, str) or len(item) > _LONGEST or not item.isprintable():
            raise AigaqError("bad_consent")
        words = " ".join(unicodedata.normalize("NFC", item).split())
        if not words or words in found:
            raise AigaqError("bad_consent")
        found.append(words)
    return tuple(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are there once: of two, another program may read the other one."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError
    return content


def _no_number(_: str) -> None:
    """NaN and infinities are no JSON."""
    raise ValueError
