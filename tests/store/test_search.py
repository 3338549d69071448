import time
import unicodedata
from collections.abc import Callable
from itertools import count
from random import Random
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.labels import Audience, Language
from store.pages import decrypted_pages
from store.search import (
    Found,
    Hit,
    _number,
    drop_search_rows,
    fold_words,
    put_search_rows,
    query_of,
    search,
)
from store.store import Store
from store.tables import ApprovedTextRow
from store.withdrawals import clear

Add = Callable[..., str]
Put = Callable[..., str]


@pytest.fixture
def put(store: Store, add: Add) -> Put:
    """Adds a statement whose text is approved as it stands, for the audiences named."""

    numbers = count()

    def put_text(text: str, *audiences: Audience, case: str = "main") -> str:
        # what was told is told once, what was approved of it may be equal
        statement_id = add(f"{next(numbers)} {text}", case=case)
        texts = dict.fromkeys(audiences or (Audience.INTERNAL,), text)
        with store.writing() as session:
            session.add_all(
                ApprovedTextRow(statement_id=statement_id, audience=audience, text=text)
                for audience, text in texts.items()
            )
            put_search_rows(session, statement_id, texts)
        return statement_id

    return put_text


def ids(found: Found) -> set[str]:
    assert found.total == len(found.hits)
    return {hit.statement_id for hit in found.hits}


def matches(hit: Hit) -> list[str]:
    return [text for text, is_match in hit.excerpt if is_match]


def shown(hit: Hit) -> str:
    return "".join(text for text, _ in hit.excerpt)


# forms of words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("избивали", "Задержанного избивали"),
        ("избили", "После избиения его избили"),
        ("ТЮРЬМА", "Сидел в тюрьме"),
        ("тюрьмой", "все тюрьмы полны"),
        ("полиция", "приехали из ПОЛИЦИИ"),
        ("полицейский", "двое полицейских"),
        ("ребёнка", "Отвели к ребенку"),
        ("ребенка", "ребёнку три года"),
        ("самолет", "Самолёты летали"),
        ("ұрды", "Мені ұрған, кейін де ұрып жүрді"),
        ("ұрған", "оны ұрады"),
        ("атқан", "Олар атты"),
        ("түрмеде", "ол түрмеден шықты"),
        ("турмеде", "ол түрмеде"),
        ("қинады", "қинаған жоқ"),
        ("кинады", "мені қинады"),
        ("көшеге", "Көшеден алып кетті"),
        ("айғақ", "АЙҒАҚТАР тыңдалды"),
        ("түрмеде адамдарды", "адамдар түрмеде"),
        ("beating", "he was beaten, beat and beats"),
        ("city", "cities of the north"),
        ("Tortured", "they torture people"),
        ("café", "in a CAFE nearby"),
        ("İstanbul", "from istanbul"),
        ("лицо 3", "Потом [Лицо 3] ушёл"),
        ("2022", "В январе 2022-го"),
        ("замок", "старый за\u0301мок"),
        ("милиция", "ми\u00adли\u200bция"),
        (unicodedata.normalize("NFD", "Қайрат йод"), "қайрат, йод"),
        ("қайрат йод", unicodedata.normalize("NFD", "Қайрат, йод")),
    ],
)
def test_a_word_finds_its_forms(store: Store, put: Put, typed: str, text: str) -> None:
    put("Совсем о другом")
    wanted = put(text)
    found = search(store, typed)
    assert ids(found) == {wanted}
    assert matches(found.hits[0]) and shown(found.hits[0]) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("в", "вода"),  # two letters stand for themselves
        ("ұрды", "урок"),
        ("лицо 3", "[Лицо 31]"),
        ("не был", "был"),
        ("words", "слова"),
        ("main", "слова"),
        ("internal", "слова"),
    ],
)
def test_what_is_not_found(store: Store, put: Put, typed: str, text: str) -> None:
    put(text)
    assert search(store, typed) == Found(0, ())


RUSSIAN = {  # by lemmas, the forms that a witness uses
    "избивать": "избивали избивал избивает избивают избивала избивая",
    "ударить": "ударил ударили ударила ударит ударь",
    "задержать": "задержали задержал задержан задержаны задержание задержания",
    "тюрьма": "тюрьма тюрьмы тюрьме тюрьму тюрьмой тюрьмах",
    "следователь": "следователь следователя следователю следователи следователей следователем",
    "женщина": "женщина женщины женщине женщину женщин женщинам женщинами",
    "камера": "камера камеры камере камеру камер камерах",
    "адвокат": "адвокат адвоката адвокату адвокаты адвокатов адвокатом",
}
KAZAKH = {
    "ұру": "ұрды ұрған ұрып ұрады ұратын ұрса ұрғанын ұрдым",
    "түрме": "түрме түрмеде түрмеден түрмеге түрменің түрмелер",
    "тергеуші": "тергеуші тергеушінің тергеушіге тергеушілер тергеушілерден тергеушіні",
    "қамау": "қамау қамауға қамауда қамаудан қамады қамаған қамап",
    "көше": "көше көшеде көшеден көшеге көшенің көшелер",
    "әйел": "әйел әйелді әйелдің әйелге әйелдер",
    "қорқыту": "қорқытты қорқытқан қорқытып қорқытады қорқыту",
}


@pytest.mark.parametrize(("lemmas", "least"), [(RUSSIAN, 0.95), (KAZAKH, 0.9)])
def test_most_forms_of_a_word_find_each_other(
    store: Store, put: Put, lemmas: dict[str, str], least: float
) -> None:
    stored = {form: put(form) for forms in lemmas.values() for form in forms.split()}
    hits = total = foreign = 0
    for forms in map(str.split, lemmas.values()):
        wanted = {stored[form] for form in forms}
        for form in forms:
            found = ids(search(store, form))
            assert stored[form] in found
            hits, total = hits + len(found & wanted), total + len(wanted)
            foreign += len(found - wanted)
    assert hits / total >= least
    assert foreign == 0


def test_words_in_quotes_stand_side_by_side(store: Store, put: Put) -> None:
    near, far = put("Его ударили по голове"), put("По улице шли, ударили в голове колонны")
    assert ids(search(store, "ударили по голове")) == {near, far}
    for quoted in ('"ударили по голове"', "«ударили по голов»", "“УДАРИЛИ, по голове”", '"ударили по" его'):
        assert ids(search(store, quoted)) == {near}
    assert ids(search(store, '"ударил по голове"')) == set()  # as it was typed, and no other form
    (hit,) = search(store, '"ударили по голове"').hits
    assert matches(hit) == ["ударили по голове"]


def test_what_stands_far_into_a_long_text_is_found(store: Store, put: Put) -> None:
    wanted = put("слово и " * 10_000 + "и " * 300 + "его ударили по голове " + "ш" * 3000)
    for typed in ("ударил", '"ударили по голове"', '"и его ударили"', "ш" * 150):
        assert ids(search(store, typed)) == {wanted}
    for typed in ('"голове по"', '"по голове слово"', '"слово ударили"'):
        assert search(store, typed) == Found(0, ())


# audiences, cases, pages


def test_each_audience_has_its_own_text(store: Store, put: Put) -> None:
    both, inner = put("тюрьма", Audience.INTERNAL, Audience.PUBLIC), put("тюрьма", Audience.INTERNAL)
    assert ids(search(store, "тюрьма")) == {both, inner}
    assert ids(search(store, "тюрьма", audience=Audience.PUBLIC)) == {both}
    assert ids(search(store, "тюрьма", audience=Audience.LEGAL)) == set()


def test_a_case(store: Store, put: Put) -> None:
    one, other = put("тюрьма", case="Қаңтар"), put("тюрьма")
    assert ids(search(store, "тюрьма", case=" Қаңтар ")) == {one}
    assert ids(search(store, "тюрьма", case="main")) == {other}
    assert search(store, "тюрьма", case='" OR тюрьма') == Found(0, ())
    (hit,) = search(store, "тюрьма", case="Қаңтар").hits
    assert (hit.case, hit.language) == ("Қаңтар", Language.RU)


def test_the_best_come_first_and_pages_follow_each_other(store: Store, put: Put) -> None:
    best = put("тюрьма тюрьма тюрьма")
    rest = {put(f"тюрьма и ещё {'много ' * n} слов") for n in range(1, 7)}
    whole = search(store, "тюрьма")
    assert whole.hits[0].statement_id == best and ids(whole) == rest | {best}
    pages = [search(store, "тюрьма", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [page.total for page in pages] == [7] * 4
    assert tuple(hit for page in pages for hit in page.hits) == whole.hits
    for limit, offset in ((0, 0), (-1, 0), (5, 10**30)):
        assert search(store, "тюрьма", limit=limit, offset=offset) == Found(7, ())
    assert search(store, "тюрьма", limit=10**30, offset=-5) == whole


def test_of_very_many_the_best_of_a_part_are_given(
    store: Store, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(60):
        put(f"тюрьма {n}")
    monkeypatch.setattr("store.search._MOST_RANKED", 20)
    found = search(store, "тюрьма")
    assert found.total == 60 and 5 <= len(found.hits) <= 20
    assert search(store, "тюрьма", offset=20) == Found(60, ())


# excerpts


def test_an_excerpt_is_cut_from_the_text_around_what_was_found(store: Store, put: Put) -> None:
    text = "Начало рассказа. " * 40 + "Тогда его избивали в камере. " + "Потом долго ничего. " * 60
    text += "В тюрьме сидел год. " + "Конец рассказа. " * 40
    put(text)
    (hit,) = search(store, "тюрьма избивали").hits
    assert matches(hit) == ["избивали", "тюрьме"]
    first, second = (cut.strip() for cut in shown(hit).strip("… ").split(" … "))
    assert "избивали" in first and "тюрьме" in second
    for cut in (first, second):
        assert f" {cut} " in text and 100 <= len(cut) <= 161


def test_two_cuts_that_meet_are_one(store: Store, put: Put) -> None:
    text = "тюрьма " + "а " * 70 + "камера " + "б " * 70 + "конец"
    put(text)
    (hit,) = search(store, "тюрьма камера конец").hits
    assert matches(hit) == ["тюрьма", "камера", "конец"] and shown(hit) == text


def test_a_text_without_spaces_is_cut_all_the_same(store: Store, put: Put) -> None:
    put("-".join(["тюрьма"] * 200))
    (hit,) = search(store, "тюрьма").hits
    assert len(matches(hit)) > 10 and len(shown(hit)) < 400


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_places_hold_beside_emoji_and_marks(store: Store, put: Put, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(
        form, "👮🏽\u200d♂️🇰🇿 Ёлка ө\u0301\u0302, қыздың йоды 😀избива\u0301ли\u00ad, й"
    )
    put(text)
    (hit,) = search(store, "елка қыздың йод избивали").hits
    assert shown(hit) == text
    wanted = [
        unicodedata.normalize(form, word) for word in ("Ёлка", "қыздың", "йоды", "избива\u0301ли\u00ad")
    ]
    assert matches(hit) == wanted


def test_a_long_run_of_marks_takes_no_time(store: Store, put: Put) -> None:
    start = time.process_time()
    put("тюрьма а" + "\u0301\u0323" * 50_000)
    assert search(store, "тюрьма").total == 1
    assert time.process_time() - start < 3


@given(st.text())
def test_folding_keeps_the_number_of_letters(text: str) -> None:
    assert len(fold_words(text)) == len(unicodedata.normalize("NFC", text))


def test_folding() -> None:
    assert fold_words("ЁЛКА әғқңөұүһі ӘҒҚҢӨҰҮҺІ Й Éİ") == "елка агкноуухи агкноуухи й ei"


# what somebody may type


HOSTILE = [
    "",
    " ",
    '"',
    '""',
    '"""',
    '"тюрьма',
    'тюрьма"',
    "'",
    "*",
    "тюрьма*",
    "*тюрьма",
    "^тюрьма",
    "тюрьма +",
    "NEAR(",
    "NEAR(тюрьма камера, 5)",
    "words:",
    "words:тюрьма",
    "case_id : тюрьма",
    "{words case_id}: тюрьма",
    "-words: тюрьма",
    "-",
    "-тюрьма",
    "AND",
    "тюрьма OR",
    "NOT тюрьма",
    "(((",
    "тюрьма)",
    "; drop table approved_search; --",
    ":question",
    "%s ? ?1 @x $x",
    "\\",
    "\0",
    "тюрьма\0камера",
    "😀",
    "😀тюрьма😀",
    "\ud800",
    "\u200b",
    "a" * 100_000,
    "тюрьма " * 10_000,
    "а б в г д е ж з и к л м н о п р с т у ф х ц",
    "ұ" * 300,
    "ﷺ ﬁ ǅ ß ſ ẞ ² Ⅳ 一",
    "[Лицо 1]",
    "тюрь\u0301ма\r\n\t\x1b[2J",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed)[:30])
def test_whatever_is_typed_is_words_or_nothing(store: Store, put: Put, typed: str) -> None:
    put("В тюрьме была камера [Лицо 1]")
    found = search(store, typed, case="main")
    assert found == search(store, typed) and found.total <= 1
    assert (query_of(typed) is None) == (not any(c.isalnum() for c in typed))


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_no_question_is_an_error(store: Store, typed: str) -> None:
    assert search(store, typed).total == 0


def test_a_question_has_its_limits() -> None:
    asked = query_of(" ".join(f"с{n}" for n in range(100)))
    assert asked is not None and asked.count(" AND ") == 19
    assert len(query_of("ж" * 5000) or "") < 250
    assert query_of("тюрьма тюрьма") == query_of("тюрьма")


# rows


def test_new_texts_take_the_place_of_old_ones(store: Store, put: Put) -> None:
    taken = put("тюрьма", Audience.INTERNAL, Audience.PUBLIC)
    with store.writing() as session:
        put_search_rows(session, taken, {Audience.INTERNAL: "камера"})
    assert ids(search(store, "камера")) == {taken}
    for audience in Audience:
        assert search(store, "тюрьма", audience=audience) == Found(0, ())


def test_rows_of_a_statement_that_is_not_there_are_refused(store: Store) -> None:
    with pytest.raises(AigaqError, match="no_such_statement"), store.writing() as session:
        put_search_rows(session, "0000000000", {Audience.INTERNAL: "тюрьма"})


@pytest.mark.only_sqlite
def test_what_is_dropped_is_in_no_page_of_the_file(store: Store, put: Put) -> None:
    database = store.place.database
    assert database is not None
    rng = Random(8)  # noqa: S311 - words, no secrets
    syllables = "ба бе ви го ду жа зи ко ла ме ни по ра си ту фа хо це чу ша".split()
    canaries = ["".join(rng.choices(syllables, k=12)) for _ in range(1500)]
    # The index keeps of a word only where it differs from the one before: its end is there in any case.
    mine, others = ([word[-14:].encode() for word in canaries[start::2]] for start in (0, 1))

    def left(ends: list[bytes]) -> int:
        pages = b"\n".join(decrypted_pages(database, store.database_key))
        return sum(end in pages for end in ends)

    def indexed(ends: list[bytes]) -> int:
        with store.engine.connect() as connection:
            blocks = connection.execute(sql("select block from approved_search_data")).scalars()
            index = b"\n".join(blocks)
        return sum(end in index for end in ends)

    for n in range(30):
        kept = put(" ".join(canaries[1 + 2 * n :: 60]), *Audience)
    taken = put(" ".join(canaries[::2]), *Audience)
    assert clear(store)
    # all but those that stand on the edge of a page, cut in two
    assert indexed(mine) > 0.98 * len(mine) and left(mine) == len(mine)
    with store.writing() as session:
        drop_search_rows(session, taken)
        session.execute(delete(ApprovedTextRow).where(ApprovedTextRow.statement_id == taken))
    assert clear(store)
    assert indexed(mine) == left(mine) == 0
    assert indexed(others) > 0.98 * len(others) and left(others) == len(others)
    assert ids(search(store, canaries[59])) == {kept}
    with store.engine.begin() as connection:
        connection.execute(sql("insert into approved_search(approved_search) values ('integrity-check')"))


def test_five_thousand_texts_are_searched_in_an_instant(store: Store) -> None:
    rng = Random(2)  # noqa: S311
    stems = [a + b + c for a in ("тюр", "поли", "след", "кам", "суд") for b in "абвгде" for c in "клмнпрст"]
    words = [stem + end for stem in stems for end in ("", "а", "ы", "ой", "ами")]
    with store.writing() as session:
        connection = session.connection()
        connection.execute(sql("insert into cases values ('C0', 'many', '2026-03-01T09:30:00Z')"))
        # in the order of their rows: one after the other they go into the index at once
        names = sorted((f"S{n:09}" for n in range(5000)), key=lambda name: _number(name, Audience.INTERNAL))
        texts = [" ".join(rng.choices(words, k=60)) + " что" for _ in names]
        rows = [
            {"id": name, "digest": name.encode(), "text": t} for name, t in zip(names, texts, strict=True)
        ]
        connection.execute(
            sql(
                "insert into statements values "
                "(:id, 'C0', null, 'approved', 'ru', 3, :digest, '2026-03-01T09:30:00Z', null, 'internal')"
            ),
            rows,
        )
        connection.execute(sql("insert into approved_texts values (:id, 'internal', :text)"), rows)
        for row in rows:
            put_search_rows(session, str(row["id"]), {Audience.INTERNAL: str(row["text"])})
    for typed in ("тюрак", "что", "тюрак полибн", "следвла камерами", '"что"', "пол"):
        search(store, typed)  # the pages are read, the stems loaded
        start = time.process_time()
        found = search(store, typed, case="many")
        assert time.process_time() - start < 0.05
        assert found.total or typed in ("следвла камерами",)
    assert search(store, "что").total == 5000 and len(search(store, "что").hits) == 50
