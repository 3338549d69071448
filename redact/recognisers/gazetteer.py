"""Names of places and countries by match key; the places come from redact/tags/places.jsonl."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from redact.letters import fold

_BIG = 50_000

# Countries and foreign cities that occur in such testimony, one spelling a key; endings are stripped later.
_ABROAD: Final = (
    "Казахстан Қазақстан Kazakhstan Россия Ресей Russia Кыргызстан Қырғызстан Киргизия Kyrgyzstan"
    " Узбекистан Өзбекстан Uzbekistan Туркменистан Turkmenistan "
    "Таджикистан Тәжікстан Tajikistan Китай Қытай China Турция Түркия Turkey Türkiye Германия Germany"
    " Украина Ukraine Польша Poland Беларусь Белоруссия Belarus "
    "Грузия Georgia Армения Armenia Азербайджан Azerbaijan Монголия Моңғолия Mongolia Америка Франция"
    " France Австрия Austria Чехия Литва Lithuania Латвия Эстония "
    "Корея Korea Индия India Иран Iran Сирия Syria Афганистан Afghanistan Израиль Israel Канада"
    " Canada Англия England Британия Испания Италия Эмираты Нигерия "
    "Москва Мәскеу Moscow Новосибирск Novosibirsk Омск Omsk Томск Tomsk Барнаул Barnaul Екатеринбург"
    " Челябинск Chelyabinsk Оренбург Orenburg Самара Саратов Саратов Астрахань "
    "Петербург Санкт-Петербург Питер Тюмень Курган Казань Волгоград Краснодар Бишкек Bishkek Ош"
    " Каракол Ташкент Tashkent Самарканд Нукус Nukus Бухара "
    "Урумчи Urumqi Урумқи Кульджа Пекин Beijing Стамбул Ыстанбұл Istanbul Анкара Ankara Анталья Киев"
    " Kyiv Kiev Варшава Warsaw Берлин Berlin Вена Vienna Прага Prague "
    "Тбилиси Tbilisi Минск Minsk Вильнюс Vilnius Лондон London Париж Paris Женева Geneva Страсбург"
    " Дубай Dubai Баку Ереван Душанбе Ашхабад Рига Брюссель Brussels Токмок Tokmok"
).split()
# Names that are everyday words or names of persons too, or too short: they need a place around them.
_DOUBTFUL: Final = {
    fold(w)
    for w in "Георгия Georgia Индия Корея Самара Курган Ош Америка Питер Turkey China Вена Канада".split()
}


_FIRST = 3


@cache
def beginnings() -> frozenset[str]:
    """The first letters of all names as written, in lower case: a quick look before a word is folded."""
    return frozenset(name[:_FIRST].lower() for name in _written())


def may_be_place(word: str) -> bool:
    """Whether a word begins like one of the names; false for most words of a text."""
    return word[:_FIRST].lower() in beginnings()


@cache
def _written() -> frozenset[str]:
    names = set(_ABROAD)
    for row in _rows():
        names.update((row["name"], *row["en"], *row["ru"], *row["kk"], *row["latin"]))
    typed = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүІіҺһ", "АаГгКкНнОоУуУуИиХх")
    return frozenset(names | {name.translate(typed) for name in names})


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    source = files("redact.tags") / "places.jsonl"
    if not source.is_file():
        return ()
    return tuple(json.loads(line) for line in source.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True, slots=True)
class Place:
    """How a name may be taken: `sure` without a context, `low` also where nothing is capitalised."""

    sure: bool
    low: bool


@cache
def places() -> dict[str, Place]:
    """Places by match key, names of several words joined; a name ending in a vowel also without it."""
    found: dict[str, Place] = {}

    def put(name: str, place: Place) -> None:
        key = fold(name)
        keys = [key]
        # Караганда: Караганде, Караганду; the stem is what stays
        if len(key) > 5 and key[-1] in "аеиоу" and " " not in name and not name.isascii():
            keys.append(key[:-1])
        for k in keys:
            old = found.get(k)
            if old is None or (place.sure and not old.sure):
                found[k] = place

    for row in _rows():
        if row["kind"] in ("region", "district", "capital_district"):
            continue
        people = row.get("population") or 0
        sure = not row.get("word") and (people >= 5000 or row["kind"] in ("city", "town", "country"))
        for name in {row["name"], *row["en"], *row["ru"], *row["kk"], *row["latin"]}:
            short = len(fold(name)) < 5
            low = sure and (people >= _BIG or row["kind"] == "country") and not short
            put(name, Place(sure and not (short and people < _BIG), low))
    for name in _ABROAD:
        sure = fold(name) not in _DOUBTFUL
        put(name, Place(sure, sure and len(name) > 4))
    return found
