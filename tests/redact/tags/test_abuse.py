"""Abuse is found in three languages, three alphabets and in talk without punctuation."""

import pytest

from models.abuse import HURIDOCS, AbuseCode
from redact.tags.abuse import find_abuse


def codes(text: str) -> set[str]:
    return {str(tag.code) for tag in find_abuse(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At the police station they beat me with truncheons.", {"beating", "torture"}),
        ("They put a plastic bag over my head.", {"suffocation", "torture"}),
        ("Soldiers opened fire at people; my brother was shot dead.", {"lethal_force", "killing"}),
        ("They applied wires to his fingers.", {"electric_shock", "torture"}),
        ("Threatened to rape her with a baton.", {"sexual_violence", "threats"}),
        ("В полиции били дубинками по пяткам.", {"beating", "torture"}),
        ("Военные стреляли по людям, пуля попала в ногу.", {"lethal_force", "injury_by_firearm"}),
        ("В СИЗО он умер, тело выдали через день.", {"death_in_custody"}),
        ("Прижигали сигаретой шею.", {"burning", "torture"}),
        ("Поставили на колени лицом к стене.", {"stress_position"}),
        ("Полиция бөлімінде таяқпен ұрды.", {"beating", "torture"}),
        ("Басына пакет кигізіп, тұншықтырды.", {"suffocation", "torture"}),
        ("Сарбаздар халыққа оқ атты, ағам оққа ұшты.", {"lethal_force", "killing"}),
        ("Саусағыма сым байлап, тоқ жіберді.", {"electric_shock", "torture"}),
    ],
)
def test_told_plainly(text: str, expected: set[str]) -> None:
    assert expected <= codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Полиция бөлімінде мені таяқпен ұрды, қорқытты.",
        "Полиция болиминде мени таякпен урды, коркытты.",
        "Polisia bölımınde menı taiaqpen ūrdy dep aitamyn, olar qorqytty, solai boldy.",
        "полиция бөлімінде мені таяқпен ұрды қорқытты",
    ],
)
def test_kazakh_in_all_its_spellings(text: str) -> None:
    assert {"beating", "threats", "torture"} <= codes(text)


def test_a_transcript_without_punctuation() -> None:
    text = (
        "ну вот нас привезли в отдел полиции и поставили на колени в коридоре а потом один ходил "
        "и бил дубинкой по спине током не били врать не буду ну всё"
    )
    assert {"arbitrary_detention", "stress_position", "beating", "torture"} <= codes(text)
    assert "electric_shock" not in codes(text)


def test_a_slap_is_no_torture_and_a_denial_of_torture_is_heard() -> None:
    assert "torture" not in codes("В отделе меня ударили ладонью.")
    assert "torture" not in codes("В отделе меня били дубинкой. Но пыток не было.")


def test_a_threat_stands_in_what_they_said() -> None:
    assert "threats" in codes("Следователь сказал: «У тебя дочь в школе, подумай о ней».")
    assert "threats" in codes("Тергеуші «айтсаң, балаңды көрмейсің» деді.")


def test_tags_point_at_the_words() -> None:
    text = "Сначала я молчал. Потом меня избили в отделе."
    tags = [tag for tag in find_abuse(text) if tag.code == AbuseCode.BEATING]
    assert [text[tag.start : tag.end] for tag in tags] == ["избили"]


def test_anchors_are_short_and_inside() -> None:
    text = "меня били " * 500
    assert all(2 <= tag.end - tag.start <= 160 and tag.end <= len(text) for tag in find_abuse(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "🙂", "[ ]", "?"])
def test_nothing_to_read(text: str) -> None:
    assert find_abuse(text) == []


def test_every_code_has_huridocs_acts() -> None:
    assert set(HURIDOCS) == set(AbuseCode)
    assert all(len(code) == 12 for entry in HURIDOCS.values() for code in entry.acts + entry.methods)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Следователь сказал: «Жалко будет, если с дочкой что-нибудь приключится».", "threats"),
        ("Участковый пообещал: ещё одно письмо, и останешься там насовсем.", "threats"),
        ("Тергеуші «балаңды ойла, жетім қалмасын» деді.", "threats"),
        ('The captain said, "Talk about this and we will come for your sister."', "threats"),
        (
            "Подошли двое в штатском, посадили в машину и повезли в отдел без протокола.",
            "arbitrary_detention",
        ),
        ("Вышли на пикет, скрутили и дали пятнадцать суток.", "arbitrary_detention"),
        ("После интервью меня уволили, полиция ходит каждый день.", "reprisal"),
        ("Полицейский показал на бумажке цифру: два миллиона, или посадим.", "extortion"),
        ("Врач в колонии посмотрел через кормушку и сказал: симулянт.", "denial_of_medical_care"),
        ("Сестра обзвонила морги, а в полиции отвечали, что такого нет.", "incommunicado_detention"),
        ("Под окнами второй день стоит одна и та же машина, полиция молчит.", "surveillance_harassment"),
        ("Забрали ноутбук и кассу, полиция не оставила ни описи, ни понятых.", "property_seizure"),
        ("Сержант заставил держать ведро на вытянутых руках.", "stress_position"),
        (
            "In the cell the window was without glass and there was no mattress.",
            "inhuman_detention_conditions",
        ),
    ],
)
def test_abuse_told_in_other_words(text: str, code: str) -> None:
    assert code in {tag.code for tag in find_abuse(text)}


def test_a_threat_beside_a_complaint_is_reprisal_as_well() -> None:
    text = "Я подал жалобу в прокуратуру. Вечером позвонили и угрожали убить."
    assert "reprisal" in {tag.code for tag in find_abuse(text)}


def test_a_weak_word_counts_only_beside_another_sign() -> None:
    assert "arbitrary_detention" not in codes("В полиции сказали, что соседа отпустили.")
    assert "arbitrary_detention" in codes("Меня увезли в отдел полиции, утром отпустили.")


def test_what_is_done_at_a_police_station_tells_of_an_arrest_but_not_in_prison() -> None:
    assert "arbitrary_detention" in codes("В отделе полиции мне надели на голову пакет.")
    assert "arbitrary_detention" not in codes("Он осуждённый. В колонии ему надели на голову пакет.")


def test_a_beating_on_a_square_is_no_torture() -> None:
    found = codes("На площади людей разогнали, били щитами и дубинками женщин.")
    assert {"excessive_force", "beating"} <= found
    assert "torture" not in found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kuieuimdi politsia bolimine alyp ketti, taiaqpen urdy dep aitty, bul bolgan.", "beating"),
        ("Shegir elektroshokerdi moınyma basty, polıtsııa bóliminde boldy dep aıtty olar.", "electric_shock"),
    ],
)
def test_kazakh_in_plain_latin_letters(text: str, code: str) -> None:
    assert code in codes(text)
