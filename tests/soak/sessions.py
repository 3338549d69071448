"""`python -m tests.soak.sessions [SECONDS] [SESSIONS]`: many reviewers at once over a real server and store.

Each signs in, takes what is free, decides item by item, approves, and goes on. At the end no request may have
failed, each decision that was acknowledged must stand in the store, and the journal must verify.
"""

import http.client
import json
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from cheroot import wsgi

from models.findings import Analysis, Finding, Identity, Suspect
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from redact.risk import risk_of
from review.app import create_app
from store.audit import audit
from store.create import create_with
from store.decisions import read_decisions
from store.store import Store, open_store
from store.users import add_user, open_vault
from store.wrapping import Cost

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the words of this store"
STATEMENTS = 400
MARK = re.compile(
    r'data-s="(\d+)" data-e="(\d+)" data-kind="(\w+)" data-who="[^"]*" data-state="(pending|open)"'
)


def statement(store: Store, number: int) -> None:
    """A statement of 12 people, 30 mentions and 3 suspects."""
    text, findings, suspects = "", [], []
    for at in range(30):
        name = f"Житель{number:03d}{at % 12:02d}"
        findings.append(
            Finding(len(text), len(text) + len(name), Label.PERSON, 0.9, "t", f"person-{at % 12 + 1}")
        )
        text += f"{name} шёл по улице и говорил "
        if at % 10 == 0:
            suspects.append(Suspect(len(text), len(text) + 8, "capital", 0.4))
            text += "предмет. "
    identities = tuple(Identity(f"person-{n}", Label.PERSON, Role.PROTECTED, n) for n in range(1, 13))
    analysis = Analysis(Language.RU, tuple(findings), identities, tuple(suspects), ())
    store.add_statement(
        Draft(raw_text=text, source=SourceKind.TEXT, consent=Consent(ConsentScope.PUBLIC)),
        analysis,
        redacted={Audience.PUBLIC: ""},
        regions=frozenset(),
        words=len(text.split()),
        case=f"case {number % 20}",
        risk=risk_of(text, analysis),
    )


class Visitor:
    """A browser that keeps its cookie."""

    def __init__(self, port: int, counts: Counter[str]) -> None:
        self.port, self.counts, self.cookie, self.token = port, counts, "", ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, body and where it leads; what is no answer is counted."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        self.counts[f"{method} {answer.status}"] += 1
        onward = answer.headers.get("HX-Redirect") or answer.headers.get("Location") or ""
        told = answer.headers.get("HX-Trigger-After-Settle")
        connection.close()
        if found := re.search(r'name="csrf" content="([^"]+)"', body):
            self.token = found[1]
        return answer.status, body, json.loads(told)["aigaq"]["has"] if told else onward

    def sign_in(self, name: str) -> None:
        """Sign in by the form."""
        _, body, _ = self.ask("GET", "/sign-in")
        found = re.search(r'name="csrf_token" value="([^"]+)"', body)
        self.token = found[1] if found else ""
        self.ask("POST", "/sign-in", {"name": name, "passphrase": WORDS})
        self.ask("GET", "/queue")


def work(
    visitor: Visitor, name: str, until: float, acknowledged: Counter[str], chance: random.Random
) -> None:
    """Take statements and decide them until the time is over."""
    visitor.sign_in(name)
    while time.monotonic() < until:
        _, body, _ = visitor.ask("GET", f"/queue?mine=free&page={chance.randint(1, 3)}")
        ids = re.findall(r"/statement/(\w+)", body)
        if not ids:
            time.sleep(0.2)
            continue
        taken = chance.choice(ids)
        while time.monotonic() < until:
            status, body, _ = visitor.ask("GET", f"/statement/{taken}")
            open_ones = MARK.findall(body)
            if status != 200 or not open_ones or 'data-readonly="1"' in body:
                break
            has = ""
            for start, end, kind, _ in open_ones[: chance.randint(1, len(open_ones))]:
                action = "reject" if kind == "suspect" else "accept"
                form = {"action": action, "start": start, "end": end, "has": has, "audience": "public"}
                status, _, told = visitor.ask("POST", f"/statement/{taken}/decide", form)
                if status == 200:
                    acknowledged[taken] += 1
                    has = told
        found = re.search(r'data-has="(\d+) ', body)
        if status == 200 and found and not MARK.findall(body):
            visitor.ask("POST", f"/statement/{taken}/approve", {"last": found[1]})


def main(seconds: float = 120, sessions: int = 20) -> int:
    """Run it; 0 when nothing failed."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "store.db")
        create_with(path, passphrase=WORDS, reviewer=("user 0", WORDS), recovery=None, cost=CHEAP)
        with open_store(path, passphrase=WORDS) as store:
            vault = open_vault(store, "user 0", WORDS)
            for number in range(1, sessions):
                add_user(store, f"user {number}", Duty.REVIEWER, passphrase=WORDS, vault=vault, cost=CHEAP)
            for number in range(STATEMENTS):
                statement(store, number)
            server = wsgi.Server(("127.0.0.1", 0), create_app(store), numthreads=12)
            server.prepare()
            threading.Thread(target=server.serve, daemon=True).start()
            counts: Counter[str] = Counter()
            acknowledged: list[Counter[str]] = [Counter() for _ in range(sessions)]
            until = time.monotonic() + seconds
            workers = [
                threading.Thread(
                    target=work,
                    args=(
                        Visitor(server.bind_addr[1], counts),
                        f"user {n}",
                        until,
                        acknowledged[n],
                        random.Random(n),
                    ),
                )
                for n in range(sessions)
            ]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            server.stop()
            total = sum(acknowledged, Counter())
            lost = [s for s, many in total.items() if len(read_decisions(store, s, vault)) != many]
            states = Counter(row.state.value for row in store.statements())
            with store.reading() as session:
                verdict = audit(session)
    failed = {what: many for what, many in counts.items() if what.split()[1][0] == "5"}
    print(f"{sessions} sessions, {seconds:.0f} s: {sum(counts.values())} requests {dict(counts)}")
    print(f"{sum(total.values())} decisions acknowledged, {len(lost)} statements with another number stored")
    print(f"statements: {dict(states)}; journal of {verdict.entries} entries whole: {verdict.whole}")
    return int(bool(failed or lost or not verdict.whole))


if __name__ == "__main__":
    sys.exit(main(*(float(a) if n == 0 else int(a) for n, a in enumerate(sys.argv[1:]))))  # type: ignore[arg-type]
