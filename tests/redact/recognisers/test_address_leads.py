"""What stands before a street and after it: parts of towns, landmarks, doors, missing numbers."""

import pytest

from redact.recognisers import addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Көкшетау, Васильков, 3-шағын аудан, 17-үй; тел.", "Васильков, 3-шағын аудан, 17-үй"),
        ("Усть-Каменогорск, Защита, 4-й мкр, дом 6", "Защита, 4-й мкр, дом 6"),
        ("Қабанбай мен Бөгенбай алаңында тұрдық", "Қабанбай мен Бөгенбай алаңында"),
        ("Ауыл шетіндегі мешіттің артындағы Сатпаев көшесі, 4.", "мешіттің артындағы Сатпаев көшесі, 4"),
        (
            "«Дастархан» дүкенінің қасындағы Гагарин көшесі, 19 деп жаздым",
            "«Дастархан» дүкенінің қасындағы Гагарин көшесі, 19",
        ),
        ("Жері: 60 жыл Қазақстан көшесі, 8-үй", "60 жыл Қазақстан көшесі, 8-үй"),
        ("тұратын жерім мәншүк мәметова көшесі он сегіз", "мәншүк мәметова көшесі он сегіз"),
        ("бізге келген әуезов көшесі он сегіз", "әуезов көшесі он сегіз"),
        ("үйіміз жәнібек баһадүр көшесі отыз үшінші үй", "жәнібек баһадүр көшесі отыз үшінші үй"),
        ("Keşke Proizvodstvennaia 41 keñsege bar", "Proizvodstvennaia 41"),
        ("Tūramyz: Beibıtşılık 14, päter 3.", "Beibıtşılık 14, päter 3"),
        ("Bız Jeltoqsan köşesı, 7-üide tūramyz", "Jeltoqsan köşesı, 7-üide"),
        ("үйіміз сәтбаев көшесі он бес", "сәтбаев көшесі он бес"),
        ("біз атасу ауылында жүз он тоғызыншы үй, пәтер үш", "жүз он тоғызыншы үй, пәтер үш"),
    ],
)
def test_what_stands_before_a_street(marked, text, address):
    assert address in marked(addresses.find, text)


@pytest.mark.parametrize(
    "address",
    [
        "Бөгенбай батыр көшесі, 112, көк қақпалы аула, ішіндегі вагон",
        "Құрманғазы көшесі, 8-үй, 5-есік",
        "Сырым Датұлы көшесі, 2-кіреберіс, 18-пәтер",
        "ул. Корчагина, 17, квартиры нет, вход со двора",
        "Нурсат-2, 115, 3 этаж, без номера",
        "ул. Береговая, б/н, крайний дом",
        "пер. Тихий, 2, задний двор, синий вагончик",
        "ул. Мичурина, 9, второй вход, балкон с цветами",
        "Gogol Street 41, second floor, red balcony",
        "Kazybek bi Street 117, white gate, no number",
    ],
)
def test_what_stands_after_a_house(marked, address):
    assert marked(addresses.find, f"Прошу писать: {address}.") == [address]


def test_hundreds_in_english_speech(marked):
    text = "he lived on auezov avenue two hundred and twelve flat nine"
    assert marked(addresses.find, text) == ["auezov avenue two hundred and twelve flat nine"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Кеше мен Республика алаңында болдым", "Республика алаңында"),
        ("Семей, Павлодар, 2 часа пути", None),
        ("Квартиры нет, работы нет", None),
        ("мешіттің артындағы есік жабық", None),
    ],
)
def test_what_is_no_part_of_an_address(marked, text, address):
    assert marked(addresses.find, text) == ([address] if address else [])
