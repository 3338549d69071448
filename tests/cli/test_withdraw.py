from collections.abc import Callable
from pathlib import Path

import pytest

import cli.withdraw
from intake.consents import consent_json
from models.statements import Consent, ConsentScope, StatementState
from models.users import Duty
from store import withdrawals
from store.envelopes import NewEnvelope, put_known_envelope
from store.messages import put_withdrawal, read_messages, withdrawals_asked
from store.store import Store, open_store
from store.users import add_user, open_vault
from store.withdrawals import Reason
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
PASSPHRASE = "the store's own words"


@pytest.fixture
def store(stored: str, passphrases: Path) -> Store:
    return open_store(str(passphrases), passphrase=PASSPHRASE)


def test_the_reasons_are_those_of_the_store() -> None:
    assert tuple(reason.value for reason in Reason) == cli.withdraw.REASONS


def test_a_statement_is_withdrawn_and_then_shown_and_listed_as_such(aigaq: Run, stored: str) -> None:
    status, out, err = aigaq("withdraw", stored.lower(), "--reason", "request", "--yes")
    assert (status, out) == (0, stored + "\n") and err.startswith("Withdrawn; ")
    assert "withdrawn" in aigaq("list")[1]
    for command in (("show", stored), ("show", stored, "--original"), ("consent", stored)):
        status, out, err = aigaq(*command)
        assert (status, out) == (1, "") and err.startswith("withdrawn: ")


def test_a_second_time_says_so(aigaq: Run, stored: str) -> None:
    aigaq("withdraw", stored, "--reason", "request", "--yes")
    status, out, err = aigaq("withdraw", stored, "--reason", "error", "--yes")
    assert (status, out) == (0, stored + "\n") and err.startswith("It had been withdrawn before")


def test_nobody_to_ask_needs_yes(aigaq: Run, stored: str, store: Store) -> None:
    assert aigaq("withdraw", stored, "--reason", "request")[0] == 2
    assert aigaq("withdraw", stored, "--yes")[0] == 2
    assert aigaq("withdraw", stored, "--reason", "she asked", "--yes")[0] == 2
    assert store.statement(stored).state is StatementState.WAITING


def test_an_operator_may_and_an_auditor_may_not(
    aigaq: Run, stored: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap, words = Cost(memory_kib=32, passes=1, lanes=4), "the reviewer's other words"
    add_user(store, "Operator", Duty.OPERATOR, passphrase=words, cost=cheap)
    add_user(store, "Auditor", Duty.AUDITOR, passphrase=words, cost=cheap)
    monkeypatch.setenv("AIGAQ_REVIEWER", "Auditor")
    assert aigaq("withdraw", stored, "--reason", "legal", "--yes")[2].startswith("reviewer_locked: ")
    monkeypatch.setenv("AIGAQ_REVIEWER", "Operator")
    assert aigaq("withdraw", stored, "--reason", "legal", "--yes")[0] == 0


def test_a_wrong_passphrase_or_id_withdraws_nothing(
    aigaq: Run, stored: str, store: Store, tmp_path: Path
) -> None:
    assert aigaq("withdraw", "0000000000", "--reason", "error", "--yes")[2].startswith("no_such_statement: ")
    (tmp_path / "p2").write_text("the store's own words")
    assert aigaq("withdraw", stored, "--reason", "error", "--yes")[2].startswith("reviewer_locked: ")
    assert store.statement(stored).state is StatementState.WAITING


def test_traces_that_are_left_are_an_error(aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withdrawals, "is_gone", lambda store, records: False)
    status, out, err = aigaq("withdraw", stored, "--reason", "safety", "--yes")
    assert (status, out) == (1, stored + "\n") and err.startswith("withdrawn_traces: ")


# a wish that is declined


@pytest.fixture
def asked(store: Store, stored: str) -> str:
    envelope = NewEnvelope(b"n" * 32, "RECE1PT000", None, "0" * 64)
    put_known_envelope(store, envelope, statement_id=stored)
    with store.writing() as session:
        return put_withdrawal(session, device_id=None, receipt="RECE1PT000")


def test_a_reviewer_declines_with_a_reason(aigaq: Run, store: Store, asked: str) -> None:
    status, out, err = aigaq("withdraw", asked.lower(), "--decline", "Қанарейкин stole the code")
    assert (status, out) == (0, asked + "\n") and err.startswith("Declined; ") and "Қанарейкин" not in err
    assert withdrawals_asked(store) == [] and store.statement(asked).state is StatementState.WAITING
    vault = open_vault(store, "Сәуле", "the reviewer's other words")
    assert read_messages(store, asked, vault)[-1].text == "Қанарейкин stole the code"
    status, out, err = aigaq("withdraw", asked, "--decline", "once more")
    assert (status, out) == (1, "") and err.startswith("not_asked: ")
    # and it can still be withdrawn
    assert aigaq("withdraw", asked, "--reason", "request", "--yes")[0] == 0
    assert aigaq("withdraw", asked, "--decline", "too late")[2].startswith("withdrawn: ")


def test_declining_needs_words_and_is_no_withdrawal(aigaq: Run, store: Store, asked: str) -> None:
    assert aigaq("withdraw", asked, "--decline", "both", "--reason", "request", "--yes")[0] == 2
    assert aigaq("withdraw", asked, "--decline", " ")[2].startswith("bad_decision: ")
    assert aigaq("withdraw", "0000000000", "--decline", "words")[2].startswith("no_such_statement: ")
    assert withdrawals_asked(store) == [asked] and store.statement(asked).state is StatementState.RETURNED


def test_only_a_reviewer_declines(
    aigaq: Run, store: Store, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap = Cost(memory_kib=32, passes=1, lanes=4)
    add_user(store, "Operator", Duty.OPERATOR, passphrase="the reviewer's other words", cost=cheap)
    monkeypatch.setenv("AIGAQ_REVIEWER", "Operator")
    assert aigaq("withdraw", asked, "--decline", "words")[2].startswith("reviewer_locked: ")
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("withdraw", asked, "--decline", "words")[2].startswith("reviewer_needed: ")
    assert withdrawals_asked(store) == [asked]


# aigaq consent, and who is told where it does not cover


def test_a_consent_is_printed_changed_and_put_back(aigaq: Run, stored: str, tmp_path: Path) -> None:
    status, out, err = aigaq("consent", stored)
    assert (status, out, err) == (0, consent_json(Consent()).decode(), "")
    assert aigaq("consent", stored, "--scope", "partner", "--recipients", "A", "--recipients", "B") == (
        0,
        stored + "\n",
        "scope partner, 2 recipients named\n",
    )
    assert "\tpartner\t" in aigaq("list")[1]
    assert aigaq("consent", stored)[1] == consent_json(Consent(ConsentScope.PARTNER, ("A", "B"))).decode()
    # to narrow the scope leaves nobody named
    aigaq("consent", stored, "--scope", "internal")
    assert aigaq("consent", stored)[1] == out
    whole = Consent(ConsentScope.LEGAL, ("C",), hide=("моя сестра",), explained=("risks",), how="spoken")
    (tmp_path / "consent.json").write_bytes(consent_json(whole))
    assert aigaq("consent", stored, "--consent", str(tmp_path / "consent.json"))[0] == 0
    assert aigaq("consent", stored)[1] == consent_json(whole).decode()


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        (["--recipients", "A"], 2, "usage"),
        (["--scope", "partner", "--consent", "legal"], 2, "usage"),
        (["--scope", "everybody"], 2, "usage"),
        (["--scope", "partner", "--recipients", "a\x1bb"], 1, "bad_consent"),
        (["--consent", "missing.json"], 1, "no_such_file"),
    ],
)
def test_a_consent_that_does_not_fit_changes_nothing(
    aigaq: Run, stored: str, options: list[str], status: int, code: str
) -> None:
    assert aigaq("consent", stored, *options)[0] == status
    assert aigaq("consent", stored, *options)[2].startswith(code + ": ")
    assert "\tinternal\t" in aigaq("list")[1]


def test_without_a_reviewer_no_consent_is_shown_or_changed(
    aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    for options in ([], ["--scope", "public"]):
        status, out, err = aigaq("consent", stored, *options)
        assert (status, out) == (1, "") and err.startswith("reviewer_needed: ")


def test_a_reviewer_is_told_where_the_consent_does_not_cover_an_audience(aigaq: Run, stored: str) -> None:
    not_covered = "consent: the witness did not agree to this audience; do not pass this text on.\n"
    assert aigaq("show", stored, "--audience", "internal")[2] == ""
    assert aigaq("show", stored, "--original")[2] == ""
    status, out, err = aigaq("show", stored, "--audience", "partner")
    assert status == 0 and out and err == not_covered
    aigaq("consent", stored, "--scope", "partner", "--recipients", "Қанарейкин")
    assert aigaq("show", stored, "--audience", "partner")[2] == ""
    err = aigaq("show", stored, "--audience", "legal")[2]
    assert err.startswith(not_covered) and "somebody is named" in err and "Қанарейкин" not in err
