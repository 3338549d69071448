"""A stranger with a bundle: reads what its texts and tags tell of each witness, and counts who shares it.

It has its own lists of words and takes nothing from the program: what both forgot, no test would find.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

DIMENSIONS = ("place", "period", "act", "age", "sex", "job", "role")
Combination = tuple[str, ...]
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as it stands in a bundle: its text, and its tags as kind and code."""

    name: str
    text: str
    tags: tuple[tuple[str, str], ...]


def read_jsonl(path: Path) -> list[Read]:
    """The statements of tables/statements.jsonl."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        Read(row["id"], row["text"], tuple((tag["kind"], tag["code"]) for tag in row["tags"])) for row in rows
    ]


def read_sqlite(path: Path) -> list[Read]:
    """The statements of statements.sqlite."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        tags: dict[str, list[tuple[str, str]]] = {}
        for statement, kind, code in base.execute("SELECT statement, kind, code FROM tags"):
            tags.setdefault(statement, []).append((kind, code))
        rows = base.execute("SELECT id, text FROM statements").fetchall()
    return [Read(name, text, tuple(tags.get(name, ()))) for name, text in rows]


def facts(statement: Read) -> Mapping[str, tuple[str, ...]]:
    """The values of each dimension that a statement tells; NOTHING where it tells none."""
    codes = {kind: [code for of, code in statement.tags if of == kind] for kind, _ in statement.tags}
    text = " ".join(statement.text.lower().replace("ё", "е").split())
    found = {
        "place": _places(text, codes.get("place", [])),
        "period": _periods(text, codes.get("event_date", [])),
        "act": {*codes.get("abuse", []), *_named(_ACTS, text)},
        "age": set(_ages(text)),
        "sex": _named(_SEX, text) | _spoken(text),
        "job": _named(_JOBS, text),
        "role": _roles(text),
    }
    return {dimension: tuple(sorted(found[dimension])) or (NOTHING,) for dimension in DIMENSIONS}


def combinations(statement: Read) -> Iterator[Combination]:
    """Each choice of one value a dimension."""
    return product(*facts(statement).values())


def counted(statements: Sequence[Read]) -> Counter[Combination]:
    """How many statements tell each combination."""
    return Counter(combination for one in statements for combination in combinations(one))


def smallest(statements: Sequence[Read]) -> Mapping[str, int]:
    """Of each statement, how many share its rarest combination."""
    counts = counted(statements)
    return {one.name: min(counts[combination] for combination in combinations(one)) for one in statements}


def _shapes(table: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """Rows of alternatives, parted by blanks around a stroke; they begin where a word begins."""
    return {name: re.compile(rf"(?<!\w)(?:{shape.replace(' | ', '|')})") for name, shape in table.items()}


def _named(shapes: Mapping[str, re.Pattern[str]], text: str) -> set[str]:
    return {name for name, shape in shapes.items() if shape.search(text)}


# --- places: regions first, for half of them are called as their city

_REGIONS = _shapes(
    {
        "KZ-10": "область абай | абай облыс | abai region | абайск\\w+ обл",
        "KZ-11": "акмолинск\\w+ обл | ақмола облыс | akmola region",
        "KZ-15": "актюбинск\\w+ обл | ақтөбе облыс | aktobe region",
        "KZ-19": "алматинск\\w+ обл | алматы облыс | almaty region",
        "KZ-23": "атырауск\\w+ обл | атырау облыс | atyrau region",
        "KZ-27": "западно-казахстанск\\w+ обл | зко(?!\\w) | батыс қазақстан | west kazakhstan",
        "KZ-31": "жамбылск\\w+ обл | жамбыл облыс | zhambyl region",
        "KZ-33": "область жет[иі]су | жетісу облыс | zhetysu region",
        "KZ-35": "карагандинск\\w+ обл | қарағанды облыс | karaganda region",
        "KZ-39": "костанайск\\w+ обл | қостанай облыс | kostanay region",
        "KZ-43": "кызылординск\\w+ обл | қызылорда облыс | kyzylorda region",
        "KZ-47": "мангистауск\\w+ обл | маңғыстау облыс | mangystau region",
        "KZ-55": "павлодарск\\w+ обл | павлодар облыс | pavlodar region",
        "KZ-59": "северо-казахстанск\\w+ обл | ско(?!\\w) | солтүстік қазақстан | north kazakhstan",
        "KZ-61": "туркестанск\\w+ обл | түркістан облыс | turkistan region",
        "KZ-62": "область улытау | ұлытау облыс | ulytau region",
        "KZ-63": "восточно-казахстанск\\w+ обл | вко(?!\\w) | шығыс қазақстан | east kazakhstan",
    }
)
_CITIES = _shapes(
    {
        "Almaty": "алмат[ыеу] | алматин | алматы | almaty | южн\\w+ столиц",
        "Astana": "астан[аыеу] | астанинск | астана | astana | нур-султан | столичн",
        "Shymkent": "ш[иы]мкент | чимкент | shymkent",
        "Taraz": "тараз | taraz",
        "Kyzylorda": "кызылорд | кызылордин | қызылорда | kyzylorda",
        "Aktobe": "актобе | актюбинск | ақтөбе | aktobe",
        "Atyrau": "атырау | atyrau",
        "Aktau": "актау | ақтау | aktau",
        "Zhanaozen": "жана[оө]зен | жаңаөзен | zhanaozen",
        "Taldykorgan": "талдыкорган | талдықорған | taldykorgan",
        "Semey": "семе[йея] | семейск | semey",
        "Oskemen": "усть-каменогорск | өскемен | oskemen",
        "Karaganda": "караганд | қарағанды | karaganda",
        "Kostanay": "костана | қостанай | kostanay",
        "Pavlodar": "павлодар | pavlodar",
        "Petropavl": "петропавл | petropavl",
        "Oral": "уральск | орал(?:да|дан|ға|дың)?(?!\\w) | oral(?!\\w)",
        "Talgar": "талгар | талғар | talgar",
        "Kaskelen": "каскелен | қаскелең | kaskelen",
        "Saryagash": "сарыагаш | сарыағаш | saryagash",
        "Merke": "мерке | merke",
        "Korday": "корда[йея] | қордай | korday",
        "Zhetibay": "жетыба | жетібай | zhetibay",
        "Kulsary": "кульсар | құлсары | kulsary",
        "Uzynagash": "узынагаш | ұзынағаш | uzynagash",
        "Zhalagash": "жалагаш | жалағаш | zhalagash",
        "Khromtau": "хромтау | khromtau",
        "Zharkent": "жаркент | zharkent",
        "Ayagoz": "аягоз | аягөз | ayagoz",
        "Zaisan": "зайсан | zaisan",
        "Temirtau": "темиртау | теміртау | temirtau",
        "Kokshetau": "кокшетау | көкшетау | kokshetau",
        "Rudny": "рудн(?:ый|ом|ого|енск) | рудный | rudny",
        "Ekibastuz": "экибастуз | екібастұз | ekibastuz",
        "Aksai": "акса[йея] | аксайск | ақсай | aksai",
    }
)
_OWN_REGION = {"KZ-71": "Astana", "KZ-75": "Almaty", "KZ-79": "Shymkent"}


def _places(text: str, codes: Sequence[str]) -> set[str]:
    found = {_OWN_REGION.get(code, code) for code in codes if code != "KZ"}
    found |= _named(_REGIONS, text)
    for shape in _REGIONS.values():
        text = shape.sub(" ", text)
    return found | _named(_CITIES, text)


# --- periods: months as (year, month), either of them "-" where it is not told

_MONTHS = (
    "январ қаңтар january | феврал ақпан february | март наурыз march | апрел сәуір april | "
    "ма[йея] мамыр may | июн маусым june | июл шілде july | август тамыз august | "
    "сентябр қыркүйек september | октябр қазан october | ноябр қараша november | декабр желтоқсан december"
).split(" | ")
_MONTH_SHAPES = [re.compile(rf"(?<!\w)(?:{'|'.join(names.split())})\w{{0,4}}(?!\w)") for names in _MONTHS]
_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(\d\d)(?:-\d\d)?(?![\d-])")
_YEAR = re.compile(r"(?<![\d–-])(20\d\d)(?![\d–-])")
_MONTH_NUMBER = re.compile(r"месяц (\d{1,2})(?!\d)|(?<!\d)(\d{1,2})-ай|month (\d{1,2})(?!\d)")
_JANUARY_EVENTS = re.compile(r"январск\w+ событи|қаңтар оқиға|bloody january|қанды қаңтар|кантар")


def _periods(text: str, codes: Sequence[str]) -> set[str]:
    told = {tuple((*code.split("-"), "-")[:2]) for code in codes}
    told |= {(year, month) for year, month in _ISO.findall(text)}
    if _JANUARY_EVENTS.search(text):
        told.add(("2022", "01"))
    rest = _JANUARY_EVENTS.sub(" ", _ISO.sub(" ", text))
    months = {f"{int(next(filter(None, found))):02d}" for found in _MONTH_NUMBER.findall(rest)}
    months |= {f"{number:02d}" for number, shape in enumerate(_MONTH_SHAPES, 1) if shape.search(rest)}
    years = {year for year, _ in told} | set(_YEAR.findall(rest))
    for month in months - {month for _, month in told}:
        # a month without its year is of the one year that is told, where there is but one
        told.add((next(iter(years)) if len(years) == 1 else "-", month))
    told |= {(year, "-") for year in years}
    full = {year for year, month in told if month != "-"}
    return {
        year if month == "-" else f"{year}-{month}"
        for year, month in told
        if month != "-" or year not in full
    }


# --- ages

_BAND = re.compile(r"(?:возраст|жасы|aged) (\d\d)–(\d\d)")
_BORN = re.compile(r"\[(19\d)0–19\d9\]|(?:рожд\w*|туған\w*(?: жыл\w*)?|birth|born)\W+(?:in )?(19\d)\d")
_UNITS = r"(?:лет|год|года|летн\w+|жаста\w*|жастағы|years? old|year-old)(?!\w)"
_YEARS = re.compile(rf"(?<!\d)(\d\d)[ -]{_UNITS}")
_TENS = _shapes(
    {
        "10": "\\w+надцать | он (?:бір | екі | үш | төрт | бес | алты | жеті | сегіз | тоғыз) | \\w+teen",
        "20": "двадцать | жиырма | twenty",
        "30": "тридцать | отыз | thirty",
        "40": "сорок | қырық | forty",
        "50": "пятьдесят | елу | fifty",
        "60": "шестьдесят | алпыс | sixty",
        "70": "семьдесят | жетпіс | seventy",
    }
)
_MINOR_ONES = re.compile(
    r"(?:пятнадцать|шестнадцать|семнадцать|он бес|он алты|он жеті|fifteen|sixteen|seventeen)"
)
_MINOR = re.compile(
    r"несовершеннолетн|подрост|школьни[кц]|учусь в школе|в \w+ класс|кәмелетке толмаған|жасөспірім|"
    r"мектепте оқи|сынып оқушы|under 18|teenager|schoolboy|schoolgirl|go to school|a minor(?!\w)"
)
_ADULT = re.compile(r"взрослый возраст|\[ересек\]|\[adult\]")


def _ages(text: str) -> Iterator[str]:
    yield from (f"{low}–{high}" for low, high in _BAND.findall(text))
    yield from (f"born {first or second}0s" for first, second in _BORN.findall(text))
    yield from (_band(int(years)) for years in _YEARS.findall(text))
    for ten, shape in _TENS.items():
        for found in re.finditer(rf"{shape.pattern}[ -]?(?:\w+ )?{_UNITS}", text):
            teens = int(ten) == 10
            yield _band(17 if _MINOR_ONES.search(found[0]) else 18) if teens else _band(int(ten))
    if _MINOR.search(text):
        yield "minor"
    if _ADULT.search(text):
        yield "adult"


def _band(age: int) -> str:
    return "minor" if age < 18 else f"{max(18, age // 10 * 10)}–{age // 10 * 10 + 9}"


# --- sex: who says "I" in Russian says it with each verb; in the other languages only kin tell

_SEX = _shapes(
    {
        "f": "мо[йе]\\w{0,3} муж(?!\\w*чин) | замужем | беременн | как женщин | сама я | (?:школьниц | "
        "студентк | пенсионерк | учительниц | медсестр)\\w* | күйеуім | жүкті | my husband | pregnant | "
        "as a woman",
        "m": "мо[яейю]\\w? жен[аеуо] | женат(?!\\w) | как мужчин | сам я | (?:школьник | студент | "
        "пенсионер)(?!\\w) | әйелім | жұбайым | зайыбым | my wife | as a man(?!\\w) | schoolboy",
    }
)
_CLAUSE = re.compile(r"[.,;:!?—]\s*")
_PAST = re.compile(r"(?<!\w)([а-я]{2,}?)(?:(л|лся)|(ла|лась))(?!\w)")
_NO_VERB = frozenset(
    "школа сила пол стол угол подвал зал журнал тыл дела тела стрела скала была был канал".split()
)
# Verbs that tell of the one who speaks where nobody else is named as who did it.
_OF_ME = re.compile(
    r"(?<!\w)(?:приш[её]л|пришла|вышел|вышла|попал|оказал|уехал|вернул|возвращал|пролежал|боял|пытал(?:ся|ась)|рассказал|"
    r"узнал|понял|помнил|сидел|ждал|искал|снимал|возил|перевязывал|участвовал|кричал|отказал|подписал|"
    r"родил|жил|работал|смогл|могл|смог|мог)(?:а|ся|ась)?(?!\w)"
)
_OTHERS = re.compile(
    r"(?<!\w)(?:он|она|оно|кто|кто-то|никто|сосед|брат|друг|товарищ|сокамерник|следователь|врач|адвокат|суд|мать|отец|лицо|"
    r"пуля|машина|телефон|который|которая|свет|связь|снег)(?!\w)"
)
_NOT_OTHERS_VERB = 4  # words between "I" and the verb


def _spoken(text: str) -> set[str]:
    found = set()
    for clause in _CLAUSE.split(text):
        words = clause.split()
        if "я" in words:
            after = " ".join(words[words.index("я") + 1 :][:_NOT_OTHERS_VERB])
            before = " ".join(words[: words.index("я")][-2:])
            verbs = [m for part in (after, before) for m in _PAST.finditer(part)]
            verbs = [m for m in verbs if m[0] not in _NO_VERB]
            if re.search(r"(?<!\w)(?:мог|смог|шел|шла|был|была)(?!\w)", after):
                found.add("f" if re.search(r"(?<!\w)(?:шла|была)(?!\w)", after) else "m")
        elif _OTHERS.search(clause):
            continue
        else:
            verbs = [m for m in _PAST.finditer(clause) if _OF_ME.fullmatch(m[0])]
            found |= {"m"} if re.search(r"(?<!\w)с?мог(?!\w)", clause) else set()
        found |= {"f" if m[3] else "m" for m in verbs}
    return found


# --- work: the sectors that stand in brackets, and what is left of it in the witness's own words

_JOBS = _shapes(
    {
        "health": "медработник | медицина қызметкері | health worker | медсестр | медбрат | фельдшер | "
        "мейіргер | a nurse | (?:работаю | я) (?:\\w+ )?врач | дәрігер болып | a paramedic | as a doctor",
        "education": "работник\\w* образования | білім беру қызметкері | education worker | учител | "
        "воспитател | тренер\\w* | мұғалім | тәрбиеші | a teacher | lecturer",
        "industry": "рабоч\\w+ промышленности | өндіріс жұмысшысы | oil, mining or industry | сварщи | "
        "слесар | буровик | электрик | дәнекер | мұнайшы | a welder | a fitter | oil worker | "
        "electrician | оператор",
        "transport": "работник\\w* транспорта | көлік қызметкері | transport worker | таксист | водител | "
        "курьер | диспетчер | проводниц | жүргізуші | taxi driver | bus driver | courier",
        "construction": "строител | құрылысшы | construction worker | каменщик | маляр | штукатур | "
        "a builder | a plumber",
        "trade": "работник\\w* торговли | сауда және қызмет | trade or service | продавец | продавц | "
        "продавщиц | повар | официант | кассир | шве[яию] | сатушы | аспаз | даяшы | shop assistant | "
        "a cook | a waiter",
        "farm": "работник\\w* сельского | ауыл шаруашылығы | farm worker | фермер | доярк | тракторист | "
        "агроном | малшы | шопан | a farmer | a shepherd",
        "media": "работник\\w* культуры | өнер немесе бақ | arts or media | журналист | музыкант | "
        "певиц | әнші | a journalist | a musician",
        "engineering": "инженер | специалист ит | ат маманы | engineer or it | программист | "
        "бағдарламашы | programmer | engineer",
        "office": "служащ | кеңсе қызметкері | office worker | юрист(?:ом)?(?!\\w) | бухгалтер | "
        "менеджер | переводчи | заңгер | есепші | accountant | a manager",
        "guard": "военный или сотрудник | әскери немесе күзет | military or security | охранник | "
        "вахтер | күзетші | security guard",
        "student": "студент | a student",
        "pensioner": "пенсионер | на пенсии | зейнеткер | retired | a pensioner",
    }
)


# --- parts in the events: all words of a row stand in one sentence, those after a minus do not

_PARTS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "protester": (
        (
            r"выш[ел]|приш[ел]|пош[ел]|участвова|стоя[лв]",
            r"митинг|площад|протест|шестви|плакат",
            r"не участвова|случайно|просто",
        ),
        (r"шық|қатыс|барды|тұрды", r"митинг|шеру|алаң|плакат", r"қатысқан жоқ|қатыспа"),
        (r"joined|took part|went out", r"protest|rally|square|march", r"nothing to do"),
    ),
    "bystander": (
        (
            r"возвращал|ш[её]?л[а ]|вышел|вышла|оказал|проходил",
            r"домой с|мимо|за хлебом|случайно|магазин",
            r"раненых",
        ),
        (r"келе жат|қайтып|өтіп бара", r"жұмыстан|дүкеннен|жай ғана", r"жаралы"),
        (r"walking|passing|on my way", r"home|by(?!\w)|shop", r"wounded"),
    ),
    "relative": (
        (r"задержал|забрал|увезли", r"моего (?:брата|сына|отца)|мою (?:дочь|сестру)", r"^$"),
        (r"ұстап|алып кет|әкет", r"інімді|ұлымды|әкемді|ағамды", r"^$"),
        (r"detained|taken|took", r"my (?:brother|son|father|daughter|sister)(?! and i)", r"^$"),
    ),
    "medic": (
        (r"перевязывал|перевязал|помогал", r"ранены", r"^$"),
        (r"көмек көрсет|таңды", r"жаралы", r"^$"),
        (r"bandaged|treated", r"wounded|injured", r"^$"),
    ),
    "driver": (
        (r"возил|отвоз|отвез", r"ранены", r"^$"),
        (r"тасы|жеткіз", r"жаралы", r"^$"),
        (r"drove|driving", r"wounded|injured", r"^$"),
    ),
    "witness": (
        (r"снимал", r"телефон|видео|камер", r"^$"),
        (r"түсіріп|түсірдім", r"телефонға|видео", r"^$"),
        (r"filming|filmed", r"phone|video|happened", r"^$"),
    ),
}


def _roles(text: str) -> set[str]:
    found = set()
    for sentence in re.split(r"(?<=[.!?])\s", text):
        for role, rows in _PARTS.items():
            if any(
                re.search(does, sentence) and re.search(what, sentence) and not re.search(unless, sentence)
                for does, what, unless in rows
            ):
                found.add(role)
    return found


# --- acts: what is done, by words that leave little doubt, and the names of their groups

_ACTS = _shapes(
    {
        "beating": "бил(?:и|а)? (?!током) | избив | избил | избит | побо[ией] | дубинк | пинал | "
        "колотил | синяк | гематом | ұрды | ұрып-соқ | тепкіле | төмпеште | соққы | таяқ | beat(?!\\w) | "
        "beaten | beating | punched | kicked | baton | bruise",
        "arbitrary_detention": "задержа(?:ли|ни[еяю]) | меня забрали | забрали мо | скрутили | "
        "увезли (?:в | люди) | ұстап(?! тұр) | ұстағ | алып кет | әкетті | detained | arrest | taken away",
        "torture": "пыт(?:ал(?!ся|ась) | ка(?!\\w) | ки | ок(?!\\w) | ках | кам) | истяз | азапта | "
        "қинап | қинау | tortur",
        "threats": "угрожа | угроз | пугали | запугив | қорқыт | қоқан | threat",
        "humiliation": "оскорб | плевал | петь гимн | унижа | балағат | әнұран | мазақ | қорлады | "
        "insult | spat | anthem | humiliat",
        "denial_of_medical_care": "врача не | скорую не | помощь не оказ | без лекарств | "
        "дәрігер шақырт | жедел жәрдем шақырма | көмек көрсетпе | дәрісіз | not call a doctor | "
        "no ambulance | refused medical | without medicine",
        "injury_by_firearm": "пул[яюеи](?!\\w) | огнестрел | оқ ти | оқ иығ | оқты | bullet | gunshot",
        "lethal_force": "стрел(?:ять | яли | ял) | открыли огонь | оқ ат | атыс(?!\\w) | opened fire | "
        "shot at | the shooting",
        "excessive_force": "слезоточив | светошум | водомет | от газа | жас ағызатын | жарық-шу | "
        "газдан | tear gas | stun gren | the gas",
        "forced_confession": "признани | признаться | взять вину | мойында | кінәні | confess",
        "electric_shock": "ток(?:а | ом)?(?!\\w) | электрошок | тоқ(?:тан)?(?!\\w) | electric shock | "
        "stun gun | the current",
        "suffocation": "пакет | душили | противогаз | тұншық | bag over | suffocat | plastic bag",
        "burning": "прижига | окурк | ожог | күйдір | күйік | burn(?:ed | s)(?!\\w)",
        "stress_position": "на колени | на растяжке | к батарее | тізерлет | кісенде | kneel | radiator",
        "sexual_violence": "изнасил | сексуальн | зорлады | raped",
        "sleep_food_deprivation": "не давали (?:спать | ни еды) | ұйықтатпа | тамақ та бермеді | "
        "not let us sleep | no food or water",
        "inhuman_detention_conditions": "камера была переполн | в холодном подвале | камера лық | "
        "суық жертөле | overcrowded | cold cellar",
        "incommunicado_detention": "родным ничего не сообщ | позвонить домой не | хабар бермеді | "
        "қоңырау шалдырма | my family nothing | not let me call",
        "enforced_disappearance": "пропал без вести | бесследно исчез | із-түзсіз | without a trace",
        "unfair_trial": "без адвоката | адвоката ко мне | приговор | адвокатсыз | адвокатты маған | "
        "without a lawyer | my lawyer in",
        "reprisal": "завели дело | из-за жалобы | іс қозғады | арызым үшін | opened a case against | "
        "because of my complaint",
        "killing": "убили | погиб(?!\\w) | өлтірді | қаза тапты | killed",
        "death_in_custody": "умер в изол | изоляторда қайтыс | died in detention",
        "extortion": "полмиллиона | вымогал | деньги собирали | жарты миллион | half a million",
        "property_seizure": "отобрали | изъяли | телефон мне так | тартып ал | took my phone",
        "surveillance_harassment": "следили | машина без номеров | аңдыды | нөмірсіз көлік | "
        "watched our house | without plates",
        "abuse_of_minor": "с подростком обращ | перед ними подросток | жасөспірім екен | a teenager like",
        "violence_against_life": "\\[посягательство на жизнь | \\[өмірге қол сұғу | \\[violence against life",
        "force_at_protest": "\\[применение силы | \\[күш қолдану | \\[use of force",
        "ill_treatment": "\\[жестокое обращение | \\[қатыгездік көрсету | \\[ill-treatment",
        "unlawful_detention": "\\[незаконное лишение | \\[заңсыз ұстау | \\[unlawful detention",
        "unfair_proceedings": "\\[несправедливое пресл | \\[әділетсіз қудалау | \\[unfair proceedings",
        "property_and_privacy": "\\[посягательство на имущ | \\[мүлікке не жеке | \\[attack on property",
    }
)
