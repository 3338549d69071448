"""Form exports: the statement is found, metadata and refused entries stay out, the rest is counted."""

from datetime import date

import pytest

from intake.formats.form_columns import columns_of
from intake.formats.form_guess import guess
from intake.formats.form_tables import Load, Row, Table, make_table
from intake.formats.forms import read_tables
from intake.parts import PLAIN, Options, Part, Refusal, Told
from models.errors import AigaqError
from models.labels import Language
from models.statements import ConsentScope, SourceKind

PROSE = "Меня держали в подвале двое суток, воды не давали и спать не разрешали. " * 4
UUID = "0b9c2d4e-1111-4222-8333-944455566677"
OTHERS = Options(include=frozenset({"other answers"}))


def sheet(*records: tuple[str, ...], name: str = "", hidden: frozenset[int] = frozenset()) -> Table:
    """A table from its header and its rows."""
    rows = (Row({index: cell for index, cell in enumerate(record) if cell}) for record in records)
    table = make_table(rows, Load(), name=name, hidden=hidden)
    assert table is not None
    return table


def read(*tables: Table, options: Options = PLAIN) -> list[Part]:
    return list(read_tables(tables, options))


def told(*tables: Table, options: Options = PLAIN) -> Told:
    """The one statement of an export."""
    (part,) = read(*tables, options=options)
    assert isinstance(part, Told)
    return part


def texts(*tables: Table, options: Options = PLAIN) -> list[str]:
    return [
        part.draft.raw_text if isinstance(part, Told) else getattr(part, "code", "")
        for part in read(*tables, options=options)
    ]


def guessed(*records: tuple[str, ...]) -> list[str]:
    table = sheet(*records)
    return [table.columns[index] for index in guess(table, columns_of(table))]


@pytest.mark.parametrize(
    "name",
    [
        "statement", "group_main/statement", "main-testimony", "Testimony (verbatim)", "narrative",
        "her_story", "Показания", "Рассказ", "Заявление", "Текст", "Айғақ", "Мәтін", "Сұхбат", "Әңгіме",
        "Что произошло?", "Расскажите своими словами, что с вами случилось", "Не болды? Айтып беріңізші",
        "statementText", "_001",
    ],
)  # fmt: skip
def test_the_statement_is_found_by_name_or_by_its_prose(name: str) -> None:
    record = ("yes", "Тест", PROSE)
    assert guessed(("consent", "name", name), record) == [name]


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        # metadata and notes are never the statement, however long
        (
            ("_notes", "notes_internal", "enumerator", "location", "Комментарии интервьюера"),
            [(PROSE,) * 5],
            [],
        ),
        (("name", "phone"), [("Тест", "1"), ("Тестова", "2")], []),
        # a question about the statement is not the statement
        (("statement_date", "q7"), [("2022-01-05", PROSE)], ["q7"]),
        (("statement", "q7"), [("yes", PROSE)], ["q7"]),
        (("Подавали ли вы заявление в прокуратуру?", "q7"), [("да", PROSE)], ["q7"]),
        (("statement_en", "statement"), [(PROSE * 2, PROSE)], ["statement"]),
        (("text", "type"), [("a", "b")], []),
        (("statement", "name"), [("", "Тест")], ["statement"]),
        # a form that was changed has the question twice
        (("v1/statement", "v2/statement"), [(PROSE, ""), ("", PROSE)], ["v1/statement", "v2/statement"]),
        # no header at all
        (("1", PROSE), [("2", PROSE)], []),
    ],
)
def test_what_is_not_the_statement(
    header: tuple[str, ...], rows: list[tuple[str, ...]], expected: list[str]
) -> None:
    assert guessed(header, *rows) == expected


def test_an_entry_becomes_a_draft() -> None:
    header = ("today", "consent", "lang", "interview_date", "statement", "_uuid", "_submission_time")
    table = sheet(
        header, ("2022-03-05", "yes", "ru", "2022-03-04", PROSE, UUID.upper(), "2022-03-06T10:00:00")
    )
    part = told(table)
    assert part.mark == "#1"
    assert part.draft.raw_text == PROSE
    assert part.draft.source is SourceKind.FORM
    assert part.draft.language is Language.RU
    assert part.draft.collected_at == date(2022, 3, 4)
    assert part.draft.submission == UUID
    assert part.draft.consent.scope is ConsentScope.INTERNAL
    assert part.draft.left_out == ()


@pytest.mark.parametrize("name", ["meta/instanceID", "meta-instanceID", "instanceID", "KEY", "__id", "_uuid"])
def test_the_same_entry_has_the_same_id_in_each_export(name: str) -> None:
    assert told(sheet(("statement", name), (PROSE, f"uuid:{UUID}"))).draft.submission == UUID


@pytest.mark.parametrize(
    ("name", "value"), [("formhub/uuid", UUID), ("key", "Тест Тестов"), ("_id", "417000")]
)
def test_other_keys_are_no_ids_of_an_entry(name: str, value: str) -> None:
    assert told(sheet(("statement", name), (PROSE, value))).draft.submission is None


def test_rows_are_counted_and_refused_one_by_one() -> None:
    table = sheet(
        ("consent", "statement", "age"),
        ("yes", "Первая"),
        ("no", "Вторая"),
        ("", "Третья"),
        ("yes", "", "30"),
        ("no", ""),
        ("yes", "Шестая", "30", "лишнее"),
        ("yes", "Седьмая"),
    )
    marks = [(part.mark, getattr(part, "code", "told")) for part in read(table) if not hasattr(part, "raw")]
    assert marks == [
        ("#1", "told"),
        ("#2", "no_consent"),
        ("#3", "no_consent"),
        ("#4", "empty"),
        ("#5", "no_consent"),
        ("#6", "damaged"),
        ("#7", "told"),
    ]


def test_consent_that_was_ticked_in_columns_of_its_own() -> None:
    table = sheet(
        ("consent/yes", "consent/no", "share_with/public", "share_with/court", "statement"),
        ("1", "0", "0", "1", "Первая"),
        ("0", "1", "0", "0", "Вторая"),
        ("0", "0", "0", "0", "Третья"),
    )
    first, second, third = read(table)
    assert isinstance(first, Told)
    assert first.draft.consent.scope is ConsentScope.LEGAL
    assert [second, third] == [Refusal("#2", "no_consent"), Refusal("#3", "no_consent")]


def test_a_hidden_consent_column_still_refuses() -> None:
    table = sheet(("consent", "statement"), ("no", "Слова"), hidden=frozenset({0}))
    assert texts(table) == ["no_consent"]


def test_a_group_about_consent_asks_for_it() -> None:
    table = sheet(("consent/q1", "consent/name", "statement"), ("no", "Тест", PROSE), ("yes", "Тест", PROSE))
    assert texts(table) == ["no_consent", PROSE]


def test_other_answers_are_counted_or_read_where_asked_for() -> None:
    header = ("group/name", "Сколько вам лет?", "username", "notes_internal", "photo", "statement")
    table = sheet(header, ("Тест Тестов", "30", "serik02", "тайна", "1646.jpg", "Слова"))
    assert told(table).draft.raw_text == "Слова"
    assert dict(told(table).draft.left_out) == {"other answers": 2, "notes": 1, "attachments": 1}
    draft = told(table, options=OTHERS).draft
    assert draft.raw_text == "name: Тест Тестов\nСколько вам лет?: 30\n\nСлова"
    assert dict(draft.left_out) == {"notes": 1, "attachments": 1}


def test_a_recording_is_no_statement() -> None:
    assert texts(sheet(("statement", "consent"), ("1646999.m4a", "yes"))) == ["empty"]


@pytest.mark.parametrize("wanted", ["group_q/Q7", "q7", "Q7"])
def test_the_operator_names_the_column(wanted: str) -> None:
    table = sheet(("statement", "group_q/q7", "notes"), (PROSE, "Это", "другое"))
    assert texts(table, options=Options(column=wanted)) == ["Это"]
    assert texts(table, options=Options(column="NOTES")) == ["другое"]


@pytest.mark.parametrize(
    "wanted", ["unknown", "username", "_uuid", "notes_internal", "consent", "secret", "", "/"]
)
def test_a_column_that_is_not_there_or_not_to_be_read(wanted: str) -> None:
    header = ("statement", "username", "_uuid", "notes_internal", "consent", "secret")
    table = sheet(header, (PROSE, "a", UUID, "b", "yes", "c"), hidden=frozenset({5}))
    with pytest.raises(AigaqError, match="no_statement_column"):
        read(table, options=Options(column=wanted))


@pytest.mark.parametrize(
    ("parent", "child", "link"),
    [
        ("_uuid", "_submission__uuid", UUID),
        ("KEY", "PARENT_KEY", f"uuid:{UUID}"),
        ("_index", "_parent_index", "7"),
    ],
)
def test_a_repeat_that_tells_is_joined_and_one_that_does_not_is_counted(
    parent: str, child: str, link: str
) -> None:
    main = sheet(("statement", parent), ("Начало", UUID if parent == "_uuid" else link))
    more = sheet(("testimony", child), (PROSE + "1", link), (PROSE + "2", link), name="more")
    kin = sheet(("name", "relation", child), ("Тест Тестов", "сын", link), name="kin")
    part = told(main, more, kin)
    assert part.draft.raw_text == f"Начало\n\n{PROSE}1\n\n{PROSE}2"
    assert dict(part.draft.left_out) == {"other answers": 2}
    assert "Тестов" not in told(main, more, kin, options=OTHERS).draft.raw_text


def test_repeats_of_repeats_and_of_nobody() -> None:
    main = sheet(("consent", "statement", "_uuid"), ("no", "Начало", UUID), name="main")
    nested = sheet(
        ("testimony", "_parent_index", "_parent_table_name", "_submission__uuid"),
        (PROSE, "1", "other_repeat", UUID),
        (PROSE, "1", "other_repeat", ""),
        (PROSE, "1", "main", "ffffffff-1111-4222-8333-944455566677"),
    )
    assert read(main, nested) == [
        Refusal("#1", "no_consent"),
        Refusal("#2.2", "no_consent"),
        Refusal("#2.3", "no_consent"),
    ]


def test_a_repeat_alone_says_nothing_of_consent() -> None:
    with pytest.raises(AigaqError, match="no_statement_column"):
        read(sheet(("testimony", "PARENT_KEY", "KEY"), (PROSE, f"uuid:{UUID}", f"uuid:{UUID}/a[1]")))


def test_comments_are_counted_or_read_where_asked_for() -> None:
    row = Row({0: "Слова", 1: "yes", 2: "a"}, comments=((0, "мать:\nТест"), (1, "b"), (2, "c")))
    table = Table(("statement", "consent", "username"), (row,))
    assert told(table).draft.raw_text == "Слова"
    assert dict(told(table).draft.left_out) == {"comments": 3}
    draft = told(table, options=Options(include=frozenset({"comments"}))).draft
    assert draft.raw_text == "Слова\n[comment] мать: Тест"
    assert dict(draft.left_out) == {"comments": 2}


def test_hidden_rows_and_columns_are_counted_and_keep_their_numbers() -> None:
    rows = (Row({0: "Первая"}, hidden=True), Row({0: "Вторая", 1: "тайна"}))
    table = Table(("statement", "secret"), rows, hidden=frozenset({1}))
    part = told(table, options=OTHERS)
    assert (part.mark, part.draft.raw_text) == ("#2", "Вторая")
    assert dict(part.draft.left_out) == {"hidden rows": 1, "hidden answers": 1}


def test_a_header_alone_is_empty() -> None:
    with pytest.raises(AigaqError, match="empty"):
        read(sheet(("statement", "consent")))


def test_the_row_of_tags_under_the_names_is_no_entry() -> None:
    assert texts(sheet(("statement", "age"), ("#description", "#affected+age"), ("Слова", "3"))) == ["Слова"]
