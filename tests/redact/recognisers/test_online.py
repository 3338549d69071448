import pytest

from redact.recognisers import emails, handles, urls


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("почта aigul.t-84@mail.example, пишите", "aigul.t-84@mail.example"),
        ("user@host.local.", "user@host.local"),
        ("пишите: aigul@mail", "aigul@mail"),
        ("aigul84 (at) mail.ru", "aigul84 (at) mail.ru"),
        ("aigul [at] mail [dot] ru", "aigul [at] mail [dot] ru"),
        ("aigul @ mail.ru", "aigul @ mail.ru"),
        ("почта роза собака почта точка example ну", "роза собака почта точка example"),
        ("поштам айгүл нүкте т собака мэйл нүкте ру", "айгүл нүкте т собака мэйл нүкте ру"),
        ("my email is aigul dot t at mail dot ru okay", "aigul dot t at mail dot ru"),
        ("почта aigul восемьдесят четыре собака мейл ру", "aigul восемьдесят четыре собака мейл ру"),
    ],
)
def test_emails(marked, text, mail):
    assert marked(emails.find, text) == [mail]


@pytest.mark.parametrize(
    "text",
    ["собака лаяла во дворе", "мы встретились at the corner dot", "Нас было пять. Собака убежала. Точка."],
)
def test_no_emails(marked, text):
    assert marked(emails.find, text) == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("инста @aigul.t_84, там видео", "@aigul.t_84"),
        ("канал t.me/almaty_chat", "t.me/almaty_chat"),
        ("https://t.me/almaty_chat.", "https://t.me/almaty_chat"),
        ("инстаграм aigul_84 закрыт", "aigul_84"),
        ("в телеграме ник qara.batyr", "qara.batyr"),
        ("баламның инстаграмы beibit kilem деп жазылады", "beibit kilem"),
        ("в инстаграме roza underscore pvl она ответит", "roza underscore pvl"),
        ("insta: farida", "farida"),
        ("подписан как sky_lark99", "sky_lark99"),
        ("тг: @qwerty", "@qwerty"),
    ],
)
def test_handles(marked, text, handle):
    assert marked(handles.find, text) == [handle]


@pytest.mark.parametrize(
    "text",
    [
        "aigul@mail.example",
        "в инстаграме видел видео",
        "I saw it on Instagram and left",
        "telegram channels wrote about it",
        "встреча @ 18:00",
    ],
)
def test_no_handles(marked, text):
    assert marked(handles.find, text) == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("видео https://video.example/w/123?x=1, смотрите", "https://video.example/w/123?x=1"),
        ("www.site.kz/page.", "www.site.kz/page"),
        ("сайт azattyk-news.kz писал", "azattyk-news.kz"),
        ("vk.com/id123456", "vk.com/id123456"),
        ("https://t.me/chat/77", "https://t.me/chat/77"),
        ("instagram.com/aigul.t", "instagram.com/aigul.t"),
        ("wa.me/77011234567", "wa.me/77011234567"),
        ("(см. facebook.com/post/1)", "facebook.com/post/1"),
        ("t.me/+AbCdEf123", "t.me/+AbCdEf123"),
        ("go.2gis.com/abc12", "go.2gis.com/abc12"),
    ],
)
def test_urls(marked, text, link):
    assert marked(urls.find, text) == [link]


@pytest.mark.parametrize(
    "text", ["t.me/almaty_chat", "и т.д. и т.п.", "в 18.30 ушли", "Он ушёл.Потом вернулся", "a@mail.example"]
)
def test_no_urls(marked, text):
    assert marked(urls.find, text) == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("тг собака степной нижнее подчёркивание волк", "собака степной нижнее подчёркивание волк"),
        ("my telegram is at steppe underscore owl nine", "at steppe underscore owl nine"),
        ("инста — tulpar.kz_87", "tulpar.kz_87"),
        ("телега @ dala_kyzy", "@ dala_kyzy"),
        ("Insta: dala kyzy 87", "dala kyzy 87"),
        ("her tiktok is steppe dot girl dot nine", "steppe dot girl dot nine"),
        ("фейсбук: facebook . com / dala.kyzy", "facebook . com / dala.kyzy"),
        ("tg t . me / dalakyzy", "t . me / dalakyzy"),
        ("ВК id3381177", "id3381177"),
        ("вконтакте vk com slash dalakyzy", "vk com slash dalakyzy"),
    ],
)
def test_handles_in_words_and_parted_links(marked, text, handle):
    assert handle in marked(handles.find, text)


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("инстаграм у меня салтанат точка торты жазыңыз", "салтанат точка торты"),
        ("телеграм это ержан точка сварка точка семей", "ержан точка сварка точка семей"),
        ("телеграм ет құлагер төменгі сызық ат", "ет құлагер төменгі сызық ат"),
        ("инстаграмым толқын нүкте гүл жиырма деп іздесеңіз", "толқын нүкте гүл жиырма"),
        ("инстасы kümis астын сызу bes деп жазылады", "kümis астын сызу bes"),
        ("в инсте я полынь дефис чай", "полынь дефис чай"),
    ],
)
def test_nicknames_said_in_any_alphabet(marked, text, handle):
    assert marked(handles.find, text) == [handle]


@pytest.mark.parametrize(
    "text", ["телеграм канал смотрели все, точка", "инстанция точка зрения не изменилась"]
)
def test_points_of_view_are_no_nicknames(marked, text):
    assert marked(handles.find, text) == []
