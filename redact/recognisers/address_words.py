"""Words around an address without a word for a street: what leads to it, its name and its number."""

import re
from functools import lru_cache

from redact.plain import is_plain
from redact.recognisers.address_tails import COUNTED, number_end
from redact.recognisers.lookalikes import on_russian_keys

_CAP = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪÇI]"
WORD = rf"{_CAP}[^\W\d_]+(?:[-'’][^\W\d_]+)*"
BORNE = (
    r"(?:батыра?|ба[һх]ад[үу]ра?|би|бия|хана?|жырау|жолы|акына?|ақын|ата|ана|баба|апай|batyra?|bi|khan[ae]?|han|ata|ana|baba"
    r"|zhyrau|jyrau|zholy|joly)(?!\w)"
)
HOUSE = (
    r"\d{1,4}(?:\s?[«\"]?[а-яa-z][»\"]?(?![^\W_]))?(?:\s?[/-]\s?\d{1,3}[а-яa-z]?)?"
    r"(?![^\W_])(?![.,:]\d)(?:-(?:де|да|те|та|ден|дан|тен|тан|ге|ға|ке|қа)(?![^\W_])|(?!-[^\W\d_]))(?!\s?%)"
)
LIVES = (
    r"жив(?:у|ут|[её]м|[её]т|[её]те|[её]шь)|жил[аи]?|прожива\w+|прожив\.|прож\.|пропис\w+|снима(?:ю|ем|ет)"
    r"|ютимся|ночу(?:ю|ем|ет)|обита\w+"
    r"|переехал[аи]?|тұра(?:мын|мыз|ды|сыз|сың)|тұрып|тұрдым|тұрғанбыз|t[uūúý]ra(?:myn|myz|dy|s[yı][ñńn]|syz|tyn)"
    r"|live[sd]?|living|stay(?:s|ed|ing)?|reside[sd]?|residing|rent(?:s|ed|ing)?|registered"
)
ADDRESS = (
    r"адрес\w*|место\s(?:жит\w*\.?|проживания)|мекен-?жай\w*|meken-?[jz]h?a[ıiy]\w*|adres\w*"
    r"|address(?:es)?|контакт\w*"
    r"|contacts?|найти|найд[её]\w*|искать|ищите|передач\w*|писать|тұрғылықты\w*|тұрағы\w*|үйі(?:м|міз|ң"
    r"|ңіз)?|үйлері"
    r"|[uüú][iıy]+[iıy]m[iı]?z?|home|домой|дома|дом|find\s(?:me|us|her|him)|door|hostel|(?:my|our|her|his"
    r"|their|mother'?s|family'?s?)\s(?:place|house|flat|room)|kvartir[aey]|квартир[аеу]|үй"
)
LIVES, ADDRESS = on_russian_keys(LIVES), on_russian_keys(ADDRESS)
# no end of a sentence between the word and the name; points after the short words for settlements are none
_BETWEEN = r"(?:[^.!?;\n\d]|(?<=[\s,][гсапқд])\.|(?<=обл)\.|(?<=ауд)\.|(?<=пос)\.|(?<=р-н)\.){0,60}"
LEAD_ADDRESS = re.compile(rf"(?<!\w)(?:{ADDRESS})(?!\w){_BETWEEN}$")
LEAD_LIVES = re.compile(
    rf"(?<!\w)(?:{LIVES})(?!\w)(?:{_BETWEEN}[:,—-]\s?|{_BETWEEN}\s(?:в|во|на|по|у|in|at|on|near)\s|\s?)$"
)
# the answer to a question for it: Где живёте? — Бокина, 71
ASKED = re.compile(
    rf"(?<!\w)(?:{ADDRESS}|{LIVES}|тұрасыз\w*|где\sвас)(?!\w)[^.!?\n]{{0,40}}\?\s{{1,2}}"
    rf"(?:[—–-]\s|[^\W\d_]{{1,12}}\.?(?:\s?[^\W\d_]{{1,12}}\.?)?:?\s)?(?:[^\W\d_]{{3,}},\s)?$"
)
ADJECTIVE = re.compile(r"(?:[сц]к|н|[оеё]в|ист)(?:ая|ой|ую)$|(?:sk|n|[oe]v)a[yij]?a$|[st]ko[iy]$", re.I)
BORNE_BY = re.compile(rf"\s{BORNE}$", re.I)
# things with a number that are no streets
THINGS = frozenset(
    "камера кабинет статья школа больница отдел протокол вопрос приложение пункт рейс автобус маршрут "
    "группа глава том лист файл видео часть форма акт дело приказ отряд цех бригада участок палата "
    "корпус магазин роддом интервью запись свидетель потерпевший заявитель возраст тел телефон моб сот "
    "иин рост вес размер room cell article school hospital case file page group unit question interview "
    "witness form step line record bus route мектеп аурухана бап іс сұрақ бөлме жазба куә сынып rule "
    "building apartment flat office казахстан kazakhstan қазақстан январь february age aged возрасте "
    "жасы тг kaspi".split()
)


@lru_cache(maxsize=5_000)
def is_word(word: str) -> bool:
    """Whether a lower-case word is an ordinary one; remembered, since the same ones come again."""
    return is_plain(word)


def house_number(view: str, at: int) -> int | None:
    """Where a house number begins at `at` and ends, in words or figures; none where something is counted."""
    gap = _GAP.match(view, at)
    if not gap:
        return None
    end = _DIGITS.match(view, gap.end())
    number = end.end() if end else number_end(view, gap.end())
    return None if number is None or COUNTED.match(view, number) else number


_GAP = re.compile(r",?\s")
_DIGITS = re.compile(HOUSE, re.I)
