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


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("The girl's plate notes: A 4?? KDA, grey Camry", "A 4?? KDA"),
        ("қара көлік, 777 aaa 17, терезесі қараңғы", "777 aaa 17"),
        ("серая приора KZ 512 BKA 03", "KZ 512 BKA 03"),
        ("гос номер О77 АВС 1З", "О77 АВС 1З"),
        ("номер двести тридцать один бэ ка ка ноль девять", "двести тридцать один бэ ка ка ноль девять"),
        ("көлігі камри үш жүз бір а бэ вэ он жеті", "үш жүз бір а бэ вэ он жеті"),
        ("white van, plate k m b zero nine the rest in mud", "k m b zero nine"),
        ("car: 713 LDA 04; Lada l72 KBA O9", "713 LDA 04"),
        ("car: 713 LDA 04; Lada l72 KBA O9", "l72 KBA O9"),
        ("a black Prado, 001 AAA 01", "001 AAA 01"),
        ("plate seven one three l d a zero four", "seven one three l d a zero four"),
        ("its number was 713-LDA-04", "713-LDA-04"),
        ("plate ends in LDA 04", "LDA 04"),
        ("an old plate, M 417 BKA", "M 417 BKA"),
        ("number plate H417BKA", "H417BKA"),
        ("with plates 417BKA09", "417BKA09"),
        ("jeep without a front plate, rear one KP 0417", "KP 0417"),
        ("police car 041 PA 09", "041 PA 09"),
        ("Niva 041pa09", "041pa09"),
        ("номер семьсот тринадцать лда ноль четыре", "семьсот тринадцать лда ноль четыре"),
        ("автозак КР 0417", "КР 0417"),
        ("госномер 713LDA|04", "713LDA|04"),
        ("номера российские К417ВН 55", "К417ВН 55"),
        ("киргизские номера 01 KG 417 ABC", "01 KG 417 ABC"),
        ("машина 713 ЛДА 04", "713 ЛДА 04"),
        ("нөмірі 713 LDA 04 ақ Нива", "713 LDA 04"),
        ("көлік нөмірі жеті жүз он үш эл дэ а нөл төрт", "жеті жүз он үш эл дэ а нөл төрт"),
        ("only remember 7_3 LDA 04 on the bumper of the van", "7_3 LDA 04"),
        ("minibus, plate LDA 04 — first digits muddy", "LDA 04"),
        ("plate 7 1 3 L D A 0 4: 7 1 3 L D A 0 4", "7 1 3 L D A 0 4"),
        ("УАЗ, часть номера …47 KTA 06. Потом", "47 KTA 06"),
        ("police uazik stops (093 kp 04), 2 guys", "093 kp 04"),
        ("көлігі «Нива», О74 КАР ОЗ.", "О74 КАР ОЗ"),
    ],
)
def test_torn_plates_and_plates_of_the_police(marked, text, plate):
    assert plate in marked(plates.find, text)


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("прицеп 84 BKA 13 с клеткой", "84 BKA 13"),
        ("на прицепе, номер 17adk07", "17adk07"),
        ("тіркеме нөмірі 52 ACE 11 болды", "52 ACE 11"),
        ("прицеп номер тридцать восемь а бэ ка ноль девять", "тридцать восемь а бэ ка ноль девять"),
        ("мопед 9042 KB 14 забрали", "9042 KB 14"),
        ("мопедінің нөмірі 08 AK 1190", "08 AK 1190"),
    ],
)
def test_trailers_and_mopeds(marked, text, plate):
    assert marked(plates.find, text) == [plate]


@pytest.mark.parametrize("text", ["29 APR 06", "12 МАЯ 20", "прицеп на 20 мест", "с 14 ДНЕЙ 05 ЧАС"])
def test_dates_and_counts_are_no_trailers(marked, text):
    assert marked(plates.find, text) == []
