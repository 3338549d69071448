import pytest

from redact.recognisers import ids
from redact.recognisers.iin import check_digit, is_bin, is_iin, is_inn, is_snils


def test_check_digit_has_two_passes_and_may_not_exist():
    assert check_digit("85010110001") == 2
    assert check_digit("85010110030") == 4
    assert check_digit("85010110031") == 6
    assert check_digit("85010110033") is None


def test_shapes_of_numbers():
    assert is_iin("850101100012")
    assert not is_iin("850101100013")
    assert not is_iin("851301100012")
    assert not is_bin("850101100012")
    assert is_inn("7707083893")
    assert is_snils("11223344595")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ИИН 850101100012, Алматы", "850101100012"),
        ("ИИН: 850101 100012.", "850101 100012"),
        ("ЖСН-і 850101-1-00012 деп", "850101-1-00012"),
        ("менің ЖСН нөмірім 850101100012", "850101100012"),
        ("IIN No. 850101100012", "850101100012"),
        ("JSN 850101100012.", "850101100012"),
        ("с ИИНом 850101100013 (так в справке)", "850101100013"),
        ("ИИН 85O1O11OOO12", "85O1O11OOO12"),
        ("ИИН 8501011000\n12 и подпись", "8501011000\n12"),
        ("ИИН начинается на 850101, дальше не помню", "850101"),
        ("последние цифры ИИН 0012", "0012"),
        ("записали 850101100012 в журнал", "850101100012"),
        ("записали 850101 100012 в журнал", "850101 100012"),
        ("БИН 850540100016", "850540100016"),
        ("РНН 600400123456", "600400123456"),
        ("индивидуальный идентификационный номер у меня 850101100012", "850101100012"),
        ("жеке сәйкестендіру нөмірім 850101100012", "850101100012"),
        ("her identification number is 850101100012", "850101100012"),
        ("СНИЛС 112-233-445 95", "112-233-445 95"),
        ("мой номер 562817043 в списке", "562817043"),
        (
            "иин восемьдесят пять ноль один ноль один сто ноль ноль двенадцать запишите",
            "восемьдесят пять ноль один ноль один сто ноль ноль двенадцать",
        ),
    ],
)
def test_personal_numbers_are_found(marked, text, number):
    assert marked(ids.find, text) == [number]


def test_the_next_item_of_a_list_is_no_part_of_the_number(marked):
    assert marked(ids.find, "3. ЖСН: 850101100012\n4. Жеке куәлік") == ["850101100012"]


@pytest.mark.parametrize(
    "text",
    [
        "нас было 300 человек на площади",
        "заплатил 1500000000 тенге",
        "статья 272 часть 2",
        "с 18:20 до 19:40",
        "ИИН спрашивали 2 раза",
        "около 250 000 тенге в месяц",
        "два или три раза ударили",
    ],
)
def test_amounts_times_and_articles_are_none(marked, text):
    assert marked(ids.find, text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the last four digits of my IIN are 0182", "0182"),
        ("ИИН 8711 0230 0481", "8711 0230 0481"),
        ("ЖСН: 871102-300-481", "871102-300-481"),
        ("ИИН 87II02З00481", "87II02З00481"),
        ("мой иин на 871102 а дальше забыл", "871102"),
        ("ЖСН соңы 0481", "0481"),
        ("IIN (871102 3004 81)", "871102 3004 81"),
        ("БИН ТОО 120540012345", "120540012345"),
        ("ИИН: 850101.1.00012", "850101.1.00012"),
    ],
)
def test_personal_numbers_in_odd_groups(marked, text, number):
    assert number in marked(ids.find, text)
