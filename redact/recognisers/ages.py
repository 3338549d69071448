"""Ages of people: in digits and words, with the unit or, after "I am" and its like, without; no durations."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers import age_phrases as phrases
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view
from redact.recognisers.numerals import Spoken, spoken_runs

NAME = "ages"

_N = r"(?<![\d.,:/\-№])(?:1[01]\d|[1-9]?\d)(?![\d:]|[.,/]\d)"
_RANGE = rf"{_N}(?:\s?[-–]\s?\d{{1,2}})?"
_RU_UNIT = r"(?:лет(?!\w)|годик\w*|годоч\w*|годков|год[ау]?(?!\w)|л\.)"
_KK_UNIT = (
    r"(?:жас(?:та|ар|қа|ында|ымда|ынан|тан|тағы|ар\w*|тамын|тасың|тағылар|тан|ы)?(?:ғы|мын"
    r"|дағы)?(?!\w)|jas(?:ta|ar|qa|ynda|tağy|tamyn)?(?!\w)|"
    r"жасар\w*)"
)
_EN_UNIT = (
    r"(?:years?[ -]old|year-old|years? of age|y\.?\s?/?o\.?(?!\w)|yrs?\.?(?: old)?(?!\w)|years?(?=[,;.)]"
    r"| then| when| at the time))"
)
# adjectives: 36-летний, 36-year-old, 36 жастағы
_COMPOUND = re.compile(
    rf"{_N}-?\s?(?:летн(?:ий|яя|ее|его|ему|им|ем|юю|ей|ие|их|ими?)|ти\s?летн\w+|(?:и|х)?летн\w+)(?!\w)"
    rf"|{_N}[ -]year[ -]old(?!\s(?:building|house|car|law|tradition))|{_N}[ -]months?[ -]old"
    rf"|{_N}-?\s?(?:месячн\w+|айлық)(?!\w)"
)
_NOT_COMPOUND_AFTER = re.compile(r"\s(?:срок|стаж|опыт|заключени|юбиле|истори|план|работ|договор|дом|брак)")
_RU = re.compile(rf"{_RANGE}\s?{_RU_UNIT}")
_KK = re.compile(rf"{_N}(?:-?(?:да|де|та|те)(?!\w))?\s?-?{_KK_UNIT}")
_EN = re.compile(rf"{_RANGE}\s?{_EN_UNIT}")
_NOT_AGE_AFTER = re.compile(
    r"\s?(?:назад|лишени|колони|тюрьм|строг|общего|условн|ограничени|стаж|спустя|подряд|работ|в браке"
    r"|без права|каторг|заключени|сро[кч]|опыт|вместе"
    r"|служб|войн|прошло|бұрын|бойы|кейін|ішінде|шартты|еңбек|ago|of (?:prison|work|experience"
    r"|service)|in (?:prison|jail)|probation|later|before|after)"
)
_NOT_AGE_BEFORE = re.compile(
    r"(?:через|за|на|последни\w+|более|менее|дали|дал|получил\w*|приговор\w*|осужд\w+|срок\w*|прошло"
    r"|уже|ещё|еще|около|почти|лет|после|в течение|свыше|каждые"
    r"|работа\w+|живу|жил\w*|прожил\w*|отсидел\w*|сидел\w*|отбыл\w*|грозит|просил\w*|from|for|after"
    r"|over|nearly|about|past|last|next|every|got|served|serving|given|within|"
    r"соңғы|истейді|болды|кемінде)\s$"
)
_WHO = (
    r"(?:мне|ему|ей|им|нам|тебе|вам|сын[уа]|дочк?[еуи]|дочери|брату|сестре|мужу|жене|матери|отцу|маме"
    r"|папе|внуку|внучке|ребенку|ребёнку|мальчику|девочке"
    r"|парню|девушке|женщине|мужчине|племяннику|племяннице|деду|бабушке|соседу|соседке|другу|старшему"
    r"|младшему|младшей|старшей|сынишке|доченьке|близнецам|мальчишке|пацану|старику|бабке|мужику|детям"
    r"|свекрови|т[её]ще|тестю"
    r"|св[её]кру|зятю|снохе|невестке|малому|малышу|малышке|сыночку|дедушке|дяде|т[её]те|подруге|обоим"
    r"|обеим|самому|самой|маған|оған|саған|ұлыма|қызыма|балам\w*)"
)
_FILLER = (
    r"(?:\s(?:было|был|была|будет|тогда|сейчас|уже|всего|только|исполнилось|стукнуло|сегодня|где-то|лет"
    r"|ещё|еще|сол|кезде|қазір|ол|то|теперь|недавно|было\sвсего))"
)
# "мне 36": the number alone, unless a unit of something else follows
_RU_PERSON = re.compile(rf"(?<!\w){_WHO}(?:\s[^\W\d_]{{3,15}})?{_FILLER}{{0,4}}\s({_N})(?:\s?{_RU_UNIT})?")
_EN_PERSON = re.compile(
    rf"(?<!\w)(?:i'?m|i am|i was|he is|he's|hes|he was|she is|she's|shes|she was|who is|who was|who's"
    rf"|was|is|turned|turning|aged?|am|age of|age:|only|just turned)"
    rf"\s(?:only\s|just\s|now\s|then\s|about\s|around\s|already\s)?({_N})(?:\s?{_EN_UNIT})?"
)
_KK_PERSON = re.compile(
    rf"(?<!\w)(?:жасы[мңн]?|жасыңыз|z?h?jasy[mñ]?|zhasy[mn]?)\s?[:–-]?\s?(?:қазір\s"
    rf"|биыл\s)?({_N}(?:-?(?:да|де|та|те"
    rf"|дамын|демін|тамын|темін|da|de|ta|te|damyn|demin|temin|tamyn)?(?!\w))?)"
)
_ROUNDABOUT = re.compile(rf"(?<!\w){_WHO}(?:\s[^\W\d_]{{3,15}})?{phrases.BESIDE_PERSON}")
_FIELD = re.compile(
    rf"(?<!\w)(?:возраст\w*|полных лет|жасы|жас|age|aged|jasy)\s?[:=–-]?\s?({_N}(?:\s?(?:{_RU_UNIT}"
    rf"|{_EN_UNIT}))?)"
)
_AFTER_NAME = re.compile(
    r"(?<![^\W\d_])[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪ][^\W\d_]{2,}(?:\s?\(|,\s)(\d{1,2})(?=\)"
    r"|,\s(?![^\W\d_]*(?:кв|дом|д\.|apt|flat|пәтер)))"
)
_UNIT_OF_ELSE = re.compile(
    r"(?:th|st|nd|rd|:)(?!\w)|\s?(?:раз|дн|сут|час|мин|мес|недел|тыс|миллион|тенге|тг|уд|пал|шва|шво"
    r"|челов|звон|литр|км|кг|метр|%|процент|руб|долл|сек|этаж|январ|феврал|март|апрел|ма[йя]|июн|июл"
    r"|август|сентябр|октябр|ноябр|декабр|stitch|times|day|hour|minute|month|week|people|person|km"
    r"|kilo|met|percent|thousand|million|tenge|of |men\b|women|steps|blows|floor"
    r"|рет|күн|сағат|минут|адам|мың|теңге|ай|апта|пайыз|am\b|pm\b|a\.m|p\.m|jan|feb|mar|apr|may|jun"
    r"|jul|aug|sep|oct|nov|dec|street|st\b)"
)
_SPOKEN_BEFORE = re.compile(
    rf"(?<!\w)(?:{_WHO}(?:\s[^\W\d_]{{3,15}})?{_FILLER}{{0,4}}|жасы[мңн]?(?:\sқазір)?|jasy[mñ]?|i'?m"
    rf"|i am|i was|he is|he's|he was|she is|she's|she was|who is|who was|aged|age|turned|turning|возраст"
    rf"|в возрасте)\s$"
)
_SPOKEN_UNIT = re.compile(
    rf"\s(?:{_RU_UNIT}|{_KK_UNIT}|years? old|years? of age)|(?:та|те|да|де)(?:мын"
    rf"|мін)?(?!\w)\s?(?:{_KK_UNIT})?"
)
_SPOKEN_KK = re.compile(
    r"(?<!\w)(?:жасым|жасы|жасымыз)\s((?:(?:он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен"
    r"|тоқсан)\s)?(?:бірде|екіде|үште|төртте|бесте|алтыда|жетіде|сегізде|тоғызда"
    r"|онда|жиырмада|отызда|қырықта|елуде|алпыста|жетпісте|сексенде)(?:мін|мын)?)(?!\w)"
)
# Анам 63-те, бауырым он тоғызда
_KIN = (
    r"(?:анам|әкем|бауырым|ағам|әпкем|інім|қарындасым|сіңлім|ұлым|қызым|балам|әжем|атам|күйеуім"
    r"|әйелім|өзі|өзім"
    r"|немерем|шешем|келінім|жеңгем|досым|үлкені|кішісі)"
)
_KIN_AGE = re.compile(
    rf"(?<!\w){_KIN}\s(?:қазір\s|ол кезде\s|биыл\s)?({_N}-?(?:та|те|да|де)(?!\w)"
    r"|(?:(?:он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан)\s)?(?:бірде|екіде|үште|төртте|бесте"
    r"|алтыда|жетіде"
    r"|сегізде|тоғызда|онда|жиырмада|отызда|қырықта|елуде|алпыста|жетпісте|сексенде)(?!\w))"
)
_MONTHS_OLD = re.compile(rf"(?<!\w){_WHO}{_FILLER}{{0,3}}\s({_N}\s(?:месяц\w*|мес\.|ай\b))")
# a stranger's guessed age: женщина лет 50
_ABOUT = re.compile(
    rf"(?<!\w)(?:мужчин\w|мужик\w?|женщин\w|пар(?:ень|ня|нем|ню)|девушк\w|следовател\w+|на вид|он|она"
    rf"|дед\w?|старик\w?)\s(лет\s(?:под\s)?{_RANGE})"
)
_NOW = re.compile(r"(?:сейчас|теперь|қазір|казир|now|тогда|then)\s(?:мне\s|уже\s|маған\s)?$")
_WORD_ADJECTIVE = re.compile(
    r"(?<!\w)(?:(?:двадцати|тридцати|сорока|пятидесяти|шестидесяти|семидесяти|восьмидесяти"
    r"|девяносто)(?:одно|двух|трёх|трех|четырёх|четырех|пяти|шести|семи|восьми|девяти)?"
    r"|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцати|десяти|девяти|восьми|семи|шести|пяти"
    r"|четырёх|четырех|трёх|трех|двух|одно)летн(?:ий|яя|его|ему|им|ем|юю|ей|ие|их)(?!\w)"
)


def find(text: str) -> Iterator[Hit]:
    """Ages with their unit ('36 лет', '36 жаста', '36-year-old') or the bare number after 'I am'."""
    view = low(digit_view(text))
    for match in matches(_COMPOUND, view):
        if not _NOT_COMPOUND_AFTER.match(view, match.end()):
            yield Hit(match.start(), match.end(), Label.AGE, 0.9)
    for match in matches(_WORD_ADJECTIVE, view):
        if not _NOT_COMPOUND_AFTER.match(view, match.end()):
            yield Hit(match.start(), match.end(), Label.AGE, 0.8)
    yield from _with_unit(view)
    yield from _after_person(view)
    for match in matches(_AFTER_NAME, digit_view(text)):
        if int(match[1]) >= 3:
            yield Hit(match.start(1), match.end(1), Label.AGE, 0.6)
    for shape in (_SPOKEN_KK, _KIN_AGE, _MONTHS_OLD, _ABOUT, _ROUNDABOUT, *phrases.ALONE):
        for match in matches(shape, view):
            yield Hit(match.start(1), match.end(1), Label.AGE, 0.8)
    yield from _spoken(view)


def _with_unit(view: str) -> Iterator[Hit]:
    for shape in (_RU, _KK, _EN):
        for match in matches(shape, view):
            if _is_age(view, match.span()) and not _lasts(view, match.span()):
                yield Hit(match.start(), match.end(), Label.AGE, _unit_score(view, match.span()))


_AFTER_KIN = re.compile(
    r"(?<!\w)(?:son|daughter|brother|sister|husband|wife|nephew|niece|cousin|grandson|father|mother|сын"
    r"|дочь|дочка|брат|сестра"
    r"|муж|жена|внук|внучка|племянник|отец|мать|ұлым|қызым|інім|ағам|күйеуім|әйелім)(?:,\s"
    r"|\s\()(\d{1,2})(?=\)|,)"
)


def _after_person(view: str) -> Iterator[Hit]:
    for match in matches(_AFTER_KIN, view):
        yield Hit(match.start(1), match.end(1), Label.AGE, 0.7)
    for shape in (_RU_PERSON, _EN_PERSON, _KK_PERSON, _FIELD):
        for match in matches(shape, view):
            bare = match.end() == match.end(1)
            if bare and (_UNIT_OF_ELSE.match(view, match.end()) or int(re.findall(r"\d+", match[1])[0]) < 3):
                continue
            if not _NOT_AGE_AFTER.match(view, match.end()):
                yield Hit(match.start(1), match.end(), Label.AGE, 0.8)


def _lasts(view: str, span: tuple[int, int]) -> bool:
    """Whether the years are how long something went on: no person before them and a verb after."""
    before = _SPOKEN_BEFORE.search(view, max(0, span[0] - 60), span[0])
    return not before and phrases.DURATION_AFTER.match(view, span[1]) is not None


def _is_age(view: str, span: tuple[int, int]) -> bool:
    return not _NOT_AGE_AFTER.match(view, span[1]) and not _NOT_AGE_BEFORE.search(
        view, max(0, span[0] - 16), span[0]
    )


_SURE_BEFORE = re.compile(
    rf"(?:[,(:;–—-](?=[ ]?$)|(?<!\w){_WHO}(?:\s[^\W\d_]{{3,15}})?{_FILLER}{{0,4}}|возраст\w*|лет|is|was"
    rf"|aged)\s?$"
)
_SURE_UNIT = re.compile(r"(?:жас|jas|old|y\.?\s?o|годик|age)")


def _unit_score(view: str, span: tuple[int, int]) -> float:
    """A number of years after a comma or a person is an age; elsewhere it may be a duration."""
    start, end = span
    if _SURE_UNIT.search(view, start, end) or _SURE_BEFORE.search(view, max(0, start - 40), start):
        return 0.9
    return 0.5 if re.match(r"[\s]?[,.;)\n]", view[end : end + 2]) else 0.4


def _spoken(view: str) -> Iterator[Hit]:
    last_age = -1000
    for run in spoken_runs(view):
        if not _plausible(run):
            continue
        unit = _SPOKEN_UNIT.match(view, run.end)
        introduced = _SPOKEN_BEFORE.search(view, max(0, run.start - 60), run.start)
        if unit and not introduced:
            years = (run.start, unit.end())
            if not _is_age(view, years) or _lasts(view, years):
                continue
        now = run.start - last_age < 60 and _NOW.search(view, max(0, run.start - 22), run.start)
        kazakh = unit and ("жас" in unit[0] or "jas" in unit[0])
        if (
            not introduced
            and not now
            and not kazakh
            and not (unit and _SURE_BEFORE.search(view, max(0, run.start - 40), run.start))
        ):
            continue
        if not unit and (_UNIT_OF_ELSE.match(view, run.end) or int(run.digits) < 3):
            continue
        last_age = run.end
        yield Hit(run.start, unit.end() if unit else run.end, Label.AGE, 0.8)


def _plausible(run: Spoken) -> bool:
    return not run.amount and run.words <= 3 and 1 <= len(run.digits) <= 3 and int(run.digits) <= 110
