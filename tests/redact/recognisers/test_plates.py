import pytest

from redact.recognisers import plates


@pytest.mark.parametrize(
    "plate",
    [
        "123 ABC 02",
        "123ABC02",
        "123-ABC-02",
        "123 АВС 02",
        "123 AB 15",
        "A 585 CUO",
        "А 585 СUО",
        "123 ABC|05",
        "А123ВС77",
        "01 KG 123 ABC",
    ],
)
def test_written_plates(marked, plate):
    assert marked(plates.find, f"белая машина {plate} стояла") == [plate]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("машина с номером 123 abc 02", "123 abc 02"),
        ("номер машины три три один ка ка эн четырнадцать", "три три один ка ка эн четырнадцать"),
        ("көлік нөмірі тоғыз жүз он екі а эль эм он жеті болды", "тоғыз жүз он екі а эль эм он жеті"),
        ("the car plate is two seven one a z e one two you see", "two seven one a z e one two"),
        ("машина 331 ка ка эн 14", "331 ка ка эн 14"),
        ("нива, номер 3l2 LNA ll", "3l2 LNA ll"),
        ("джип с номером 585 ABC без региона", "585 ABC"),
    ],
)
def test_lower_case_spoken_and_misread_plates(marked, text, plate):
    assert marked(plates.find, text) == [plate]


@pytest.mark.parametrize(
    "text",
    [
        "450 USD 15 числа",
        "100 KZT 05 января",
        "карта H 200 GPU",
        "300 человек в 12 часов",
        "у 100 мен 12 адам",
        "нас было 120 и 15 ушли",
        "в 2022 году 300 чел 05 января",
    ],
)
def test_amounts_are_none(marked, text):
    assert marked(plates.find, text) == []
