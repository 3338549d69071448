"""Settlements, districts, regions and countries: by their marker, and by the gazetteer.

The name of a settlement stands without its marker (г., село, қаласы); a region's or district's noun belongs
to the name.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.letters import fold
from redact.matches import matches
from redact.plain import is_cased
from redact.recognisers import place_speech
from redact.recognisers.context import low
from redact.recognisers.gazetteer import may_be_place, places
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view
from redact.recognisers.place_words import NO_NAME
from redact.stems import stems

NAME = "places"

# a marker beside it says more than what the word looks like
_MARKED = 0.96

_CAP = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪÇİ]"
_WORD = rf"{_CAP}[^\W\d_]+(?:[-'’][^\W\d_]+){{0,3}}"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,2}}"

_RU_REGION = re.compile(
    rf"(?<![^\W_])({_WORD}(?:ск|цк)(?:ая|ой|ую|ою|ий|ого|ому|им|ом)\s(?:обл(?:аст\w{{1,3}}|\.)|край"
    rf"|края|крае|район\w{{0,2}}|р-н\w{{0,2}}|(?:сельск|аульн)\w{{2,3}}\sокруг\w{{0,2}}))(?!\w)"
    rf"|(?<![^\W_])((?:обл(?:асть|асти|астью)|район[ае]?|республик[аеиу])\s{_WORD}(?:\s{_WORD})?)"
)
_RU_REGION_LOW = re.compile(
    r"(?<![^\W_])([^\W\d_]{4,}(?:ск|цк)(?:ая|ой|ую|ий|ого|ому|им|ом)\s(?:област\w{1,2}"
    r"|район\w{0,2}))(?!\w)"
)
_KK_REGION = re.compile(
    rf"(?<![^\W_])({_NAME}\s(?:облыс\w{{0,6}}|обл\.|аудан(?!дық)\w{{0,6}}|ауылдық округ\w{{0,5}}"
    rf"|oblys\w{{0,5}}|audan(?!dyq)\w{{0,5}}|oblast|raion|rayon))(?!\w)"
)
_KK_REGION_LOW = re.compile(
    r"(?<![^\W_])([^\W\d_]{4,}(?:\sқазақстан)?\s(?:облыс(?:ы|ын)\w{0,5}|аудан(?:ы|ын)\w{0,5}))(?!\w)"
)
_EN_REGION = re.compile(
    rf"(?<![^\W_])({_NAME}\s(?:[Rr]egion|[Dd]istrict|[Oo]blast|[Pp]rovince"
    rf"|[Cc]ounty))(?!\w)(?!\s(?:[Pp]olice|[Cc]ourt|[Dd]epartment|[Hh]ospital|[Pp]rosec|[Aa]kimat))"
)
_SHORT_REGION = re.compile(r"(?<![^\W_])(?:ЗКО|ВКО|СКО|ЮКО|БҚО|ШҚО|СҚО|ОҚО|WKO|EKO)(?![^\W_])")

_RU_SETTLEMENT = re.compile(
    rf"(?<![^\W_])(?i:г\.|гор\.|город(?:а|е|у|ом)?|с\.|сел(?:о|а|е|у|ом)|пос(?:\.|[её]л(?:ок|ка|ке"
    rf"|ку))|пгт\.?|п\.|аул(?:а|е|у)?|деревн(?:я|и|е|ю)|станци(?:я|и|ю|ей)|ст\.|разъезд(?:а|е|у)?|рзд\."
    rf"|ауылы|райцентр\w?|отгон\w?|урочищ\w|кишлак\w?"
    rf"|зимовк\w|хутор\w?)\s?({_WORD}(?:\s(?:{_WORD}|батыр\w?|ата|би|баба|хан|төбе|тобе))?)"
)
_KK_SETTLEMENT = re.compile(
    rf"(?<![^\W_])({_WORD}(?:[\s-]{_WORD})?)\s(?:қалас\w{{1,8}}|қ\.|ауыл(?:ы\w{{0,6}})"
    rf"|кент(?:і\w{{0,6}})|стан(?:са|ция)с\w{{1,6}}|бекет(?:і\w{{0,6}})|разъезі\w{{0,5}}|а\.(?=,)"
    rf"|селос\w{{1,5}}|поселк?е?с\w{{0,4}}|[qk]alas\w{{1,6}}|a[uý][yı]l(?:y\w{{0,5}})|beket[iı]\w{{0,5}}"
    rf"|auyl(?:y\w{{0,5}})|kentı\w{{0,5}})(?!\w)"
)
_KK_SETTLEMENT_LOW = re.compile(
    r"(?<![^\W_])([^\W\d_]{4,})\s(?:қалас\w{1,8}|ауыл(?:ы\w{0,6})|кент(?:і\w{0,6}))(?!\w)"
)
_EN_SETTLEMENT = re.compile(
    rf"(?<![^\W_])(?:(?:village|town|city|settlement|aul|auyl|station)\s(?:of\s)?({_NAME})"
    rf"|({_NAME})\s(?:village|town|city|settlement|aul|auyl))(?!\w)"
)
_RU_SETTLEMENT_LOW = re.compile(
    r"(?<![^\W_])(?:село|селе|села|поселке|посёлке|поселок|посёлок|городе|города|ауле"
    r"|станции)\s([^\W\d_]{4,})"
)
# where somebody says that he comes from, in a transcript: any word that can be a village
_ORIGIN = re.compile(
    r"(?<![^\W_])(?:(?:сам|сама|родом|мы|сами|приехал\w*|приехала)\sиз|(?:i am|i'm|we are|originally"
    r"|comes?|came)\sfrom)\s((?!дома|города|села|поли|деревни|аула|больниц|тюрьм|суда|work|home|there"
    r"|here|the\b)[^\W\d_]{4,})"
)

# Uspenka, Pavlodar Region: what stands before a region is a settlement
_BEFORE_REGION = re.compile(
    rf"(?<![^\W_])({_WORD}(?:\s{_WORD})?),\s(?={_WORD}(?:\s{_WORD})?\s(?:обл\.|обл(?![^\W_])|област|район"
    rf"|р-н|Region|Reg\.|Reg(?![^\W_])|District"
    rf"|Oblast|облыс|аудан|край|Province|oblys|aýdan|audan))"
)
_LIVED = re.compile(
    rf"(?<![^\W_])(?i:(?:i'?\s?a?m|we are|we're|originally|comes?|came|people|he is|she is|he was|she was"
    rf"|native|citizen|resident)\s(?:from|of)"
    rf"|(?:born|live[sd]?|living|stays?|stayed|grew up|worked|works|hid|hiding|exile[d]?|buried)\sin"
    rf"|родом\sиз|из-под|под|(?:родил\w{{2,3}}|жив\w{{1,4}}|жил\w?|прожива\w+|учил\w{{2,3}}|работа\w+"
    rf"|служи\w*|умер\w*|похорон\w+)\sв"
    rf"|(?:уехал\w?|переехал\w?|увезли|вывезли|приехал\w?|вернул\w{{2,3}}|отвезли|этапирова\w+)\s(?:в|из))\s"
    rf"((?:{_CAP}[а-яё]+(?:ой|ый|ая|ом|ое|ий|ые|ей|яя|ее|ем)\s(?={_CAP}))?{_WORD})"
)
_MOVED = re.compile(rf"(?<!\w)(?:(?:moved|fled|taken|back|drove|went|sent)\sto|left\sfor)\s({_WORD})")
_COMMA_FROM = re.compile(rf"(?<=,\s)from\s({_WORD})(?=[,.;])")
# в Салониках, в Грозном: a preposition of place and a capital inside the sentence
_IN = re.compile(
    rf"(?<![^\W_])[вВ]о?\s((?:{_CAP}[а-яё]+(?:ой|ом|ых|их|ей"
    rf"|ем)\s)?{_CAP}[а-яё]{{2,}}(?:-{_CAP}[а-яё]+)?(?:ах|ях|е|и|ом|ой))(?![^\W_])(?!\s[«\"])"
)
_NOT_IN = re.compile(
    r"(?:Интернет|Инет|Библи|Коран|Администрац|Министерств|Прокуратур|Полици|Департамент|Управлени|Акимат"
    r"|Республик|Парламент|Мажилис"
    r"|Инстаграм|Телеграм|Фейсбук|Ватсап|Вотсап|Ютуб|Тикток|Январ|Феврал|Сентябр|Октябр|Ноябр|Декабр"
    r"|Комитет|Отдел|Суд|Конституци|Боге|Аллах|Новом|Рамадан"
    r"|Институт|Главн|Конгресс|Верховн|Государствен|Национальн|Генеральн|Следствен|Приказ|Протокол|Акт|Нив"
    r"|Камр|Тойот|Лад|Газел|Уаз|Рамазан|Уголовн|Пост|Штаб)"
)
# Үшаралдағы: a Kazakh ending that behind a capital only places take
_KK_LOCATED = re.compile(
    rf"(?:(?<=[^\W\d_]\s)|(?<=,\s))({_CAP}[^\W\d_]{{2,}}(?:[дт][ае](?:ғы|гі)|[dt]a[ğǵ]y"
    rf"|[dt]eg[iı]))(?![^\W_])"
)

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PREPOSITION = re.compile(
    r"(?:^|[\s(«\"—])(?:в|во|из|под|из-под|близ|около|возле|до|через|мимо|за|к|in|from|near|to|at|outside"
    r"|around)\s$",
    re.I,
)
_LOCATIVE = re.compile(
    r"(?:да|де|та|те|дан|ден|тан|тен|нан|нен|дағы|дегі|тағы|тегі|ға|ге|қа|ке|лық|лік|da|de|ta|te|dan|den"
    r"|tan|ten|ğa|ge|qa)$"
)
_PLACE_AFTER = re.compile(r"\s(?:қалас|ауыл|облыс|аудан|қ\.|region|district|village|city|qalas|auyl|area)")
_CUT_FIRST = re.compile(
    r"^(?:В|Во|Из|На|По|С|Со|До|От|К|И|А|The|In|At|From|To|Of|And|Near|Бұл|Осы|Сол|Мен|Біз|Head|Главы"
    r"|Прокурору|Прокуратура|Начальнику|Акиму|Суд|Аким|ДП|УП|Департамент)\s"
)


def find(text: str) -> Iterator[Hit]:
    """Places with a marker first, then names of the gazetteer."""
    view = cyrillic_view(text)
    cased = is_cased(text)
    yield from _marked(view)
    if not cased:
        yield from _marked_low(low(view))
    for start, end, score in place_speech.find(view, low(view), cased=cased):
        yield Hit(start, end, Label.PLACE, score)
    yield from _known(view, cased=cased)


def _marked(view: str) -> Iterator[Hit]:
    for shape in (_RU_REGION, _KK_REGION, _EN_REGION):
        for match in matches(shape, view):
            group = match.lastindex or 1
            start, end = match.span(group)
            while cut := _CUT_FIRST.match(view[start:end]):
                start += cut.end()
            if " " in view[start:end]:
                yield Hit(start, end, Label.PLACE, _MARKED)
    for match in matches(_SHORT_REGION, view):
        yield Hit(match.start(), match.end(), Label.PLACE, 0.8)
    yield from _settlements(view)
    for match in matches(_BEFORE_REGION, view):
        yield Hit(_last_name(match), match.end(1), Label.PLACE, 0.7)
    for shape, score in (
        (_LIVED, _MARKED),
        (_COMMA_FROM, 0.6),
        (_MOVED, 0.6),
        (_IN, _MARKED),
        (_KK_LOCATED, 0.5),
    ):
        for match in matches(shape, view):
            if not match[1].isupper() and not _NOT_IN.match(match[1]):
                yield Hit(match.start(1), match.end(1), Label.PLACE, score)


def _last_name(match: re.Match[str]) -> int:
    """Where the settlement begins: two capitals are one name only if the gazetteer has it."""
    words = match[1].split()
    if len(words) == 2 and not _is_known_name(match[1]) and words[0] not in _NEW:
        return match.end(1) - len(words[1])
    return match.start(1)


_NEW = frozenset(
    "Новый Новая Новое Старый Старая Верхний Верхняя Нижний Нижняя Большой Большая Красный Красная Белый "
    "Белая Жаңа Ескі Кіші Үлкен New".split()
)


def _settlements(view: str) -> Iterator[Hit]:
    for match in matches(_RU_SETTLEMENT, view):
        words = match[1].split()
        # a second capital is part of the name only for the known ones (Новый Узень) or before a comma or end
        end = match.end(1)
        if len(words) == 2 and words[1][0].isupper() and not _is_known_name(match[1]):
            end = match.start(1) + len(words[0])
        yield Hit(match.start(1), end, Label.PLACE, _MARKED)
    for match in matches(_KK_SETTLEMENT, view):
        words = match[1].split()
        start = match.start(1)
        if len(words) == 2 and not _is_known_name(match[1]):
            start = match.end(1) - len(words[1])
        if words[-1].lower() not in NO_NAME:
            yield Hit(start, match.end(1), Label.PLACE, _MARKED)
    for match in matches(_EN_SETTLEMENT, view):
        start, end = match.span(match.lastindex or 1)
        while cut := _CUT_FIRST.match(view[start:end]):
            start += cut.end()
        if start < end:
            yield Hit(start, end, Label.PLACE, 0.8)


def _is_known_name(name: str) -> bool:
    return not places().keys().isdisjoint(stems("".join(name.split())))


def _marked_low(view: str) -> Iterator[Hit]:
    for shape in (_RU_REGION_LOW, _KK_REGION_LOW, _KK_SETTLEMENT_LOW):
        for match in matches(shape, view):
            if match[1].split()[0] not in NO_NAME:
                yield Hit(match.start(1), match.end(1), Label.PLACE, 0.6)
    for match in (*matches(_RU_SETTLEMENT_LOW, view), *matches(_ORIGIN, view)):
        if match[1] not in NO_NAME:
            yield Hit(match.start(1), match.end(1), Label.PLACE, 0.6)


def _known(view: str, *, cased: bool) -> Iterator[Hit]:
    names = places()
    tokens = list(_TOKEN.finditer(view))
    for i, token in enumerate(tokens):
        word = token[0]
        raised = word[0].isupper()
        if len(word) < 2 or (cased and not raised and len(word) < 5) or not may_be_place(word):
            continue
        # two words that are one name: Алма Ата, Нур Султан, New York
        if i + 1 < len(tokens) and (raised or not cased) and tokens[i + 1].start() - token.end() == 1:
            second = tokens[i + 1]
            joined = word + second[0]
            if (second[0][0].isupper() or not cased) and len(word) > 2 and len(second[0]) > 2:
                place = next((names[k] for k in stems(joined) if k in names and k != fold(word)), None)
                if place and place.sure and fold(joined) not in stems(word):
                    yield Hit(token.start(), second.end(), Label.PLACE, 0.7)
        if word.isascii() and word.lower().endswith(("an", "ans")) and fold(word) not in names:
            continue  # Russian, Georgian
        place = names.get(fold(word)) or next(
            (names[k] for k in stems(word) if k in names and len(k) > 3), None
        )
        if place is None:
            continue
        if raised:
            if place.sure or _in_place(view, token):
                yield Hit(token.start(), token.end(), Label.PLACE, _known_score(view, token, sure=place.sure))
            else:
                yield Hit(token.start(), token.end(), Label.PLACE, 0.3)
        elif place.low:
            yield Hit(token.start(), token.end(), Label.PLACE, 0.7)
        elif not cased and place.sure and _in_place(view, token):
            yield Hit(token.start(), token.end(), Label.PLACE, 0.6)


_INSIDE = re.compile(r"(?<!\w)(?:в|во|из|из-под|близ|in)\s$", re.I)


def _known_score(view: str, token: re.Match[str], *, sure: bool) -> float:
    """A known name behind "in" or "из" is surer than what its form says of a person."""
    if not sure:
        return 0.6
    return _MARKED if _INSIDE.search(view, max(0, token.start() - 8), token.start()) else 0.8


def _in_place(view: str, token: re.Match[str]) -> bool:
    """Whether the word stands as a place: after a preposition of place or in a Kazakh local case."""
    if _PREPOSITION.search(view, max(0, token.start() - 10), token.start()):
        return True
    if _PLACE_AFTER.match(view, token.end()):
        return True
    return bool(_LOCATIVE.search(token[0].lower())) and fold(token[0]) not in places()
