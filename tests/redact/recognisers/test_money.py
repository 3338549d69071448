import pytest

from redact.recognisers import cards, iban


def test_luhn():
    assert cards.luhn("4400430245039988") is False
    assert cards.luhn("4111111111111111") is True


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("карта 4111 1111 1111 1111 на имя", "4111 1111 1111 1111"),
        ("4111111111111111", "4111111111111111"),
        ("на карту 4111-1111-1111-1112", "4111-1111-1111-1112"),
        ("перевели на Kaspi 4111 1111 1111 1112", "4111 1111 1111 1112"),
        ("карта *1234", "*1234"),
        ("с карты **** 1234 сняли", "**** 1234"),
        ("карта 4400 43** **** 1234", "4400 43** **** 1234"),
        ("a card ending in 1234", "1234"),
        ("карта, последние четыре цифры 1234", "1234"),
        (
            "картаға қырық нөл үш елу бір жиырма жеті елу тоғыз тоқсан он үш отыз алты",
            "қырық нөл үш елу бір жиырма жеті елу тоғыз тоқсан он үш отыз алты",
        ),
        ("карта 4111 1111\n1111 1111", "4111 1111\n1111 1111"),
    ],
)
def test_cards(marked, text, number):
    assert marked(cards.find, text) == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("счёт KZ86125KZT5004100100.", "KZ86125KZT5004100100"),
        ("шот: KZ86 125K ZT50 0410 0100", "KZ86 125K ZT50 0410 0100"),
        ("КZ86 125К ZТ50 0410 0100 (кириллица)", "КZ86 125К ZТ50 0410 0100"),
        ("KZ86125KZT5004100101", "KZ86125KZT5004100101"),
        ("ИИК KZ86 125 KZT50 04100 100", "KZ86 125 KZT50 04100 100"),
        ("kz86 125k zt50 0410 0100", "kz86 125k zt50 0410 0100"),
        ("KZ86 125K ZT50 0410 0100 Наш магазин", "KZ86 125K ZT50 0410 0100"),
        ("IBAN DE89 3704 0044 0532 0130 00 of my sister", "DE89 3704 0044 0532 0130 00"),
        ("расчётный счёт 40817810099910004312", "40817810099910004312"),
    ],
)
def test_accounts(marked, text, number):
    assert marked(iban.find, text) == [number]


@pytest.mark.parametrize("find", [cards.find, iban.find])
@pytest.mark.parametrize(
    "text",
    [
        "дело № 221234567890123",
        "ИИН 850101100012",
        "карта города",
        "карта 2022 года",
        "счёт шёл на минуты, 15 минут",
        "KZT 5000",
    ],
)
def test_other_numbers_are_none(marked, find, text):
    assert marked(find, text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "шот: қа зет жетпіс бір екі жүз он төрт ка зет тэ бес нөл нөл бір екі үш төрт бес алты жеті",
            "қа зет жетпіс бір екі жүз он төрт ка зет тэ бес нөл нөл бір екі үш төрт бес алты жеті",
        ),
        (
            "IBAN: kay zed four five, nine two six, k z t, one two three four five six seven eight nine oh",
            "kay zed four five, nine two six, k z t, one two three four five six seven eight nine oh",
        ),
        ("IBAN KZ 86 125K ZT50\n04100100", "KZ 86 125K ZT50\n04100100"),
        ("счёт KZ86-125K-ZT50-0410-0100", "KZ86-125K-ZT50-0410-0100"),
        ("шот нөмірі KZ861 25KZT 50041 00100", "KZ861 25KZT 50041 00100"),
        ("Счёт KZ8б125KZT5OO41OOl00", "KZ8б125KZT5OO41OOl00"),
        (
            "ЖСК кз сексен алты жүз жиырма бес ка зет тэ елу нөл төрт он нөл бір нөл нөл",
            "кз сексен алты жүз жиырма бес ка зет тэ елу нөл төрт он нөл бір нөл нөл",
        ),
        (
            "на кей зет ноль алты пять шесть три ка четыре один четыре один жеті си один три жеті ка а два",
            "кей зет ноль алты пять шесть три ка четыре один четыре один жеті си один три жеті ка а два",
        ),
    ],
)
def test_accounts_read_out_and_misread(marked, text, number):
    assert number in marked(iban.find, text)
