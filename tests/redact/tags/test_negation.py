"""What is denied, asked, supposed or only named like abuse must not be tagged."""

import pytest

from redact.tags.abuse import find_abuse


def codes(text: str) -> set[str]:
    return {str(tag.code) for tag in find_abuse(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Меня не били.",
        "Никто меня не трогал, никого не били, не задерживали и не пытали.",
        "Пальцем не тронули, не били и не угрожали.",
        "Током меня не пытали, утюгом не жгли.",
        "Пыток, угроз не было.",
        "Ток, утюг, такого ничего не было.",
        "Ұрған жоқ, қинаған жоқ.",
        "Мені ешкім ұрмады, азаптаған емес.",
        "Ешкімді ұрған да, қинаған да, қорқытқан да жоқ.",
        "Тоқпен де қинамады.",
        "Tünde eşkım ūrğan joq, qinağan joq.",
        "I was not beaten and no one was tortured.",
        "Nobody beat me and nobody tortured me.",
        "They never hit us, kicked us or threatened anyone.",
    ],
)
def test_denied(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Вас били?",
        "Сізді ұрды ма?",
        "Were you beaten there?",
        "Если бы меня избили, я бы сказал.",
        "Меня чуть не избили.",
        "[ ] beating  [ ] electric shock - no  [ ] suffocation - no",
        "Применялось: электроток — НЕТ; удушение — НЕТ; изнасилование — НЕТ.",
        "Қолданылған әдіс: тоқ — ЖОҚ; тұншықтыру — ЖОҚ; күйдіру — ЖОҚ.",
    ],
)
def test_asked_supposed_or_left_blank(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("В отделе не пустили адвоката.", "unfair_trial"),
        ("Нам не дали воды, не давали спать.", "sleep_food_deprivation"),
        ("В камере мне не оказали помощь.", "denial_of_medical_care"),
        ("Камерада ұйықтатпады, су бермеді.", "sleep_food_deprivation"),
        ("Түрмеде дәрігер шақыртпады.", "denial_of_medical_care"),
        ("They did not let a doctor in.", "denial_of_medical_care"),
        ("There was no lawyer in the police station.", "unfair_trial"),
        ("В отделе спросили.\n— Адвокат был?\n— Нет.", "unfair_trial"),
    ],
)
def test_a_negation_can_be_the_abuse(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Меня не только били, но и пугали.",
        "Меня не раз били.",
        "They did not only beat me.",
        "Вас били?\n— Да.",
    ],
)
def test_not_only_and_a_yes_leave_it_told(text: str) -> None:
    assert "beating" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The oil workers' strike began in the morning.",
        "I shot a video on my phone, the meeting was held outside.",
        "The current situation is calm, my cell phone needs a charge.",
        "The police station stood by the road.",
        "Там забор под током стоял.",
        "В прачечной горячий утюг, обжёг палец.",
        "Ласточка свила гнездо, пришёл поток туристов.",
        "Убитый горем отец молчал.",
        "Горели машины и акимат.",
        "Скорая отвезла маму в больницу, палата светлая.",
        "Ерлан атты азамат келді.",
        "Қоңырау соқты, үйге соғып кетті, жел соқты.",
        "Ұрлық туралы ұрыс болды, ұрпақ туралы айтты.",
        "Біз доп тептік, қонақ тоқ болды, көлік тоқтады.",
        "Сабақ қиын болды, қиналдым.",
        "Зорлап шай ішкізді.",
        "«Горели» — это печь.",
    ],
)
def test_innocent_words(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Выезд 3 мая. Соседка слышала, что «бьют током». Это сварка. Вывод: нарушений не установлено.",
        "Тексеру жазбасы. «Полицияда ұрған» деген хабар. Қорытынды: бұзушылық анықталмады.",
        'Visit note. The caller heard "he choked him": a wrestling class. No follow-up.',
    ],
)
def test_a_note_that_closes_a_rumour_has_no_abuse(text: str) -> None:
    assert find_abuse(text) == []


def test_a_reply_of_officials_closes_nothing() -> None:
    text = "Меня били в полиции. Прокуратура ответила: «Вывод: нарушений не установлено»."
    assert find_abuse(text)


@pytest.mark.parametrize(
    "text",
    ["Полицияда тоқпен ұрды деген өтірік.", "Слово «жгли» в письме относится к шерсти, полиция ни при чём."],
)
def test_what_is_called_untrue_or_explained_is_not_told(text: str) -> None:
    assert find_abuse(text) == []


def test_a_text_that_sets_out_from_a_rumour_and_denies_it_has_no_abuse() -> None:
    text = (
        "В чате прошёл слух, что в отделе людей бьют током. Никого не били. Никому не угрожали. "
        "Кричал мастер: его ударило розеткой, ударил и по столу."
    )
    assert find_abuse(text) == []


def test_a_witness_who_denies_some_of_a_rumour_keeps_the_rest() -> None:
    text = "Ходит слух, что нас пытали током. Током не били. Но в отделе меня били ногами, угрожали убить."
    assert {"beating", "threats"} <= codes(text)
