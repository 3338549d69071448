from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from models.errors import AigaqError
from models.findings import Analysis, Tag, TagKind
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope, Draft, SourceKind, StatementState
from store.ids import read_id
from store.store import DuplicateText, Store
from store.users import open_vault

Add = Callable[..., str]
AWKWARD = "\ufeffМеня зовут Ерлан.\r\n\tҚасым é e\u0301 👩‍👧 \x00 \u200b  конец \n\n"


def test_what_went_in_comes_out_equal_to_the_letter(
    store: Store, add: Add, analysis: Analysis, reviewer: tuple[str, str]
) -> None:
    statement_id = add(AWKWARD)
    opened = store.unseal(statement_id, open_vault(store, *reviewer))
    assert opened.raw_text == AWKWARD
    assert opened.analysis == analysis
    assert opened.redacted == {Audience.PUBLIC: "[Лицо 1], [телефон 1]"}
    assert (opened.statement_id, opened.source, opened.consent) == (
        statement_id,
        SourceKind.DOCX,
        Consent(ConsentScope.LEGAL),
    )
    assert (opened.collected_at, opened.left_out) == (date(2022, 1, 9), (("comments", 2),))


def test_a_long_statement_comes_out_whole(store: Store, add: Add, reviewer: tuple[str, str]) -> None:
    text = "Свидетель рассказал подробно. " * 40_000
    assert store.unseal(add(text), open_vault(store, *reviewer)).raw_text == text


def test_the_store_key_lists_ids_counts_codes_and_regions_only(store: Store, add: Add) -> None:
    statement_id = add("Рассказ", case="Жаңаөзен 2022")
    (row,) = store.statements()
    assert (row.id, row.case, row.state) == (statement_id, "Жаңаөзен 2022", StatementState.WAITING)
    assert (row.language, row.words) == (Language.RU, 12)
    assert (row.abuse, row.regions) == (("beating", "torture"), ("KZ-47",))
    assert store.statement(statement_id) == row


def test_statements_are_listed_by_case(store: Store, add: Add) -> None:
    first, second = add("один", case="a"), add("два", case="b")
    assert [row.id for row in store.statements(case="a")] == [first]
    assert {row.id for row in store.statements()} == {first, second}
    assert store.statements(case="c") == []


def test_a_statement_on_which_a_recogniser_failed_is_blocked(
    store: Store, add: Add, analysis: Analysis
) -> None:
    add("Рассказ", analysis=replace(analysis, failures=("phones",)))
    assert store.statements()[0].state is StatementState.BLOCKED


@pytest.mark.parametrize(
    "again", ["Один и  тот же\nтекст", " Один и тот же текст\r\n", "Один и тот же текст"]
)
def test_a_text_is_stored_once(store: Store, add: Add, again: str) -> None:
    statement_id = add("Один и тот же текст")
    with pytest.raises(DuplicateText) as caught:
        add(again)
    assert caught.value.known.statement_id == statement_id
    known = store.find(Draft(again, SourceKind.TEXT))
    assert known is not None and (known.statement_id, known.batch_id) == (statement_id, None)
    assert len(store.statements()) == 1


def test_another_text_is_not_known(store: Store, add: Add) -> None:
    add("Один текст")
    assert store.find(Draft("Один Текст", SourceKind.TEXT)) is None


def test_an_unfinished_batch_is_taken_up_again_and_a_finished_one_is_not(store: Store, add: Add) -> None:
    batch = store.start_batch(case="main")
    add("Рассказ", batch=batch)
    again = store.start_batch(case="main")
    assert (batch.resumed, again.resumed) == (False, True)
    assert (again.id, again.case_id) == (batch.id, batch.case_id)
    known = store.find(Draft("Рассказ", SourceKind.TEXT))
    assert known is not None and known.batch_id == batch.id

    store.finish_batch(again, accepted=1, duplicates=0, rejected=0)
    assert not store.start_batch(case="main").resumed


def test_batches_of_two_cases_stay_apart(store: Store) -> None:
    first, second = store.start_batch(case="a"), store.start_batch(case="b")
    assert first.id != second.id and not second.resumed


@pytest.mark.parametrize("code", ["Ерлан Қасымов", "erlan k", "", "beating2"])
def test_nothing_but_codes_reaches_the_open_columns(
    store: Store, add: Add, analysis: Analysis, code: str
) -> None:
    wrong = replace(analysis, tags=(Tag(TagKind.ABUSE, code, 0, 5, "x"),))
    with pytest.raises(AigaqError, match="internal"):
        add("Рассказ", analysis=wrong)
    with pytest.raises(AigaqError, match="internal"):
        add("Рассказ", regions=frozenset({"Zhanaozen"}))
    assert store.statements() == []


def test_an_unknown_id_is_refused(store: Store, reviewer: tuple[str, str]) -> None:
    with pytest.raises(AigaqError, match="no_such_statement"):
        store.unseal("0000000000", open_vault(store, *reviewer))
    with pytest.raises(AigaqError, match="no_such_statement"):
        store.statement("0000000000")


def test_ids_are_read_as_people_type_them() -> None:
    assert read_id(" 7kzo1il9ab ") == "7KZ01119AB"


def test_ids_say_nothing_about_order(add: Add) -> None:
    ids = [add(f"Рассказ {number}") for number in range(8)]
    assert ids != sorted(ids) and all(len(i) == 10 for i in ids)
