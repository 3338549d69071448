"""What a single word says about itself: given name, surname, patronymic; without its neighbours."""

import re
from dataclasses import dataclass
from functools import lru_cache

from redact.letters import fold
from redact.recognisers.person_endings import bases
from redact.recognisers.person_lists import (
    common_keys,
    flat,
    full_given_keys,
    given_keys,
    not_name_keys,
    surname_keys,
)
from redact.recognisers.person_triggers import INTRODUCES, KIN, RANK, RESPECT, STREET_AFTER, STREET_BEFORE

# Kazakh endings that follow a surname, loosely: the shape before them is what counts.
_KK = r"(?:(?:т[аеы]р)?-?(?:[нтд][ыіи][ңн]|[қкғгн][ае]|[нтд][ыіи]|[тдн][ае]н?|[мбп]ен|нікі|тікі|дай|дей|н|лар|лер)(?:мын|мін)?)"
_RU_OV = r"(?:а|у|ым|е|ой|ою|ы|ых|ыми)"
_OV = re.compile(rf"(.{{2,}})(?:ов|ев|ёв)(?:{_RU_OV}|{_KK}|[ау]?{_KK})?")
_IN = re.compile(r"(.{2,})(?:ин|ын)(?:а|у|ым|е|ой|ою|ы|ых|ыми)?")
_SKY = re.compile(r".{2,}(?:[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими))")
_GEO = re.compile(
    r".{2,}(?:дзе|швили|енко|ченко)|.{2,}(?:[чнрлстд]юк|чук)(?:а|у|ом|е|и)?|.{3,}[а-я]ян(?:а|у|ом|е|ы)?"
)
_LAT_OV = re.compile(
    r"(.{2,})(?:[oe]v|yev|iev|oev|uov|uev|eff|off)(?:a|oi|oy|u|ym|)(?:-?(?:[td][yıi][nñ]|[qkgğ][ae]|[td][yıi]|[td][ae]n|[mp]en|n[yıi]ñ))?"
)
_LAT_WEAK = re.compile(r".{3,}(?:s[ck](?:y|iy|yi|i|aya|aia)|shvili|dze|enko|[chnrl]huk|yan)")
_LAT_IN = re.compile(r"(.{3,})ina?")

# Elements that Kazakh surnames and names are made of, as fold keys: before -ов/-ев they make a sure surname.
_KZ_STEM = re.compile(
    r".+(?:ба|бе?к|хан|жан|гали|кали|мурат|гамбет|хамбет|мамбет|мухамед|хамед|хамет|ахмет|болат|булат|султан|назар|гелди|келди|гелд|келд|гази|кожа|хожа"
    r"|темир|даулет|берген|берди|берд|мурз|мирз|сеит|сеи|кул|гул|алин?|али|уали|хмет|таи|та|баса|салик|лик|тик|дик|тлеу|леу|ману|ман|разак|рахман|карим|кали)"
)
_KZ_NAME = re.compile(
    r".{2,}(?:бек|жан|хан|гул|нур|мурат|болат|гали|кали|хамбет|гамбет|мамбет|хамед|хамет|ахмет|султан|гелди|келди|берди|темир|даулет|мурза|кожа|улан)"
)
_PATR = re.compile(
    r"(.{2,}?)(?:(?:о|е|ё)вич(?:а|у|ем|е|и|ей)?|(?:о|е|ё)вн(?:а|ы|е|у|ой|ою)|[оеё]выч(?:а|у|ем|е)?|инична|иничн[ыеуой]+)(?:-?[қкнтдмпғг][аеыіңн]{1,3})?"
    r"|(?:иль|кузьм|фом|лук|никит|савв|ил)(?:ич(?:а|у|ом|ем|е)?|иничн[аыеуой]+)|(.{3,})[еиыа]?[кмнрлтдшсжвзб]ыч(?:а|у|ем|е)?"
    r"|(.{2,})(?:ovich|evich|yevich|ovna|evna|yevna|ichna|ovych)"
)
_ULY = re.compile(
    r"(.{2,})-?(?:ұлы|улы|уғлы|угли|оглы|оғлы|қызы|кызы|гызы|қизи|кызи)(?:ның|нің|нын|нин|на|не|н|нан|нен|мен|нда|нде|нікі|мын|мін|дар|лар|ой|у)?"
    r"|(.{2,})-?(?:uly|ūly|ūlı|uli|ulı|uulu|ughli|oglu|ogly|qyzy|kyzy|kizi|qızı|gyzy|kyzi|qyzı)(?:n[yıi][nñ]|na|ne|n|nan|nen|men)?"
)
_KAZAKH_END = re.compile(r"(?:[нтд][ыі][ңн]?|[ғқ]а|[гк]е|[тдн][ае]н|[мбп]ен|[тд][ае]|ның|нің)$")
_NOT_OV = frozenset(
    "готов здоров часов месяцев голов основ снов слов нов условн иванов- голова головы голове голову корова коровы основа основы снова".split()
)
_RESPECT_SHORT = frozenset(
    """маке мәке баке бәке саке сәке таке тәке жаке жәке даке дәке ереке нуреке нұреке асеке беке кеке оке уаке қаке каке шаке шәке қайреке кайреке
    әлеке алеке абеке әбеке секе сереке бауке төке ораке мұқа ғалеке күке дуке дәуке берекe ереке жуке жүке нуке нүке исеке ісеке жомеке тілеке""".split()
)
_LOOK_CYR = str.maketrans({"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "k": "к", "m": "м", "t": "т", "i": "і",
    "A": "А", "E": "Е", "O": "О", "P": "Р", "C": "С", "X": "Х", "Y": "У", "K": "К", "M": "М", "T": "Т", "H": "Н", "B": "В", "I": "І",
    "ə": "ә", "h": "һ", "0": "о", "3": "з", "4": "ч", "6": "б", "1": "і", "ı": "і"})  # fmt: skip
_LOOK_LAT = str.maketrans({"а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "к": "k", "м": "m", "т": "t", "і": "i",
    "А": "A", "Е": "E", "О": "O", "Р": "P", "С": "C", "Х": "X", "У": "Y", "К": "K", "М": "M", "Т": "T", "Н": "H", "В": "B", "І": "I",
    "0": "o", "1": "l", "5": "s", "|": "l"})  # fmt: skip


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


def clean(word: str) -> str:
    """The lower-case word with look-alike letters and digits of the other script put right, line break removed."""
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
    low = clean(surface)
    role = _role(low)
    key = fold(low)
    blocked = key in not_name_keys()
    parts = [part for part in low.split("-") if len(part) > 1] if "-" in low else [low]
    given, exact, listed, common = 0, False, False, _is_common(low)
    for part in parts:
        strength, is_exact, is_common, is_listed = _given(part)
        if strength > given:
            given, exact, listed = strength, is_exact, is_listed
        common = common or is_common
    surname = max((_surname(part) for part in parts), default=0)
    patronymic = max((_patronymic(part) for part in parts), default=0)
    if not blocked and not given and surname < 3:
        blocked = any(fold(base) in not_name_keys() for base in bases(low) if len(base) > 3)
    if blocked and given:
        given, common = 1, True
    return Word(low, given, surname, patronymic, common, blocked, role, exact, listed)


def _is_common(low: str) -> bool:
    return flat(low) in common_keys(latin=low[0] < "\u0400")


def _role(low: str) -> str:
    """Which kind of trigger word this is, one letter: i(ntroduces) r(ank) k(in) e(steem) b(efore) a(fter street)."""
    kinds = (
        ("i", INTRODUCES),
        ("r", RANK),
        ("k", KIN),
        ("e", RESPECT),
        ("b", STREET_BEFORE),
        ("a", STREET_AFTER),
    )
    return "".join(letter for letter, pattern in kinds if pattern.fullmatch(low))


def _given(low: str) -> tuple[int, bool, bool, bool]:
    """Strength as a given name; whether it is uninflected, also an ordinary word, and in the lists."""
    keys = given_keys()
    key = fold(low)
    own_word = _is_common(low)
    if low in _RESPECT_SHORT:
        return (1 if own_word else 2), True, own_word, True
    if key in keys:
        return (1, True, True, True) if own_word or len(key) < 3 else (2, True, False, True)
    if own_word:
        return 0, False, True, False
    kazakh = any(c in "әғқңөұүһі" for c in low)
    for base in bases(low):
        base_key = fold(base)
        if base_key in keys and len(base_key) > 2:
            weak = own_word or _is_common(base) or len(base_key) < 4
            if kazakh and weak and low.startswith(base[:-1]) and base[-1] != low[len(base) - 1]:
                continue
            return (1 if weak else 2), False, weak, True
    # composed Kazakh names that no list holds: -бек, -жан, -гүл ...
    for base in (low, *bases(low)):
        base_key = fold(base)
        russian_verb = base.endswith(("гали", "кали"))
        if len(base_key) >= 6 and not own_word and not russian_verb and _KZ_NAME.fullmatch(base_key):
            return (2 if len(base_key) >= 7 else 1), base == low, False, False
    # Russian vocatives without the last letter: Маш, Серёг
    if len(low) > 2 and not kazakh and low[0] >= "\u0400" and not own_word:
        for last in ("а", "я", "ь"):
            if fold(low + last) in keys and len(low) > 2:
                return 1, False, True, True
    return 0, False, False, False


def _surname(low: str) -> int:
    if low in _NOT_OV:
        return 0
    if _is_common(low):
        return 1 if fold(low) in surname_keys() else 0
    if low.isascii() or not "\u0400" <= low[0] <= "\u04ff":
        return _surname_latin(low)
    key = fold(low)
    if key in surname_keys():
        return 3 if len(key) > 3 else 1
    if found := _OV.fullmatch(low):
        return _ov_strength(found[1], low)
    if _IN.fullmatch(low):
        nominative = re.sub(r"(?<=[иы]н)(?:а|у|ым|е|ой|ою|ы|ых|ыми)$", "", low)
        return 3 if fold(nominative) in surname_keys() else (1 if len(low) > 4 else 0)
    for base in bases(low):
        if len(base) > 3 and fold(base) in surname_keys():
            return 0 if _is_common(base) else 3
    return 2 if _GEO.fullmatch(low) else (1 if _SKY.fullmatch(low) else 0)


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
    key = fold(low)
    if key in surname_keys() and len(key) > 3:
        return 3
    if (found := _LAT_OV.fullmatch(low)) and len(low) > 4:
        return _ov_strength(found[1], low)
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
    return 0
