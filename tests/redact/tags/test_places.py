"""Places are the events' places, by any spelling; homes, streets and graves are not."""

import pytest

from redact.tags.abuse import find_abuse
from redact.tags.gazetteer import lookup, population_of, region_of
from redact.tags.places import find_places


def places(text: str) -> list[str]:
    return [tag.code for tag in find_places(text, find_abuse(text))]


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Алмате", "Almaty"),
        ("Алматыда", "Almaty"),
        ("Алма-Ате", "Almaty"),
        ("Жаңаөзеннен", "Zhanaozen"),
        ("Жанаозене", "Zhanaozen"),
        ("Новый Узень", "Zhanaozen"),
        ("Караганде", "Karaganda"),
        ("Қарағандыда", "Karaganda"),
        ("Qarağandyda", "Karaganda"),
        ("Костанаем", "Kostanay"),
        ("Усть-Каменогорске", "Oskemen"),
        ("Өскеменге", "Oskemen"),
        ("Уральске", "Oral"),
        ("Чимкенте", "Shymkent"),
        ("Türkıstanda", "Turkistan"),
        ("Целинограда", "Astana"),
        ("Нур-Султане", "Astana"),
        ("Гурьев", "Atyrau"),
        ("Мангистауской области", "Mangystau Region"),
        ("Жамбыл облысында", "Zhambyl Region"),
        ("Кордайском районе", "Korday District"),
    ],
)
def test_lookup_knows_endings_old_names_and_alphabets(surface: str, name: str) -> None:
    place = lookup(surface)
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize("word", ["прокурор", "kitchen", "балаларды", "Ерлан", "", "я"])
def test_lookup_leaves_other_words(word: str) -> None:
    assert lookup(word) is None


def test_regions_and_populations() -> None:
    assert region_of("Almaty") == "KZ-75"
    assert region_of("Жаңаөзен") == "KZ-47"
    assert region_of("Moscow") is None
    assert (population_of("Saryozek") or 0) < 20_000 < (population_of("Taraz") or 0)
    assert population_of("Nowhere at all") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 января в Таразе меня избили в полиции.", ["Taraz"]),
        # a road names its ends, a district's police stands in its centre, an adjective is the town
        ("Машину расстреляли у поста на трассе Алматы — Талдыкорган, это в Конаеве.", ["Konaev"]),
        ("Запись в Аксае. Меня избили в Бурлинском РОП.", ["Aksai"]),
        ("Живу в Качаре. Били меня в Рудненском УП, второй этаж.", ["Rudny"]),
        ("мен арыстанмын бізді полиция бөлімінде ұрды", ["Arys"]),
        ("Семейде полиция мені ұстап, таяқпен ұрды.", ["Semey"]),
        ("In Aktobe the police beat us at the square.", ["Aktobe"]),
        ("в актау на площади нас били дубинками омон", ["Aktau"]),
        ("Родилась в Омске. В Атырау меня избили в полиции.", ["Atyrau"]),
        ("Шымкентте полиция інімді атып өлтірді. Сайрам ауылында жерледік.", ["Shymkent"]),
        ("В Семее нас били полицейские на улице Тараз.", ["Semey"]),
        ("Машинист депо «Актобе-Грузовая», избили в полиции в Уральске.", ["Oral"]),
        ("He beat us in Kostanay police. I live in Lisakovsk.", ["Kostanay"]),
        ("Избили в Ауэзовском РУВД.", ["Almaty"]),
        ("В Мангистауской области нас били полицейские.", ["Mangystau Region"]),
        ("Түркістан обл., Сарыағаш қ. бекетінде полиция мені ұрды.", ["Saryagash"]),
        ("Сержант Балхаш ударил меня в живот в полиции. Это было в Актобе.", ["Aktobe"]),
        ("Избили в павлодарской полиции.", ["Pavlodar"]),
        ("Меня избили в полиции в Рудном. Жалобу писал в Астану.", ["Rudny"]),
        ("Учился в Таразе. Солдаты избили нас в Кулане.", ["Kulan"]),
        ("Отарда сержант солдатты ұрды, полиция келмеді.", ["Otar"]),
        ("бізді жаңатас қаласында полиция ұрды", ["Zhanatas"]),
        ("Астана. Түнде Байқоңыр РУВД-да мені ұрды.", ["Astana"]),
        ("мен қызылсай деген ауылданмын сол жерде полиция мені ұрды", ["Kyzylsai"]),
        ("Marat, 23, fish smoker, Aral. A policeman beat me on the harbour.", ["Aral"]),
        ("I drive the bus of Rakhat Boarding School. In Esik police beat me.", ["Esik"]),
    ],
)
def test_event_places(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_no_place_without_abuse() -> None:
    assert places("Я живу в Алматы, работаю в школе.") == []


def test_lower_case_words_are_no_towns() -> None:
    assert places("нас били а майор орал на женщин из наших семей") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В селе Озёрном нас били полицейские.", ["Ozernoye"]),
        ("Нас избили в с. Красной Поляне полицейские.", ["Krasnaya Polyana"]),
        ("Бізді Қызылту ауылында полиция ұрды.", ["Kyzyltu"]),
        ("The police beat him in the village of Karatal.", ["Karatal"]),
        ("полиция бізді қызылту ауылында ұрды", ["Kyzyltu"]),
        ("В нашем селе полицейские избили брата. Это Мерке.", ["Merke"]),
    ],
)
def test_settlements_outside_the_gazetteer_are_known_by_the_word_beside_them(
    text: str, expected: list[str]
) -> None:
    assert places(text) == expected


def test_home_counts_where_abuse_was_told_at_the_house() -> None:
    told = "Живу в селе Озёрном, улица Мира, 6. {} Пришли двое и избили отца. В Кокшетау я писал жалобу."
    assert places(told.format("На пороге дома участковый угрожал мне.")) == ["Ozernoye"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # where it began counts beside where people were taken; offices of a district stand in its centre;
        # surnames, initials, streets and families are no places
        (
            "Живу в Лисаковске. Меня забрали и увезли в Костанай, в отдел полиции, там били дубинкой.",
            ["Kostanay", "Lisakovsk"],
        ),
        (
            "Мекенжайым: Жаңатас, 2-ықшам аудан, 5-үй. Алып кетті, Таразға апарды, бөлімде таяқпен ұрды.",
            ["Taraz", "Zhanatas"],
        ),
        (
            "My home is in Ridder. Two men took me. I was driven to Oskemen and beaten in the police cell.",
            ["Oskemen", "Ridder"],
        ),
        ("Мені Жалағаш аудандық полиция бөлімінде ұрды.", ["Zhalagash"]),
        ("В Мартукском РОВД меня били дубинкой по спине.", ["Martuk"]),
        (
            "The Zhalagash District Police Department held him, and a captain beat him with a baton.",
            ["Zhalagash"],
        ),
        ("Айтекебі аудандық полиция бөлімінде таяқпен соқты.", ["Komsomolskoye"]),
        ("Меня избили в рудненской полиции.", ["Rudny"]),
        ("В Красной Поляне полицейские избили брата.", ["Krasnaya Polyana"]),
        ("Майор Жандос Көпжасар мені Атырауда полиция бөлімінде ұрды.", ["Atyrau"]),
        ("Семье не угрожали. Меня били в отделе полиции.", []),
        ("Держали в опорном пункте на Боровской и били. Это было в Семее.", ["Semey"]),
        ("Разговор в машине, Рудный, 11 мая 2024 г. Полицейские били меня в отделе.", ["Rudny"]),
        ("С. Кенжебаев кричал, а полицейский бил его в Таразе.", ["Taraz"]),
        ("Следователь сказал: «Не заберёте письма, тут и состаритесь». Полиция, Павлодар.", ["Pavlodar"]),
        ("ол бөлімде ұрды көршім ауылдасым екен Таразда болды", ["Taraz"]),
    ],
)
def test_scenes_and_what_only_looks_like_one(text: str, expected: list[str]) -> None:
    assert sorted(places(text)) == expected


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Красной Поляне", "Krasnaya Polyana"),
        ("Новой Шульбе", "Novaya Shulba"),
        ("Явленке", "Yavlenka"),
        ("Қаратереңде", "Karateren"),
        ("Хан Ордасы", "Khan Ordasy"),
    ],
)
def test_villages_in_their_cases(surface: str, name: str) -> None:
    place = lookup(surface)
    assert place is not None
    assert place.name == name
