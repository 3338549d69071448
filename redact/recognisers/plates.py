"""Vehicle plates of Kazakhstan (both series) and its neighbours, typed in any script, and spoken ones."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.plain import is_plain
from redact.recognisers.context import near
from redact.recognisers.hit import Hit
from redact.recognisers.letter_names import ALSO_WORDS, LETTER_NAMES
from redact.recognisers.lookalikes import digit_view, latin_view
from redact.recognisers.numerals import Spoken, number_word, spoken_runs

NAME = "plates"

_L = "[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]"
_SEP = r"(?:[ \-|.]{0,3}|[ \-]?\n)"
_NOT_TIME = r"(?<!\d[.,:/\-])"
_NEW = re.compile(
    rf"(?<![^\W_])(?:KZ{_SEP})?(\d{{3}}){_SEP}({_L}{{2,3}}){_SEP}(?:KZ{_SEP})?"
    rf"([0O][1-9ЗLISБ]|[1IL][0-9OILЗ]|2[0O])(?:{_SEP}KZ)?(?![^\W_])"
)
_OLD = re.compile(rf"(?<![^\W_])({_L})[ \-]?(\d{{3}})[ \-]?({_L}{{2,3}})(?![^\W_])")
_RUSSIAN = re.compile(r"(?<![^\W_])([ABEKMHOPCTYX])[ ]?(\d{3})[ ]?([ABEKMHOPCTYX]{2})[ ]?(\d{2,3})(?![^\W_])")
_KYRGYZ = re.compile(r"(?<![^\W_])\d{2}[ ]?KG[ ]?\d{3}[ ]?[A-Z]{2,3}(?![^\W_])")
_UZBEK = re.compile(r"(?<![^\W_])\d{2}[ ](?:[A-Z][ ]\d{3}[ ][A-Z]{2}|\d{3}[ ][A-Z]{3})(?![^\W_])")
# trailers (29 ABD 06) and mopeds (11 AK 4472)
_TRAILER = re.compile(rf"(?<![^\W_]){_NOT_TIME}\d{{2}}[ \-]?({_L}{{3}})[ \-|]?(0[1-9]|1\d|20)(?![^\W_])")
_MOPED = re.compile(
    rf"(?<![^\W_]){_NOT_TIME}(?:\d{{2}}[ \-]?({_L}{{2}})[ \-]?\d{{4}}"
    rf"|\d{{4}}[ \-]?({_L}{{2}})[ \-]?(?:0[1-9]|1\d|20))(?![^\W_])"
)
_PARTIAL = re.compile(rf"(?<![^\W_])(\d{{3}}[ \-]?{_L}{{2,3}}|{_L}{{3}}[ \-]?(?:0[1-9]|1\d|20))(?![^\W_])")
# some of the digits are all that was seen: …47 KDA 08, ?85 ABC 02
_TORN = re.compile(
    rf"(?:(?<=…)|(?<=\.\.)|(?<=… )|(?<=\.\. )|(?<=[*?_])"
    rf"|(?<![^\W_]))(?=[*?_]{{0,2}}\d)([\d*?_]{{1,3}})[ \-]?({_L}{{2,3}})[ \-|]?"
    r"(0[1-9]|1\d|20)(?![^\W_])"
)
# one by one: 7 1 3 L D A 0 4
_SPACED = re.compile(rf"(?<![^\W_])\d(?:[ -]\d){{2}}(?:[ -]{_L}){{2,3}}(?:[ -]\d){{2}}(?![^\W_])")
_POLICE = re.compile(r"(?<![^\W_])(?:KP|PA|ПА)[ \-]?\d{3,4}(?![^\W_])")
_TORN_OLD = re.compile(rf"(?<![^\W_]){_L}[ \-]?(?=\d?\d?[*?_])[\d*?_]{{3}}[ \-]?{_L}{{2,3}}(?![^\W_])")
_CAR = re.compile(
    r"машин\w*|\bмәшине\w*|автомоб\w*|автомаш\w*|көлі[кг]\w*|kölı[kg]\w*|\bавто\b|гос\.?\s?номер\w*"
    r"|госномер\w*|мем\.?\s?нөмір\w*|нөмір\w*|nömır\w*"
    r"|\bномер\w*|\bplates?\b|\bcars?\b|vehicle|\bvan\b|\bbus\b|minivan|jeep|\bджип\w*|бобик\w*"
    r"|автозак\w*|газел\w*|\bнив\w+|\bлад\w{1,2}\b"
    r"|toyota|тойот\w*|camry|камри|hyundai|хюнда\w*|хёнда\w*|nexia|нексия\w*|niva|\blada\b|приор\w*"
    r"|ларгус\w*|патриот\w*|прадо|prado"
    r"|крузер\w*|cruiser|логан\w*|\blogan\b|соната\w*|daewoo|\bдэу\b|мерседес\w*|mercedes|\bбмв\b"
    r"|\bbmw\b|\bауди\b|\baudi\b|\bкиа\b|\bkia\b"
    r"|фольксваген\w*|volkswagen|шевроле\w*|chevrolet|кобальт\w*|cobalt|лексус\w*|lexus"
    r"|дастер\w*|duster|туксон\w*|tucson|тигуан\w*|tiguan|форд\w{0,2}|\bford\b|туарег\w*|спринтер\w*"
    r"|sprinter|транзит\w*|transit|паджеро|pajero|субару|subaru|ниссан\w*|nissan|мазд\w{1,2}|mazda"
    r"|хонд\w{1,2}"
    r"|honda|опел\w{1,2}|opel|шкод\w{1,2}|skoda|рено|renault|гранта|granta|вест[аыуе]|vesta|калин\w{1,2}"
    r"|волг[аиуе]|жигул\w*|шестерк\w|семерк\w|девятк\w|десятк\w|буханк\w|воронок|воронк\w|crv|рав\s?4"
    r"|микроавтобус\w*|автобус\w*|такси\w*|\btaxi\b|уаз\w*|\buaz\w*|пикап\w*|pick-?up|\btruck|фур[аеуы]\b"
    r"|камаз\w*"
    r"|kamaz\w*|делик\w|delica|рио\b|элантр\w|elantra|акцент\w?\b|accent|солярис\w*|solaris|пол[оу]\b"
    r"|октави\w"
    r"|пассат\w*|passat|гольф\w?\b|х?ай?люкс\w*|hilux|хайландер\w*|highlander|рав-?4|rav-?4|гелик\w*"
    r"|скутер\w*|прицеп\w*|т[іи]ркеме\w*|t[iı]rkeme\w*|trailer\w*|мопед\w*|mopeds?\b|scooter\w*|снегоход\w*"
    r"|квадроцикл\w*|трактор\w*|traktor\w*|tractor\w*|эвакуатор\w*|грузовик\w*|lorr(?:y|ies)|motorbike\w*"
    r"|motorcycle\w*|жүк\sкөлі\w*"
    r"|мотоцикл\w*|патрульк\w|экипаж\w*|mashin\w*|k[oó]lik\w*|nomir\w*|nomer\w*|nómir\w*",
    re.IGNORECASE,
)
_NUMBER_PLATE = re.compile(r"\bplates?\b|номер\w*|нөмір\w*|n[oó]mir\w*", re.I)
_NOT_LETTERS = frozenset(
    "OOO OO USD KZT EUR RUB KGS UZS GBP CNY GPU CPU SMS GSM KG KM MM CM TG TYC TEH PYB COM LET PM AM THE AND"
    " FOR NO OK "
    "KM/ TT MB GB TB BAR BC AD OF TO IN ON AT BY IS AS OR IF HE HA ДНЯ ЛЕТ РУБ ТЕҢ МЫҢ АДАМ ЧЕЛ ТЫС"
    " КГ КМ ТГ ШТ ДНЕЙ "
    "РАЗ ЧАС МИН СУТ КВТ КВ ГОД ГР ММ СМ МЛ МЛН UK HK RK ПК УК".split()
)
# 12 MAY 20 is a date
_MONTHS = frozenset(
    "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC ЯНВ ФЕВ ФEB МАР MAP АПР AПP МАЙ MAЙ МАЯ MAЯ ИЮН ИЮH"
    " ИЮЛ АВГ ABГ СЕН CEH ОКТ OKT НОЯ HOЯ ДЕК ДEK".split()
)
_UNIT_AFTER = re.compile(r"\s?(?:тенге|теңге|\$)", re.I)

_WORD = re.compile(r"[^\W_]+")


def find(text: str) -> Iterator[Hit]:
    """Plates in digits and letters, then those read out loud."""
    view = latin_view(digit_view(text))
    # letters of the series may have been read as digits by the digit view, never the reverse
    raw = latin_view(text)
    for source in (raw, view) if view != raw else (raw,):
        yield from _written(text, source)
    yield from _spoken(text)


def _written(text: str, view: str) -> Iterator[Hit]:
    for shape in (_KYRGYZ, _UZBEK):
        for match in matches(shape, view):
            if match[0][-3:] in _NOT_LETTERS:
                continue
            yield Hit(match.start(), match.end(), Label.PLATE, 0.7)
    for match in matches(_RUSSIAN, view):
        if _typed_high(text, match) or near(_CAR, text, match.span(), (70, 40)):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.8)
    yield from _own_series(text, view)


def _own_series(text: str, view: str) -> Iterator[Hit]:
    for match in matches(_NEW, view):
        by_car = near(_CAR, text, match.span(), (80, 40))
        # a region in letters (ll for 11) is a misread one: only near a car
        if match[2] in _NOT_LETTERS or (not match[3].isdigit() and not by_car):
            continue
        if by_car or _typed_high(text, match) or (len(match[2]) == 3 and " " not in match[0]):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.9)
    for match in matches(_OLD, view):
        if match[3] in _NOT_LETTERS or _UNIT_AFTER.match(view, match.end()):
            continue
        by_car = near(_CAR, text, match.span(), (80, 40))
        if by_car or (_typed_high(text, match) and len(match[3]) >= 2 and not _shouted(text, match)):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.9 if by_car else 0.6)
    yield from _in_pieces(text, view)
    for match in matches(_PARTIAL, view):
        letters = "".join(c for c in match[0] if c.isalpha())
        if letters in _NOT_LETTERS or not _typed_high(text, match):
            continue
        if near(_CAR, text, match.span(), (40, 15)):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.6)


def _in_pieces(text: str, view: str) -> Iterator[Hit]:
    """Plates read one by one, those of the police, and those of which some was not seen."""
    for match in matches(_SPACED, view):
        yield Hit(match.start(), match.end(), Label.PLATE, 0.8)
    for match in matches(_POLICE, view):
        if _typed_high(text, match) and near(_CAR, text, match.span(), (40, 15)):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.6)
    for match in matches(_TRAILER, view):
        by_car = near(_CAR, text, match.span(), (60, 30))
        alone = match[1] not in _MONTHS and _typed_high(text, match) and not _shouted(text, match)
        if match[1] not in _NOT_LETTERS and (by_car or alone):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.8 if by_car else 0.6)
    for match in matches(_MOPED, view):
        if (match[1] or match[2]) not in _NOT_LETTERS and near(_CAR, text, match.span(), (50, 20)):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.7)
    for match in matches(_TORN, view):
        if match[1].isdecimal() and len(match[1]) == 3:
            continue
        lead = text[max(0, match.start() - 2) : match.start()].strip()
        torn = not match[1].isdecimal() or lead.endswith((".", "…"))
        if match[2] not in _NOT_LETTERS and (torn or near(_CAR, text, match.span(), (40, 15))):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.7)
    for match in matches(_TORN_OLD, view):
        if any(c.isdigit() for c in match[0]) and near(_CAR, text, match.span(), (60, 30)):
            yield Hit(match.start(), match.end(), Label.PLATE, 0.7)


def _typed_high(text: str, match: re.Match[str]) -> bool:
    """Whether the letters were typed as capitals."""
    return not any(c.islower() and c != "l" for c in text[match.start() : match.end()])


def _shouted(text: str, match: re.Match[str]) -> bool:
    """Whether the words around are in capitals too, so that capitals tell nothing."""
    around = text[max(0, match.start() - 25) : match.start()] + " " + text[match.end() : match.end() + 25]
    words = [w for w in _WORD.findall(around) if w.isalpha() and len(w) > 2]
    return bool(words) and all(w.isupper() for w in words)


def _spoken(text: str) -> Iterator[Hit]:
    runs = _number_runs(text)
    by_start = {run.start: run for run in runs}
    for run in runs:
        if _is_region(run.digits) and run.words:
            # the end of a plate is all that was read: k m b zero nine
            first = _letters_before(text, run.start)
            if first is not None and near(_NUMBER_PLATE, text, (first, run.end), (30, 12)):
                yield Hit(first, run.end, Label.PLATE, 0.6)
        trailer = len(run.digits) == 2 and not _is_region(run.digits) and run.words > 0
        if len(run.digits) != 3 and not trailer:
            continue
        span = (run.start, run.end)
        letters, end = _letters_after(text, run.end)
        if trailer and (letters != 3 or not near(_CAR, text, span, (60, 30))):
            continue
        if not letters:
            first = _letters_before(text, run.start)
            if first is not None and near(_CAR, text, (first, run.end), (40, 20)):
                yield Hit(first, run.end, Label.PLATE, 0.6)
            continue
        region = _region_end(text, end, by_start)
        if 2 <= letters <= 3 and region is not None:
            by_car = near(_CAR, text, span, (150, 80))
            if by_car or (letters == 3 and not _everyday(text[run.end : end])):
                yield Hit(run.start, region, Label.PLATE, 0.9 if by_car else 0.7)
        elif 2 <= letters <= 3 and near(_CAR, text, span, (60, 30)):
            first = _letter_before(text, run.start)
            yield Hit(run.start if first is None else first, end, Label.PLATE, 0.6)


def _region_end(text: str, at: int, runs: dict[int, Spoken]) -> int | None:
    """Where the number of the region ends that begins at the next word, if there is one."""
    start = _next_word(text, at)
    following = runs.get(start)
    if following:
        return following.end if _is_region(following.digits) else None
    # Kazakh ten is no number by itself: it is the Russian "he" too
    word = _WORD.match(text, start)
    return word.end() if word and word[0].lower() in {"он", "on"} else None


def _everyday(letters: str) -> bool:
    """Whether the words for letters may as well be everyday words and first names."""
    return all(word.lower() in ALSO_WORDS for word in _WORD.findall(letters))


def _letters_before(text: str, at: int) -> int | None:
    """Where two or three names of letters begin that stand right before `at`."""
    words = list(_WORD.finditer(text, max(0, at - 40), at))
    first = None
    for count, word in enumerate(reversed(words), start=1):
        if count > 3 or word[0].lower() not in LETTER_NAMES:
            break
        first = word.start() if count >= 2 else None
    return first


def _number_runs(text: str) -> list[Spoken]:
    """Number words and bare digit groups: a plate read out may come as 331 ка ка эн 14."""
    runs = [r for r in spoken_runs(text) if not r.amount]
    covered = [(r.start, r.end) for r in runs]
    for match in re.finditer(r"(?<![^\W_])\d{2,3}(?![^\W_])", text):
        if not any(a <= match.start() < b for a, b in covered):
            runs.append(Spoken(match.start(), match.end(), match[0], 0, False))
    return sorted(runs, key=lambda r: r.start)


def _is_region(digits: str) -> bool:
    return digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 20


def _letters_after(text: str, at: int) -> tuple[int, int]:
    """How many letter names follow `at` (at most three), and where the last one ends."""
    count, end = 0, at
    while count < 4:
        match = _WORD.match(text, _next_word(text, end))
        if not match:
            break
        word = match[0].lower()
        if word in LETTER_NAMES:
            count += 1
        elif count == 0 and 2 <= len(word) <= 3 and word.isalpha() and _written_together(word):
            count += len(word)  # the letters written together: 331 kkn 14
        else:
            break
        end = match.end()
    return (count if count <= 3 else 0), end


def _written_together(word: str) -> bool:
    """Whether a short word may be the letters of a plate: kkn, лда."""
    if word.upper() in _NOT_LETTERS:
        return False
    return word.isascii() or not (is_plain(word) or number_word(word))


def _letter_before(text: str, at: int) -> int | None:
    words = list(_WORD.finditer(text, max(0, at - 12), at))
    if words and words[-1][0].lower() in LETTER_NAMES and text[words[-1].end() : at].isspace():
        return words[-1].start()
    return None


def _next_word(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,-\n":
        at += 1
    return at
