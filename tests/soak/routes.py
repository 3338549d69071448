"""`python -m tests.soak.routes [SECONDS] [SEED]`: every route of the web app with whatever can be sent to it.

Nothing may be answered with a 500, and afterwards the journal must verify and no decision be half.
"""

import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from models.abuse import AbuseCode
from models.labels import Audience, Label, Role
from models.users import Duty
from review.app import create_app
from store.audit import audit
from store.create import create_with
from store.decisions import read_decisions
from store.store import Store, open_store
from store.users import add_user, list_users, open_vault
from store.wrapping import Cost
from tests.soak.sessions import statement

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the words of this store"
ODD = (
    "", " ", "0", "-1", "1", "7", "40", "99999999999999999999", "1e9", "NaN", "\x00", "\u202e",
    "\U0001f62d" * 9,
    "ё́" * 40, "<script>alert(1)</script>", "' or 1=1 --", "../../etc/passwd", "%00", "{{7*7}}", "NEAR(",
    '"', "*",
    "true", "null", "[]", "a" * 5000, "я" * 300, "Житель00101", "public", "PERSON",
    "protected", "mine", "theirs",
)  # fmt: skip
FIELDS = (
    "action", "start", "end", "label", "identity", "role", "words", "tag", "code", "all", "everywhere",
    "case",
    "reopen", "has", "audience", "last", "page", "q", "id", "language", "state", "risk", "mine", "order",
    "next",
    "name", "passphrase", "receipt", "subject", "month", "abuse", "done", "stay", "verify",
)  # fmt: skip
ACTIONS = (
    "accept", "reject", "relabel", "assign", "role", "add", "comment", "add_tag", "strike_tag", "settle",
    "undo",
    "redo",
)  # fmt: skip
LIKELY: dict[str, tuple[str, ...]] = {
    "action": ACTIONS,
    "label": tuple(Label),
    "role": tuple(Role),
    "audience": tuple(Audience),
    "code": (*AbuseCode, "Almaty", "mine", "theirs"),
    "tag": ("abuse", "place", "event_date"),
    "identity": tuple(f"person-{n}" for n in range(14)),
    "start": tuple(str(n) for n in range(0, 900, 7)),
    "end": tuple(str(n) for n in range(5, 910, 7)),
}


def form(chance: random.Random) -> dict[str, str]:
    """Some fields with what fits or with what does not."""
    found = {}
    for name in chance.sample(FIELDS, chance.randint(0, 9)):
        found[name] = str(chance.choice(LIKELY.get(name, ODD) if chance.random() < 0.7 else ODD))
    return found


def path_of(app: Flask, rule: Any, chance: random.Random, ids: list[str]) -> str:
    """An address of a route, with an id that is there or one that is not."""
    values = {}
    for name in rule.arguments:
        odd = chance.choice(ODD).replace("/", "") or "x"
        values[name] = chance.choice(ids) if chance.random() < 0.8 else odd
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def signed_in(app: Flask, store: Store, name: str) -> tuple[FlaskClient, str]:
    """A client of a user, put in by the back door (the front one counts tries), and its token."""
    client = app.test_client()
    known = {user.name: user for user in list_users(store)}.get(name)
    if known is not None:
        vault = open_vault(store, name, WORDS) if known.duty is Duty.REVIEWER else None
        sessions = app.extensions["aigaq_sessions"]
        with client.session_transaction() as cookie:
            cookie["token"] = sessions.start(user_id=known.id, name=name, duty=known.duty, vault=vault)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/none").text)
    return client, token[1] if token else ""


def main(seconds: float = 600, seed: int = 1) -> int:
    """Run it; 0 when nothing failed."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "store.db")
        create_with(path, passphrase=WORDS, reviewer=("reviewer", WORDS), recovery=None, cost=CHEAP)
        with open_store(path, passphrase=WORDS) as store:
            vault = open_vault(store, "reviewer", WORDS)
            add_user(store, "second", Duty.REVIEWER, passphrase=WORDS, vault=vault, cost=CHEAP)
            for duty in (Duty.FIELD, Duty.OPERATOR, Duty.AUDITOR):
                add_user(store, duty.value, duty, passphrase=WORDS, cost=CHEAP)
            for number in range(12):
                statement(store, number)
            ids = [row.id for row in store.statements()]
            app = create_app(store)
            names = ["reviewer", "reviewer", "reviewer", "second", "field", "operator", "auditor", "nobody"]
            counts: Counter[int] = Counter()
            failed: list[str] = []
            clients: dict[str, tuple[FlaskClient, str]] = {}
            rules = [r for r in app.url_map.iter_rules() if r.endpoint not in {"static", "sign_in.leave"}]
            rules += [r for r in rules if "statement_id" in r.arguments] * 4
            until, sent = time.monotonic() + seconds, 0
            while time.monotonic() < until:
                name = chance.choice(names)
                if name not in clients or chance.random() < 0.002:
                    clients[name] = signed_in(app, store, name)
                client, token = clients[name]
                rule = chance.choice(rules)
                fields = form(chance)
                if chance.random() < 0.95:
                    fields["csrf_token"] = token
                headers = {"HX-Request": "true"} if chance.random() < 0.5 else {}
                address = path_of(app, rule, chance, ids)
                known = sorted(rule.methods - {"HEAD", "OPTIONS"})
                method = chance.choice([*known * 10, "HEAD", "PUT", "OPTIONS"])
                if method == "POST" and chance.random() < 0.05:
                    body = chance.randbytes(chance.randint(0, 300))
                    answer = client.post(address, data=body, headers=headers)
                elif method == "POST":
                    answer = client.post(address, data=fields, headers=headers)
                else:
                    answer = client.open(address, method=method, query_string=fields, headers=headers)
                sent += 1
                counts[answer.status_code] += 1
                if answer.status_code >= 500:
                    failed.append(f"{method} {rule.endpoint} {fields}")
                if answer.status_code in {302, 401} and rule.endpoint != "sign_in.enter":
                    clients.pop(name, None)
            for statement_id in ids:
                read_decisions(store, statement_id, vault)
            with store.reading() as session:
                verdict = audit(session)
    print(f"{sent} requests in {seconds:.0f} s, answers {dict(sorted(counts.items()))}")
    print(f"{len(failed)} failed; journal of {verdict.entries} entries whole: {verdict.whole}")
    for line in failed[:20]:
        print(line[:400])
    return int(bool(failed) or not verdict.whole)


if __name__ == "__main__":
    sys.exit(main(*(float(a) if n == 0 else int(a) for n, a in enumerate(sys.argv[1:]))))  # type: ignore[arg-type]
