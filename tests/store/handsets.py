"""A phone at the other end, and what the tests of messages do with a store and see in it."""

import json
from dataclasses import dataclass

import pyrage
from sqlalchemy import text as sql

from models.labels import Audience
from models.reviews import Risk
from models.statements import StatementState
from store.approvals import Approved, approve
from store.audit import audit
from store.cards import enrol_by_card, make_card, phone_of
from store.envelopes import NewEnvelope
from store.messages import put_answer, put_withdrawal, questions_for
from store.store import Store
from store.vault import Vault, new_identity

WAITING, RETURNED = StatementState.WAITING, StatementState.RETURNED
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
WORDS = "Кто такая Қанарейкина?"


@dataclass(frozen=True)
class Handset:
    """A phone at the other end."""

    id: str
    identity: str

    def open(self, sealed: bytes) -> dict[str, str]:
        raw = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(self.identity)])
        assert len(raw) % 512 == 0
        return dict(json.loads(raw))


def handset(store: Store, label: str) -> Handset:
    identity, recipient = new_identity()
    card = make_card(store, label=label)
    token = enrol_by_card(store, card.secret, public_key=label.encode().ljust(32), recipient=recipient)
    found = phone_of(store, token)
    assert found is not None
    return Handset(found.device_id, identity)


def envelope(number: int, device_id: str | None) -> NewEnvelope:
    return NewEnvelope(b"%32d" % number, f"RECE1PT{number:03}", device_id, f"{number:064x}")


def answer(store: Store, device_id: str | None, about: str, text: str = "Соседка") -> str:
    with store.writing() as session:
        return put_answer(session, device_id=device_id, about=about, text=text)


def ask_away(store: Store, receipt: str, device_id: str | None = None) -> str:
    with store.writing() as session:
        return put_withdrawal(session, device_id=device_id, receipt=receipt)


def question_of(store: Store, phone: Handset) -> str:
    ((question, _),) = questions_for(store, phone.id)
    return question


def approved_by(store: Store, statement_id: str, *vaults: Vault) -> None:
    texts = {audience: f"[Лицо 1] рассказала {audience.value}" for audience in Audience}
    for one in vaults:
        approve(store, statement_id, Approved(0, texts, {}, {}), actor=str(one.reviewer_id))


def state(store: Store, statement_id: str) -> StatementState:
    return store.statement(statement_id).state


def faults(store: Store) -> set[tuple[str, str | None]]:
    with store.reading() as session:
        return {(fault.code, fault.subject) for fault in audit(session).faults}


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query))]


def change(store: Store, *statements: str, **values: object) -> None:
    with store.engine.begin() as connection:
        for statement in statements:
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            assert connection.execute(sql(statement), names).rowcount > 0, statement
