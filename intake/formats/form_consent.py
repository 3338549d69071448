"""Consent in a form: which columns ask for it, and what an answer means.

Fail closed: where a form asks, only an answer that is known to say yes lets the statement in, and only one
that names a wider circle lets it go further than INTERNAL.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from models.statements import ConsentScope

_WORD = re.compile(r"[^\W\d_]+")

_CONSENT = re.compile(r"\bconsent|informed agreement|\bсогласи[еяюй]|\bкелісім|\bsoglasi[ey]|\bkelisim")
# "Do you agree?" asks for consent only where it is about the talk or its use, or stands alone.
_AGREE = re.compile(
    r"\bagree[ds]?\b|\bсоглас(?:ен|на|ны)\b|\bкеліс(?:есі|емі|ті)|\bpermission|разрешени|\bрұқсат"
)
_ABOUT_TALK = re.compile(
    r"interview|survey|participat|\bdata\b|\buse[ds]?\b|\bshare|talk|record|интервью|опрос|беседу|участ|обработк|"
    r"использов|данны|запис|сұхбат|сауалнама|қатыс|дерек|пайдалан|жазу"
)
_WITHOUT = re.compile(
    r"without\b.{0,30}\bconsent|\bбез\b.{0,30}\bсоглас|келісімінсіз|рұқсатсыз|medical|медиц|операци"
)
_WITHDRAWN = re.compile(r"withdr|revok|\bотозв|\bотзыв|қайтарып|кері ал")
_REFUSED = re.compile(r"\brefus|\bdecline|\bотказ|бас тарт")
_ASIDE = re.compile(
    r"\bphoto|\bpicture|\baudio|\bvideo|\bdate\b|\btime\b|\bname\b|\bnotes?\b|\bfile\b|\burl\b|\bform\b|\bplace\b|"
    r"\blanguage|\bphone|\bby\b|\bфото|\bаудио|\bвидео|\bдата\b|\bвремя\b|\bимя\b|\bфио\b|\bфайл|сурет|дыбыс|бейне|күні"
)
_EXPLAINED = re.compile(r"explain|\bread\b|разъясн|объясн|прочит|зачит|түсіндір|оқып")
_SIGNED = re.compile(r"signature|\bподпись|\bқолы\b|\bқол\b")
_SHARING = re.compile(
    r"publi[cs]|\bопублик|\bпублик|жария|\bpartner|\bпартн[её]р|серіктес|\bcourt|\bсуд|\bсот|\bпередач"
)
_SHARE_WITH = re.compile(r"\bshare with\b|\bcan be shared|\bпоказать кому|\bкому (?:можно )?(?:показ|перед)")

# Words that say yes by themselves. Nouns ("consent") do not: "consent not given".
_YES = frozenset(
    "yes y yeah true ok okay agree agrees agreed accept accepts accepted confirm confirmed allow "
    "allowed given granted obtained consents consented signed verbal oral written да согласен согласна "
    "согласны даю дает даёт дал дала дано получено подписано подписал подписала устно устное письменно "
    "письменное подтверждаю разрешаю разрешил разрешила иә ия келісемін келісемиз келісеміз келістім "
    "келісті келісіледі беремін берді берілді алынды ауызша жазбаша da ia iya soglasen soglasna "
    "kelisemin".split()
)
_NO = frozenset("no n false нет жоқ жок none never н net joq zhok jok noconsent".split())
_NO_STEM = re.compile(
    r"(?:refus(?:ed|es|al|ing)|declin(?:ed|es)|denied|denies|withdrew|withdrawn|revoked|disagre|nonconsent|"
    r"отказ(?:ал|ыва|$)|отозва[лн]|отзыв|несоглас|запре[тщ]|келіспе|берме|тартты|тартқан|тартам|қаламай|otkaz|kelispe)"
)
# These refuse where they stand before any yes; behind one they limit it ("yes, but not for the press").
_NOT = re.compile(
    r"(?:not|don|doesn|didn|won|without|refuse|decline|withdraw|revoke|не|ни|без|отказаться|отозвать|емес|тарту)"
)
_HARMLESS = re.compile(
    r"(?<![^\W_])no[ _-]?(?:names?|photos?|restrictions?|conditions?|objections?|limits?)\b|\bбез имени\b"
)

_SCOPES: tuple[tuple[ConsentScope, re.Pattern[str]], ...] = (
    (ConsentScope.PUBLIC, re.compile(r"publi|публи|опубл|жария|media$|press$|сми$|пресс")),
    (
        ConsentScope.LEGAL,
        re.compile(r"legal$|court|суд(?:а|е|у|ом|ы|ов|еб\w*)?$|юрид|сот(?:қа|та|тар)?$|заңгер"),
    ),
    (ConsentScope.PARTNER, re.compile(r"partner|партн[её]р|серіктес|әріптес|un$|оон$|бұұ$")),
    (ConsentScope.INTERNAL, re.compile(r"intern|внутр|ішкі")),
)


class Asks(StrEnum):
    """What a column about consent asks."""

    CONSENT = "consent"
    SIGNATURE = "signature"
    SHARING = "sharing"
    EXPLAINED = "explained"
    WITHDRAWN = "withdrawn"
    ASIDE = "aside"  # consent to photos, its date, who took it down: decides nothing


class Said(StrEnum):
    """What an answer says."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"
    UNCLEAR = "unclear"


def asks(name: str) -> Asks | None:
    """What a column asks, by its name in plain lower-case words; None: it is not about consent."""
    about = _CONSENT.search(name) is not None
    if not about and _AGREE.search(name):
        about = len(_WORD.findall(name)) <= 2 or _ABOUT_TALK.search(name) is not None
    if _WITHOUT.search(name):
        return None
    if not about:
        if _SHARE_WITH.search(name):
            return Asks.SHARING
        return Asks.WITHDRAWN if name in {"withdrawn", "отозвано", "отозван"} else None
    kinds = (
        (Asks.WITHDRAWN, _WITHDRAWN),
        (Asks.WITHDRAWN, _REFUSED),
        (Asks.SIGNATURE, _SIGNED),
        (Asks.ASIDE, _ASIDE),
        (Asks.EXPLAINED, _EXPLAINED),
    )
    for kind, pattern in kinds:
        # A label that is a whole sentence mentions the right to withdraw, the data and so on.
        if len(name) <= 60 and pattern.search(name):
            return kind
    if _SHARING.search(name) and not _ABOUT_TALK.search(name):
        return Asks.SHARING
    return Asks.CONSENT


def said(answer: str) -> Said:
    """What an answer says: yes only where it is known to."""
    text = _HARMLESS.sub(" ", answer.casefold().strip())
    if text in {"1", "1.0", "+", "✓", "✔", "☑"}:
        return Said.YES
    if text in {"0", "0.0"}:
        return Said.NO
    if not any(character.isalnum() for character in text):
        return Said.NOTHING
    yes = scoped = denied = False
    for word in _WORD.findall(text):
        if word in _NO or _NO_STEM.match(word):
            return Said.NO
        if _NOT.fullmatch(word):
            if not (yes or scoped):
                return Said.NO
            denied = True
        yes = yes or word in _YES
        scoped = scoped or (not denied and _scope_of(word) is not None)
    return Said.YES if yes or scoped else Said.UNCLEAR


def scope(answer: str) -> ConsentScope | None:
    """The widest circle an answer names, read up to its first "not"."""
    found: ConsentScope | None = None
    words = _WORD.findall(answer.casefold())
    for word, following in pairwise([*words, ""]):
        if word in _NO or _NOT.fullmatch(word):
            break
        named = None if following.startswith(("guardian", "rep")) else _scope_of(word)
        if named is not None and (found is None or named.place > found.place):
            found = named
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """A column about consent; `decides`: without a yes in one of these a statement is not taken in."""

    asks: Asks
    name: str
    decides: bool


def questions(columns: Mapping[int, tuple[Asks, str]]) -> dict[int, Question]:
    """The questions of a form, from what its columns about consent ask and their names.

    Where none asks outright, whatever speaks of consent decides: its date, consent to photographs.
    """
    deciding = {Asks.CONSENT, Asks.SIGNATURE}
    outright = any(about in deciding for about, _ in columns.values())
    return {
        index: Question(
            about,
            name,
            about in deciding if outright else about is not Asks.WITHDRAWN and bool(_CONSENT.search(name)),
        )
        for index, (about, name) in columns.items()
    }


def decide(answers: Sequence[tuple[Question, str]], *, asked: bool) -> ConsentScope | None:
    """How far a statement may go, from its answers that are not empty; None: it may not be taken in.

    `asked`: the form has a question that decides. A form that asks nothing gives INTERNAL.
    """
    agreed = not asked
    widest, limit = ConsentScope.INTERNAL, ConsentScope.PUBLIC
    for question, answer in answers:
        meant = said(answer)
        if question.asks is Asks.SIGNATURE and meant is Said.UNCLEAR:
            meant = Said.YES  # the name of a picture: that there is one says yes
        if _refuses(question, meant):
            return None
        agreed = agreed or (question.decides and meant is Said.YES)
        sharing = question.asks is Asks.SHARING
        circle = scope(question.name) if sharing else None
        if meant is Said.YES and (sharing or question.asks is Asks.CONSENT):
            widest = max(widest, scope(answer) or circle or widest, key=_place)
        elif meant is Said.NO and circle is not None:
            limit = min(limit, _below(circle), key=_place)
    return min(widest, limit, key=_place) if agreed else None


def _refuses(question: Question, meant: Said) -> bool:
    if question.asks is Asks.WITHDRAWN:
        return meant in {Said.YES, Said.UNCLEAR}
    return meant is Said.NO and (question.decides or question.asks is Asks.EXPLAINED)


def _below(circle: ConsentScope) -> ConsentScope:
    return tuple(ConsentScope)[max(circle.place - 1, 0)]


def _scope_of(word: str) -> ConsentScope | None:
    return next((named for named, pattern in _SCOPES if pattern.match(word)), None)


def _place(circle: ConsentScope) -> int:
    return circle.place
