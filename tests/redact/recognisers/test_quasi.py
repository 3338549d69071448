import pytest

from redact.recognisers import jobs, nrp


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Национальность: казах", "казах"),
        ("она казашка, я уйгур", "казашка"),
        ("она казашка, я уйгур", "уйгур"),
        ("Дунганин, мусульманин.", "мусульманин"),
        ("он был баптистом", "баптистом"),
        ("мен орыспын", "орыспын"),
        ("Қазақпын, мұсылманмын.", "мұсылманмын"),
        ("Ұлты: ұйғыр", "ұйғыр"),
        ("we are uyghurs, so", "uyghurs"),
        ("she is a Korean.", "Korean"),
        ("I'm Russian, Orthodox, my", "Orthodox"),
        ("член партии «Наше право»", "Наше право"),
        ("Адаймын, бірақ", "Адаймын"),
    ],
)
def test_groups(marked, text, word):
    assert word in marked(nrp.find, text)


@pytest.mark.parametrize(
    "text",
    [
        "говорил по-казахски",
        "на русском языке",
        "қазақша айтты",
        "қазақ тілінде",
        "the Russian language",
        "намаз оқимын",
        "русская школа",
        "казахский язык",
    ],
)
def test_languages_are_none(marked, text):
    assert marked(nrp.find, text) == []


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("работаю сварщиком, живу", "сварщиком"),
        ("я работал тогда обычным сварщиком на заводе", "сварщиком на заводе"),
        ("токарь, 45 лет", "токарь"),
        ("Мой муж, машинист тепловоза, был", "машинист тепловоза"),
        ("По профессии повар-кондитер.", "повар-кондитер"),
        ("я старшая операционная медсестра, мне", "старшая операционная медсестра"),
        ("мен мұғаліммін", "мұғаліммін"),
        ("Мен химия пәнінің мұғалімімін.", "химия пәнінің мұғалімімін"),
        ("базарда сатушы болып істеймін", "сатушы"),
        ("I was a nurse then", "nurse"),
        ("I worked as a sound engineer at the", "sound engineer"),
        ("he is a crane operator.", "crane operator"),
        ("работаю водителем", "водителем"),
        ("7. Occupation before arrest: long-haul truck driver", "long-haul truck driver"),
    ],
)
def test_occupations(marked, text, job):
    assert any(job in found for found in marked(jobs.find, text))


@pytest.mark.parametrize(
    "text",
    [
        "врач осмотрел меня",
        "водитель не остановился",
        "the doctor came and the driver left",
        "директор сказал уйти",
        "адвокат пришёл",
        "дәрігер келді",
    ],
)
def test_bare_roles_are_none(marked, text):
    assert marked(jobs.find, text) == []
