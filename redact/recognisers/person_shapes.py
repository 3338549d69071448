"""What a single word says about itself: given name, surname, patronymic; without its neighbours."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from redact.letters import fold
from redact.name_lists import (
    bare_surname_keys,
    common_keys,
    flat,
    full_given_keys,
    given_flat,
    given_keys,
    not_name_keys,
    surname_keys,
)
from redact.plain import in_cyrillic, lower_words
from redact.recognisers.person_endings import bases
from redact.recognisers.person_triggers import INTRODUCES, KIN, RANK, RESPECT, STREET_AFTER, STREET_BEFORE
from redact.recognisers.person_words import NOT_SURNAMES, RESPECT_FORMS, SON_OF

# Kazakh endings that follow a surname, loosely: the shape before them is what counts.
_KK = (
    r"(?:(?:т[аеы]р)?-?(?:[нтд][ыіи][ңн]|[қкғгн][ае]|[нтд][ыіи]|[тдн][ае]н?|[мбп]ен"
    r"|нікі|тікі|дай|дей|н|лар|лер)"
    r"(?:мын|мін)?)"
)
_RU_OV = r"(?:а|у|ым|е|ой|ою|ы|ых|ыми)"
_OV = re.compile(rf"(.{{2,}})(?:ов|ев|ёв)(?:{_RU_OV}|{_KK}|[ау]?{_KK})?")
_IN = re.compile(rf"(.{{2,}})(?:ин|ын)(?:{_RU_OV}|{_KK}|а{_KK})?")
_SKY = re.compile(r".{2,}(?:[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими))")
_GEO = re.compile(
    r".{2,}(?:дзе|швили|енко|ченко)|.{2,}(?:[чнрлстд]юк|чук)(?:а|у|ом|е|и)?|.{3,}[а-я]ян(?:а|у|ом|е|ы)?"
)
_LAT_OV = re.compile(
    r"(.{2,})(?:[oe]v|yev|iev|oev|uov|uev|eff|off)(?:a|oi|oy|u|ym|)(?:-?(?:[td][yıi][nñ]|[qkgğ][ae]"
    r"|[td][yıi]|[td][ae]n|[mp]en|n[yıi]ñ))?"
)
_LAT_GAELIC = re.compile(r"mc[a-z]{4,}|mac[bcdfghjklmnpqrstvwz][a-z]{3,}|o['’][a-z]{4,}")
_LAT_WEAK = re.compile(r".{3,}(?:s[ck](?:y|iy|yi|i|aya|aia)|shvili|dze|enko|[chnrl]huk|yan)")
_LAT_IN = re.compile(r"(.{3,})ina?")

# Elements that Kazakh surnames and names are made of, as fold keys: before -ов/-ев they make a sure surname.
_KZ_STEM = re.compile(
    r".+(?:ба|бе?к|хан|жан|гали|кали|мурат|гамбет|хамбет|мамбет|мухамед|хамед|хамет|ахмет|болат|булат"
    r"|султан|назар|гелди|келди|гелд|келд|гази|кожа|хожа"
    r"|темир|даулет|берген|берди|берд|мурз|мирз|сеит|сеи|кул|гул|алин?|али|уали|хмет|таи|та|баса|салик"
    r"|лик|тик|дик|тлеу|леу|ману|ман|разак|рахман|карим|кали)"
)
_KZ_NAME = re.compile(
    r".{2,}(?:бек|жан|хан|гул|нур|мурат|болат|гали|кали|хамбет|гамбет|мамбет|хамед|хамет|ахмет|султан"
    r"|гелди|келди|берди|темир|даулет|мурза|кожа|улан"
    # Uzbek, Tajik and Uyghur names
    r"|баи|бои|жон|хон|зод|зода|мурод|бахт|идин|шод|иер|иар)"
)
# Russian verbs and nouns that end like them
_NOT_COMPOSED = ("гали", "кали", "гибай", "собой", "тобой", "любой", "слабой", "грубой", "збай")
_PATR = re.compile(
    r"(.{2,}?)(?:(?:о|е|ё)вич(?:а|у|ем|е|и|ей)?|(?:о|е|ё)вн(?:а|ы|е|у|ой|ою)|[оеё]выч(?:а|у|ем|е)?"
    r"|инична|иничн[ыеуой]+)(?:-?[қкнтдмпғг][аеыіңн]{1,3})?"
    r"|(?:иль|кузьм|фом|лук|никит|савв|ил)(?:ич(?:а|у|ом|ем|е)?|иничн[аыеуой]+)|(.{3,})ыч(?:а|у|ем|е)?"
    r"|(.{2,})(?:ovich|evich|yevich|ovna|evna|yevna|ichna|ovych)"
)
# Spoken patronymics in Latin letters: Ivanych.
_PATR_SPOKEN = re.compile(r"(.{3,})(?:ych|ich|ovna|anna|alna)")
_ULY = re.compile(
    r"(.{2,})-?(?:ұлы|улы|уғлы|угли|оглы|оғлы|ўғли|ўғлы|огли|ўгли|қызы|кызы|гызы|қизи|кизи|кызи)(?:ның|нің|нын|нин|на|не|н|нан"
    r"|нен|мен|нда|нде|нікі|мын|мін|дар|лар|ой|у)?"
    r"|(.{2,})-?(?:uly|ūly|ūlı|uli|ulı|uulu|ughli|ugli|oglu|oğlu|ogly|ogli|oghli|qyzy|kyzy|kizi|qizi|qızı|gizi|gyzy|kyzi"
    r"|qyzı)(?:n[yıi][nñ]|na|ne|n|nan|nen|men)?"
)
_KAZAKH_END = re.compile(r"(?:[нтд][ыі][ңн]?|[ғқ]а|[гк]е|[тдн][ае]н|[мбп]ен|[тд][ае]|ның|нің)$")
# the capital of 2019-2022: with the hyphen it is the town, without it a given name
_CAPITAL = re.compile(r"н[уұ]р-с[уұ]лтан|nur-sultan|nūr-sūltan")
_LOOK_CYR = str.maketrans("aeopcxykmtiAEOPCXYKMTHBIəh03461ı", "аеорсхукмтіАЕОРСХУКМТНВІәһозчбіі")
_LOOK_LAT = str.maketrans("аеорсхукмтіАЕОРСХУКМТНВІ015|", "aeopcxykmtiAEOPCXYKMTHBIolsl")


_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘ʼʻ`´](?=[^\W\d_])")

_FOND = ("чик", "ечка", "очка", "енька", "онька", "ушка", "юшка", "улька", "ишка", "ик")
_KAZAKH_LETTERS = "әғқңөұүһі"


@dataclass(frozen=True, slots=True)
class Word:
    """What one word may be.

    given: 0 no, 1 also an ordinary word or a short form, 2 a listed name (inflected or not).
    surname: 0 no, 1 weak shape (-ин, -ский), 2 shape (-ов, -енко), 3 listed or made of Kazakh elements.
    """

    low: str
    given: int
    surname: int
    patronymic: int
    common: bool
    blocked: bool
    role: str
    exact: bool
    listed: bool

    @property
    def endless(self) -> bool:
        """Whether the word bears a Kazakh case ending: unlike Russian ones, few other words end so."""
        return bool(_KAZAKH_END.search(self.low))

    @property
    def name(self) -> bool:
        """Whether the word alone could be a part of a name."""
        return bool(self.given or self.surname or self.patronymic)


def ends_a_name(one: Word, two: Word) -> bool:
    """Whether the case ending of `one` closes a Kazakh name, before another one: Айгүлге Бейбіттің."""
    return (
        one.given == 2
        and not one.exact
        and one.endless
        and two.listed
        and bool(two.given)
        and two.surname < 2
    )


def clean(word: str) -> str:
    """The lower-case word, look-alikes of the other script put right, line break removed."""
    word = word.replace("-\n", "").replace("\n", "")
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in word)
    digits = any(c.isdigit() for c in word)
    if not digits and cyrillic in (0, len(word)):
        return word.lower()
    latin = sum(c.isascii() and c.isalpha() for c in word)
    if cyrillic and cyrillic >= latin:
        return word.translate(_LOOK_CYR).lower()
    if cyrillic or digits:
        return word.translate(_LOOK_LAT).lower()
    return word.lower()


@lru_cache(maxsize=20_000)
def word_of(surface: str) -> Word:
    """What a word as written may be; capitals do not matter here."""
    word = _judge(clean(surface))
    if "1" in surface and not word.name:
        # a scanned 1 is an l or an i
        return _judge(clean(surface.replace("1", "i")))
    return word


def _judge(low: str) -> Word:
    role = _role(low)
    key = fold(low)
    blocked = key in not_name_keys() or _CAPITAL.match(low) is not None
    low = _APOSTROPHE.sub("", low)
    parts = [part for part in low.split("-") if len(part) > 1] if "-" in low else [low]
    given, exact, listed, common = 0, False, False, _is_common(low)
    for part in parts:
        found = _given(part)
        if found.strength > given:
            given, exact, listed = found.strength, found.exact, found.listed
        common = common or found.common
    surname = max((_surname(part) for part in parts), default=0)
    patronymic = max((_patronymic(part) for part in parts), default=0)
    if not blocked and not given and surname < 3:
        blocked = any(fold(base) in not_name_keys() for base in bases(low) if len(base) > 4)
    if given and (blocked or "k" in role):
        given, common = 1, True
    return Word(low, given, surname, patronymic, common, blocked, role, exact, listed)


def _is_common(low: str) -> bool:
    if flat(low) in common_keys(latin=low[0] < "\u0400"):
        return True
    # Kazakh in Latin letters: its words are known in Cyrillic
    return (not low.isascii() or "q" in low) and any(
        flat(reading) in common_keys(latin=False) or reading in lower_words() for reading in in_cyrillic(low)
    )


def _role(low: str) -> str:
    """The kinds of trigger word, a letter each: introduces, rank, kin, esteem, before and after a street."""
    kinds = (
        ("i", INTRODUCES),
        ("r", RANK),
        ("k", KIN),
        ("e", RESPECT),
        ("b", STREET_BEFORE),
        ("a", STREET_AFTER),
    )
    role = "".join(letter for letter, pattern in kinds if pattern.fullmatch(low))
    if _APOSTROPHE.sub("", low) in SON_OF:
        return role + "p"
    if not role and any(KIN.fullmatch(reading) for reading in in_cyrillic(low)):
        return "k"
    return role


class _Given(NamedTuple):
    strength: int = 0
    exact: bool = False
    common: bool = False
    listed: bool = False


def _given(low: str) -> _Given:
    """What the lists, then the make of the word say about a given name."""
    key = fold(low)
    own_word = _is_common(low)
    if own_word and low[0] >= "\u0400" and flat(low) not in given_flat():
        return _Given(common=True)
    if low in RESPECT_FORMS or key in given_keys():
        return _Given(1 if own_word or len(key) < 3 else 2, True, own_word, True)
    if own_word:
        return _Given(common=True)
    return _inflected(low) or _composed(low) or _vocative(low) or _fond(low) or _Given()


def _inflected(low: str) -> _Given | None:
    keys = given_keys()
    kazakh = any(c in _KAZAKH_LETTERS for c in low)
    for base in bases(low):
        key = fold(base)
        if key in keys and len(key) > 2:
            # fold() makes one letter of two: адамм is a form of адам
            weak = _is_common(base) or len(key) < 4 or (base[-1] == base[-2] and _is_common(base[:-1]))
            # a Kazakh word takes no Russian ending that changes its last letter
            if kazakh and weak and base[-1] != low[len(base) - 1]:
                continue
            return _Given(1 if weak else 2, False, weak, True)
    return None


def _composed(low: str) -> _Given | None:
    """Composed Kazakh names that no list holds: -бек, -жан, -гүл."""
    for base in (low, *bases(low)):
        key = fold(base)
        # "прижигали", "таскали" are Russian verbs
        if len(key) >= 6 and not base.endswith(_NOT_COMPOSED) and _KZ_NAME.fullmatch(key):
            sure = len(key) >= 7 and not key.endswith(("баи", "бои"))
            return _Given(2 if sure else 1, base == low)
    return None


def _vocative(low: str) -> _Given | None:
    """Russian vocatives without the last letter: Маш, Серёг."""
    if (
        len(low) < 3
        or not "а" <= low[0] <= "я"
        or not any(fold(low + last) in given_keys() for last in "аяь")
    ):
        return None
    return _Given(1, False, True, True)


def _fond(low: str) -> _Given | None:
    """Russian fond forms that no list holds: Ержанчик, Айгулечка."""
    for form in (low, *bases(low)):
        for ending in _FOND:
            stem = form.removesuffix(ending)
            if (
                stem != form
                and len(stem) > 2
                and any(fold(stem + last) in given_keys() for last in ("", "а", "я", "ь"))
            ):
                return _Given(1, form == low, True, True)
    return None


def _surname(low: str) -> int:
    key = fold(low)
    if low in NOT_SURNAMES or _is_common(low):
        return 1 if key in surname_keys() else 0
    if key in surname_keys() and len(key) > 3:
        return 3
    return _surname_cyrillic(low) if "\u0400" <= low[0] <= "\u04ff" else _surname_latin(low)


def _surname_cyrillic(low: str) -> int:
    if found := _OV.fullmatch(low):
        return _ov_strength(found[1], low)
    if _IN.fullmatch(low):
        nominative = re.sub(r"(?<=[иы]н)(?:а|у|ым|е|ой|ою|ы|ых|ыми)$", "", low)
        return 3 if fold(nominative) in surname_keys() else int(len(low) > 4)
    for base in bases(low):
        if len(base) > 3 and fold(base) in surname_keys():
            return 0 if _is_common(base) else 3
    if _GEO.fullmatch(low) or fold(low) in bare_surname_keys():
        return 2
    return int(_SKY.fullmatch(low) is not None or fold(low) in surname_keys())


def _ov_strength(stem: str, low: str) -> int:
    key = fold(stem)
    nominative = low[: len(stem) + 2]
    if (
        key in full_given_keys()
        or fold(nominative) in surname_keys()
        or (len(key) > 3 and _KZ_STEM.fullmatch(key))
    ):
        return 3
    if key + "а" in full_given_keys() or key + "и" in full_given_keys():
        return 3
    return 2 if len(low) > 4 else 1


def _surname_latin(low: str) -> int:
    if (found := _LAT_OV.fullmatch(low)) and len(low) > 4:
        return _ov_strength(found[1], low)
    if _LAT_GAELIC.fullmatch(low) and low not in lower_words():
        return 2
    if _LAT_WEAK.fullmatch(low):
        return 1
    if (found := _LAT_IN.fullmatch(low)) and fold(low.removesuffix("a")) in surname_keys():
        return 3
    return 0


def _patronymic(low: str) -> int:
    if found := _ULY.fullmatch(low):
        written = next(group for group in found.groups() if group)
        stem = fold(written)
        if stem in given_keys() or _KZ_NAME.fullmatch(stem):
            return 3
        # Russian plurals end in -улы too (формулы, стулы)
        return 0 if low[len(written) :].startswith("улы") else 2
    if found := _PATR.fullmatch(low):
        stem = fold(next((group for group in found.groups() if group), "")).removesuffix("и")
        return 3 if not stem or stem in given_keys() or stem + "и" in given_keys() else 2
    if low.isascii() and (found := _PATR_SPOKEN.fullmatch(low)):
        return 3 if fold(found[1]) in given_keys() else 0
    return 0
