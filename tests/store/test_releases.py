"""Releases: what is recorded is what stood there, and what went out stays known."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.labels import Audience, Label
from models.reviews import Risk
from models.statements import Consent, ConsentScope
from models.users import Duty
from store import releases as module
from store.approvals import Approved, approve, send_back
from store.audit import audit
from store.claims import release as let_go
from store.consents import change_consent
from store.custody import custody_logs
from store.decisions import decide
from store.journal import Done, counts_of, entries, now
from store.release_requests import ask_for, open_requests
from store.releases import (
    Held,
    Release,
    earlier_texts,
    held_by,
    holders,
    journal_head,
    put_release,
    record_recall,
    release_of,
    releases,
    seen,
    signing_key,
)
from store.rotate import rotate_vault
from store.store import Store, open_store
from store.users import add_user, disable_user, open_vault
from store.vault import Vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
Ready = Callable[..., str]
RISK = Risk(low=0, suspects=0, findings=0, identities=0, words=12, minor=False, sexual=False)
MASK = (Choice(DecisionKind.ADD, ((30, 36),), label=Label.PERSON, identity=""), True)
SAY = (Choice(DecisionKind.COMMENT, words="Кто это?"), False)
PUBLIC = Audience.PUBLIC


@pytest.fixture
def first(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def second(store: Store, first: Vault, cost: Cost) -> Vault:
    words = "some words of a second one"
    add_user(store, "Аян", Duty.REVIEWER, passphrase=words, vault=first, cost=cost)
    return open_vault(store, "Аян", words)


def name(vault: Vault) -> str:
    return str(vault.reviewer_id)


def give(store: Store, statement_id: str, vaults: tuple[Vault, ...], upto: int = 0, text: str = "") -> None:
    texts = {audience: f"[Лицо 1] {text or statement_id} {audience.value}" for audience in Audience}
    for vault in vaults:
        approve(store, statement_id, Approved(upto, texts, {}, {}), actor=name(vault))
        let_go(store, name(vault), statement_id)


@pytest.fixture
def ready(store: Store, add: Add, first: Vault, second: Vault) -> Ready:
    """Takes in a statement and has both reviewers approve it."""

    def add_one(text: str = "Айгерим рассказала", **options: object) -> str:
        statement_id = add(text, risk=RISK, **options)
        give(store, statement_id, (first, second))
        return statement_id

    return add_one


def made(store: Store, by: Vault, ids: list[str], **options: object) -> Release:
    case_id = rows(store, "select case_id from statements")[0][0]
    release = Release(
        id="RELEASE001",
        case_id=str(case_id),
        audience=PUBLIC,
        recipient=None,
        formats=("sqlite", "tables"),
        k=5,
        sealed_to=None,
        statements=len(ids),
        manifest="ab" * 32,
        made_by=name(by),
        made_at=now(),
    )
    return replace(release, **options)  # type: ignore[arg-type]


def held(ids: list[str]) -> list[Held]:
    return [Held(one, number, f"[Лицо {number}]") for number, one in enumerate(ids, start=1)]


def put(store: Store, by: Vault, ids: list[str], **options: object) -> Release:
    release = made(store, by, ids, **options)
    assert put_release(store, release, held(ids), seen(store, ids, release.audience)) == ()
    return release


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query))]


def told(store: Store, action: Done) -> list[tuple[str, str, dict[str, object]]]:
    with store.reading() as session:
        return [(e.subject, e.actor, counts_of(e.counts)) for e in entries(session) if e.action == action]


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return not audit(session).counts


# putting one


def test_a_release_is_recorded_with_what_it_holds(store: Store, ready: Ready, first: Vault) -> None:
    ids = [ready("один"), ready("два")]
    release = put(
        store, first, ids, recipient="Made-up Legal Aid", audience=Audience.PARTNER, sealed_to="age1"
    )
    assert release_of(store, release.id) == release
    assert held_by(store, release.id) == held(ids)
    index = tuple(Audience).index(Audience.PARTNER)
    assert told(store, Done.RELEASED) == [
        (release.id, name(first), {"audience": index, "statements": 2}),
    ]
    assert is_whole(store)


def test_what_it_holds_is_in_no_repr(ready: Ready, store: Store, first: Vault) -> None:
    put(store, first, [ready()])
    assert "Лицо" not in repr(held_by(store, "RELEASE001")) + repr(seen(store, ["x"], PUBLIC))


def test_seen_is_what_two_approved_for_an_audience(
    store: Store, ready: Ready, add: Add, first: Vault, second: Vault
) -> None:
    one, waiting = ready("один"), add("два", risk=RISK)
    half = add("три", risk=RISK)
    give(store, half, (first,))
    found = seen(store, [one, waiting, half, "0000000000"], PUBLIC)
    assert set(found) == {one}
    assert found[one].scope is ConsentScope.LEGAL
    # the digest is keyed: a text that somebody guesses is not found by it
    assert found[one].text != seen(store, [one], Audience.LEGAL)[one].text
    other = ready("четыре")
    give_again = seen(store, [one, other], PUBLIC)
    assert give_again[one] == found[one] and give_again[other].text != found[one].text


CHANGES: dict[str, Callable[[Store, str, Vault, Vault], object]] = {
    "withdrawn": lambda store, one, first, second: withdraw(store, one, Reason.SAFETY),
    "narrower": lambda store, one, first, second: change_consent(store, one, Consent(), vault=first),
    "wider": lambda store, one, first, second: change_consent(
        store, one, Consent(ConsentScope.PUBLIC), vault=first
    ),
    "somebody named": lambda store, one, first, second: change_consent(
        store, one, Consent(ConsentScope.LEGAL, recipients=("Made-up Tribunal",)), vault=first
    ),
    "opened again": lambda store, one, first, second: decide(store, one, [MASK], vault=first),
    "sent back": lambda store, one, first, second: send_back(store, one, actor=name(first)),
    "another text": lambda store, one, first, second: (
        decide(store, one, [MASK], vault=first),
        let_go(store, name(first), one),
        give(store, one, (second, first), 1, "молчала"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_named_and_nothing_is_recorded(
    store: Store, ready: Ready, first: Vault, second: Vault, change: str
) -> None:
    ids = [ready("один"), ready("два"), ready("три")]
    before = seen(store, ids, PUBLIC)
    CHANGES[change](store, ids[1], first, second)
    head = journal_head(store)
    assert put_release(store, made(store, first, ids), held(ids), before) == (ids[1],)
    assert releases(store) == [] and rows(store, "select * from released") == []
    assert journal_head(store) == head
    rest = [ids[0], ids[2]]
    assert put_release(store, made(store, first, rest), held(rest), before) == ()
    assert is_whole(store)


def test_what_changes_nothing_that_goes_out_is_no_change(
    store: Store, ready: Ready, first: Vault, second: Vault
) -> None:
    one = ready()
    before = seen(store, [one], PUBLIC)
    decide(store, one, [SAY], vault=first)
    rotate_vault(store, first)
    assert put_release(store, made(store, first, [one]), held([one]), before) == ()


def test_what_was_approved_again_with_the_same_text_is_the_same(
    store: Store, ready: Ready, first: Vault, second: Vault
) -> None:
    one = ready()
    before = seen(store, [one], PUBLIC)
    decide(store, one, [MASK], vault=first)
    let_go(store, name(first), one)
    give(store, one, (second, first), 1)
    assert put_release(store, made(store, first, [one]), held([one]), before) == ()


def test_what_was_not_looked_at_before_does_not_go(store: Store, ready: Ready, first: Vault) -> None:
    ids = [ready("один"), ready("два")]
    before = seen(store, ids[:1], PUBLIC)
    assert put_release(store, made(store, first, ids), held(ids), before) == (ids[1],)
    # nor does what was looked at for another audience
    legal = seen(store, ids, Audience.LEGAL)
    assert set(put_release(store, made(store, first, ids), held(ids), legal)) == set(ids)


def test_who_is_no_active_reviewer_releases_nothing(
    store: Store, ready: Ready, first: Vault, second: Vault, cost: Cost
) -> None:
    one = ready()
    add_user(store, "Бек", Duty.OPERATOR, passphrase="the operator's own words", cost=cost)
    operator = str(rows(store, "select id from users where name = 'Бек'")[0][0])
    disable_user(store, "Аян", vault=first)
    before = seen(store, [one], PUBLIC)
    for who in (name(second), operator, "0000000000", ""):
        with pytest.raises(AigaqError, match="reviewer_locked"):
            put_release(store, made(store, first, [one], made_by=who), held([one]), before)
    assert releases(store) == [] and told(store, Done.RELEASED) == []


def test_what_fails_in_the_middle_leaves_nothing(
    store: Store, ready: Ready, first: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ready()
    request = ask_for(store, made(store, first, [one]).case_id, PUBLIC, None, actor=name(first))

    def fail(session: object, action: Done, **_: object) -> None:
        session.flush()  # type: ignore[attr-defined]
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(module, "record", fail)
        with pytest.raises(RuntimeError):
            put_release(
                store, made(store, first, [one]), held([one]), seen(store, [one], PUBLIC), request=request
            )
    assert releases(store) == [] and rows(store, "select * from released") == []
    assert [asked.id for asked in open_requests(store)] == [request]
    put(store, first, [one])


# what is known of them


def test_they_are_listed_with_their_case_and_what_was_withdrawn_since(
    store: Store, ready: Ready, first: Vault, second: Vault
) -> None:
    ids = [ready("один", case="Қаңтар"), ready("два", case="Қаңтар")]
    other = ready("три", case="Орал")
    cases = dict(rows(store, "select name, id from cases"))
    put(store, first, ids, id="A", case_id=cases["Қаңтар"])
    put(store, second, ids[:1], id="B", case_id=cases["Қаңтар"])
    put(store, first, [other], id="C", case_id=cases["Орал"])
    withdraw(store, ids[0], Reason.REQUEST)
    listed = [(one.release.id, one.case, one.by, one.withdrawn) for one in releases(store)]
    assert listed == [("A", "Қаңтар", "Сәуле", 1), ("B", "Қаңтар", "Аян", 1), ("C", "Орал", "Сәуле", 0)]
    assert [one.release.id for one in releases(store, case="Орал")] == ["C"]
    assert releases(store, case="нет такого") == []
    with pytest.raises(AigaqError, match="no_such_release"):
        release_of(store, "D")
    assert held_by(store, "D") == []


def test_who_holds_a_statement_is_known_for_good(store: Store, ready: Ready, first: Vault) -> None:
    ids = [ready("один"), ready("два")]
    earlier = put(store, first, ids, id="B")
    later = put(store, first, ids[::-1], id="C", audience=Audience.LEGAL, recipient="Made-up Tribunal")
    assert holders(store, ids[0]) == [(earlier, 1), (later, 2)]
    withdraw(store, ids[0], Reason.REQUEST)
    assert holders(store, ids[0]) == [(earlier, 1), (later, 2)]
    assert [(one.statement_id, one.text) for one in held_by(store, "B")] == [
        (ids[0], None),
        (ids[1], "[Лицо 2]"),
    ]
    assert holders(store, "0000000000") == []
    assert is_whole(store)


def test_earlier_texts_are_those_that_are_left(store: Store, ready: Ready, first: Vault) -> None:
    ids = [ready("один"), ready("два"), ready("три")]
    put(store, first, ids[:2], id="A")
    put(store, first, ids[1:], id="B", audience=Audience.LEGAL)
    assert earlier_texts(store, ids) == [
        ("A", PUBLIC, ids[0], "[Лицо 1]"),
        ("A", PUBLIC, ids[1], "[Лицо 2]"),
        ("B", Audience.LEGAL, ids[1], "[Лицо 1]"),
        ("B", Audience.LEGAL, ids[2], "[Лицо 2]"),
    ]
    withdraw(store, ids[1], Reason.SAFETY)
    assert [row[2] for row in earlier_texts(store, ids)] == [ids[0], ids[2]]
    assert earlier_texts(store, []) == []


def test_a_recall_is_in_the_journal(store: Store, ready: Ready, first: Vault) -> None:
    one = ready()
    record_recall(store, one, actor=name(first), count=3)
    assert told(store, Done.RECALLED) == [(one, name(first), {"releases": 3})]
    assert is_whole(store)


def test_no_word_of_a_release_is_in_the_journal(store: Store, ready: Ready, first: Vault) -> None:
    put(store, first, [ready()], recipient="Қанарейкин Aid")
    with store.reading() as session:
        written = str(list(entries(session)))
    assert "Лицо" not in written and "Қанарейкин" not in written


# requests


def test_a_request_is_open_until_a_release_answers_it(store: Store, ready: Ready, first: Vault) -> None:
    ids = [ready("один")]
    case_id = made(store, first, ids).case_id
    asked = ask_for(store, case_id, PUBLIC, None, actor=name(first))
    later = ask_for(store, case_id, Audience.PARTNER, "Made-up Aid", actor=name(first))
    found = {one.id: one for one in open_requests(store)}
    assert found.keys() == {asked, later}
    assert (found[later].audience, found[later].recipient, found[later].by) == (
        Audience.PARTNER,
        "Made-up Aid",
        "Сәуле",
    )
    before = seen(store, ids, PUBLIC)
    assert put_release(store, made(store, first, ids), held(ids), before, request=asked) == ()
    assert [one.id for one in open_requests(store)] == [later]
    assert rows(store, "select release_id from release_requests order by release_id desc nulls last") == [
        ("RELEASE001",),
        (None,),
    ]
    assert [subject for subject, _, _ in told(store, Done.RELEASE_ASKED)] == [asked, later]
    assert is_whole(store)


def test_a_release_that_is_refused_answers_nothing(store: Store, ready: Ready, first: Vault) -> None:
    one = ready()
    asked = ask_for(store, made(store, first, [one]).case_id, PUBLIC, None, actor=name(first))
    before = seen(store, [one], PUBLIC)
    withdraw(store, one, Reason.OTHER)
    assert put_release(store, made(store, first, [one]), held([one]), before, request=asked) == (one,)
    assert [open_one.id for open_one in open_requests(store)] == [asked]


def test_an_answered_request_stays_with_its_release(store: Store, ready: Ready, first: Vault) -> None:
    one = ready()
    asked = ask_for(store, made(store, first, [one]).case_id, PUBLIC, None, actor=name(first))
    before = seen(store, [one], PUBLIC)
    for release_id, request in (("A", asked), ("B", asked), ("C", "0000000000"), ("D", None)):
        release = made(store, first, [one], id=release_id)
        assert put_release(store, release, held([one]), before, request=request) == ()
    assert rows(store, "select release_id from release_requests") == [("A",)]


def test_a_request_for_no_case_is_refused(store: Store, first: Vault) -> None:
    with pytest.raises(AigaqError, match="no_such_case"):
        ask_for(store, "0000000000", PUBLIC, None, actor=name(first))
    assert open_requests(store) == [] and told(store, Done.RELEASE_ASKED) == []


# custody


def test_a_custody_log_is_what_the_journal_says_of_a_statement(
    store: Store, add: Add, first: Vault, second: Vault
) -> None:
    batch = store.start_batch(case="Қаңтар")
    ids = [add(text, batch=batch, risk=RISK) for text in ("один", "два")]
    store.finish_batch(batch, accepted=2, duplicates=0, rejected=1)
    alone = add("три", risk=RISK)
    give(store, ids[0], (first, second))
    withdraw(store, ids[1], Reason.REQUEST)
    logs = custody_logs(store, [*ids, alone, ids[0], "0000000000"])
    assert list(logs) == [*ids, alone, "0000000000"]
    actions = {one: [entry["action"] for entry in log] for one, log in logs.items()}
    assert actions[ids[0]] == [
        "batch_started", "statement_added", "batch_finished", "approved", "approved", "texts_written",
    ]  # fmt: skip
    assert actions[ids[1]] == ["batch_started", "statement_added", "batch_finished", "statement_withdrawn"]
    assert actions[alone] == ["statement_added"] and logs["0000000000"] == []
    started, _, finished, given, *_ = logs[ids[0]]
    assert (started["by"], started["duty"]) == (None, None)
    assert finished["counts"] == {"accepted": 2, "duplicates": 0, "rejected": 1}
    assert (given["by"], given["duty"]) == (name(first), "reviewer")
    for log in logs.values():
        sequences = [entry["sequence"] for entry in log]
        assert sequences == sorted(set(sequences))
    # each entry can be found in the journal, by its hash
    with store.reading() as session:
        hashes = {entry.sequence: entry.hash for entry in entries(session)}
    assert all(hashes[entry["sequence"]] == entry["hash"] for log in logs.values() for entry in log)
    assert "Сәуле" not in str(logs)


def test_custody_logs_of_many_come_in_portions(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.custody._PORTION", 2)
    batch = store.start_batch(case="Қаңтар")
    ids = [add(f"Рассказ {number}", batch=batch) for number in range(5)]
    logs = custody_logs(store, ids)
    assert {tuple(entry["action"] for entry in log) for log in logs.values()} == {
        ("batch_started", "statement_added")
    }


# the key


def test_the_key_for_manifests_stays_and_is_no_other(
    store: Store, store_url: str, passphrase: str, first: Vault
) -> None:
    key = signing_key(store).private_bytes_raw()
    with store.engine.connect() as connection:
        seed = bytes(connection.execute(sql("select signing_seed from vault")).scalar_one())
    assert key != seed  # which signs withdrawals
    rotate_vault(store, first)
    assert signing_key(store).private_bytes_raw() == key
    with open_store(store_url, passphrase=passphrase) as again:
        assert signing_key(again).private_bytes_raw() == key
