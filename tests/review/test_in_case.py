"""A name masked in all other statements of a case: each by a decision of its own, none by half."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity
from models.labels import Audience, Label, Language, Role
from models.reviews import Risk
from models.sealed import SealedRecord
from models.statements import Draft, SourceKind, StatementState
from models.users import Duty
from redact.apply import redact_text
from redact.decided import fold
from review import in_case
from review.in_case import add_in_case
from review.opened import Opened, open_statement
from store.approvals import approvals, approved_text
from store.audit import audit
from store.claims import claim
from store.decisions import decide, read_decisions
from store.store import Store
from store.users import open_vault
from store.vault import Vault
from store.withdrawals import Reason, withdraw

RISK = Risk(low=0, suspects=0, findings=1, identities=1, words=9, minor=False, sexual=False)
APPROVED, WAITING = StatementState.APPROVED, StatementState.WAITING
Approve = Callable[..., None]


@pytest.fixture
def vault(store: Store, first_reviewer) -> Vault:
    return open_vault(store, first_reviewer.name, first_reviewer.passphrase)


@pytest.fixture
def put(store: Store) -> Callable[..., str]:
    """Takes a text in, in which the finder found one name at most."""

    def add(text: str, found: str = "", *, case: str = "main", failures: tuple[str, ...] = ()) -> str:
        start = text.index(found)
        findings = (Finding(start, start + len(found), Label.PERSON, 0.9, "test", "person-1"),) * bool(found)
        identities = (Identity("person-1", Label.PERSON, Role.PROTECTED, 1),) * bool(found)
        return store.add_statement(
            Draft(raw_text=text, source=SourceKind.TEXT),
            Analysis(Language.RU, findings, identities, (), (), failures),
            redacted={},
            regions=frozenset(),
            words=len(text.split()),
            case=case,
            risk=RISK,
        )

    return add


def public(store: Store, vault: Vault, statement_id: str) -> str:
    record = store.unseal(statement_id, vault)
    decided = fold(record.analysis, read_decisions(store, statement_id, vault))
    return redact_text(record.raw_text, decided.analysis, Audience.PUBLIC).text


def run(store: Store, vault: Vault, here: str, *names: str) -> int:
    opened: Opened = open_statement(store, vault, here)
    return add_in_case(store, vault, opened, names)


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return not audit(session).counts


def test_it_is_masked_in_all_other_statements_of_the_case_in_every_form(
    store: Store, vault: Vault, put: Callable[..., str]
) -> None:
    here = put("Дәурен Оспанов молчал.")
    there = put("Я видела Дәурена. Оспановым звали и отца. 😀 Оспановтың үйі.")
    another = put("Ничего такого здесь нет.")
    elsewhere = put("И здесь Дәурен Оспанов.", case="other")
    assert run(store, vault, here, "Дәурен Оспанов") == 1
    text = public(store, vault, there)
    assert "Дәурен" not in text and "Оспанов" not in text and "😀" in text
    for untouched in (here, another, elsewhere):
        assert read_decisions(store, untouched, vault) == []
    (made,) = read_decisions(store, there, vault)
    assert (made.by, made.choice.kind, made.choice.label) == (
        vault.reviewer_id,
        DecisionKind.ADD,
        Label.PERSON,
    )
    assert is_whole(store)
    assert run(store, vault, here, "Дәурен Оспанов") == 0  # nothing is left to mask


def test_what_was_approved_is_reopened_and_only_where_the_name_stands(
    store: Store, vault: Vault, put: Callable[..., str], approve_by: Approve, users: Mapping, first_reviewer
) -> None:
    here, named, other = put("Дәурен молчал."), put("Там был Дәурен."), put("Никого не было.")
    for statement_id in (named, other):
        for person in (first_reviewer, users[Duty.REVIEWER]):
            approve_by(person, statement_id, text="Там был Дәурен.")
    assert run(store, vault, here, "Дәурен") == 1
    assert store.statement(named).state is WAITING and store.statement(other).state is APPROVED
    assert approved_text(store, named, Audience.PUBLIC) is None
    assert not any(a.holds for a in approvals(store, named)) and all(a.holds for a in approvals(store, other))
    assert is_whole(store)


def test_what_is_withdrawn_is_left_alone(store: Store, vault: Vault, put: Callable[..., str]) -> None:
    here, gone, there = put("Дәурен молчал."), put("Там был Дәурен."), put("И там был Дәурен.")
    withdraw(store, gone, Reason.REQUEST)
    assert run(store, vault, here, "Дәурен") == 1
    assert store.statement(gone).state is StatementState.WITHDRAWN
    assert read_decisions(store, gone, vault) == [] and "Дәурен" not in public(store, vault, there)
    assert is_whole(store)


def test_what_is_withdrawn_meanwhile_keeps_the_others_from_nothing(
    store: Store, vault: Vault, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, gone, there = put("Дәурен молчал."), put("Там был Дәурен."), put("И там был Дәурен.")
    opened = open_statement(store, vault, here)
    open_records = in_case.open_records

    def withdrawn_between(store: Store, ids: Sequence[str], vault: Vault) -> Iterator[SealedRecord]:
        records = list(open_records(store, ids, vault))
        withdraw(store, gone, Reason.SAFETY)
        yield from records

    monkeypatch.setattr(in_case, "open_records", withdrawn_between)
    assert add_in_case(store, vault, opened, ["Дәурен"]) == 1
    assert "Дәурен" not in public(store, vault, there) and is_whole(store)


def test_what_fails_in_the_middle_leaves_whole_decisions_and_says_so(
    store: Store, vault: Vault, put: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, *others = [put(f"{n}. Там был Дәурен.") for n in range(4)]
    opened = open_statement(store, vault, here)
    put_decisions, done = in_case.put_decisions, []

    def fail_at_second(session, statement_id, *more, **options):
        done.append(statement_id)
        put_decisions(session, statement_id, *more, **options)
        if len(done) == 2:
            raise AigaqError("store_full")

    monkeypatch.setattr(in_case, "put_decisions", fail_at_second)
    with pytest.raises(AigaqError, match="store_full"):
        add_in_case(store, vault, opened, ["Дәурен"])
    # those of one second come in the order of their random ids
    assert sorted(len(read_decisions(store, one, vault)) for one in others) == [0, 0, 1] and is_whole(store)


def test_it_reaches_what_somebody_else_has_open_and_what_is_blocked(
    store: Store, vault: Vault, put: Callable[..., str], users: Mapping
) -> None:
    here, theirs = put("Дәурен молчал."), put("Там был Дәурен.")
    blocked = put("И там был Дәурен.", failures=("phones",))
    claim(store, theirs, users[Duty.REVIEWER].id)
    assert run(store, vault, here, "Дәурен") == 2
    assert claim(store, theirs, str(vault.reviewer_id)) == users[Duty.REVIEWER].id
    assert store.statement(blocked).state is StatementState.BLOCKED
    for statement_id in (theirs, blocked):
        assert "Дәурен" not in public(store, vault, statement_id)


def test_what_another_left_readable_there_is_masked_again(
    store: Store, vault: Vault, put: Callable[..., str]
) -> None:
    here, there = put("Дәурен молчал."), put("Там был Дәурен.", "Дәурен")
    decide(store, there, [(Choice(DecisionKind.REJECT, ((8, 14),)), True)], vault=vault)
    assert "Дәурен" in public(store, vault, there)
    assert run(store, vault, here, "Дәурен") == 1
    assert "Дәурен" not in public(store, vault, there)


def test_what_is_masked_there_already_gets_no_decision(
    store: Store, vault: Vault, put: Callable[..., str]
) -> None:
    here, there = put("Дәурен молчал."), put("Там был Дәурен.", "Дәурен")
    assert run(store, vault, here, "Дәурен") == 0
    assert read_decisions(store, there, vault) == []


def test_that_each_was_opened_is_in_the_journal(store: Store, vault: Vault, put: Callable[..., str]) -> None:
    ids = [put(f"{n}. Дәурен молчал.") for n in range(3)]
    opened = open_statement(store, vault, ids[0])
    with store.reading() as session:
        before = audit(session).entries
    add_in_case(store, vault, opened, ["Дәурен"])
    with store.reading() as session:
        assert audit(session).entries == before + 4  # two opened, two decided
