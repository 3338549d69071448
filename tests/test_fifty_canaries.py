"""Fifty made-up names, half of which no detector finds, go the whole way; the store key alone opens none.

The store's pages are decrypted and searched as they lie on the disk, free ones and the log too.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from models.decisions import Choice, DecisionKind
from models.labels import Audience, Label
from models.statements import StatementState
from redact.apply import redact_text
from redact.decided import fold
from redact.find_words import find_words
from store.approvals import Approved, approve
from store.decisions import decide
from store.pages import decrypted_pages
from store.settings import change_setting
from store.store import Store, open_store
from store.users import open_vault

AIGAQ = Path(sys.executable).parent / "aigaq"
_ENDS = ("бекова", "ұлы", "ғалиев", "енко", "bekov")
_SCRIPTS = ("бвгджзклмнпрстфхцчшщ", "bcdfghjklmnpqrstvwxz")


def canaries() -> tuple[list[str], list[str]]:
    """25 names by their shape, and more runs of letters in lower case that nothing takes for a name."""
    chance = random.Random(1916)  # noqa: S311 - no secret
    shaped = [f"{_word(chance, _SCRIPTS[0], 'аеиоу').capitalize()}{_ENDS[n % 5]}" for n in range(25)]
    hidden = [
        _word(chance, _SCRIPTS[n % 2], ("аеиоу", "aeiou")[n % 2]) + ("жұқтыр", "vexil")[n % 2]
        for n in range(40)
    ]
    return shaped, hidden


def _word(chance: random.Random, hard: str, soft: str) -> str:
    return "".join(chance.choice(hard) + chance.choice(soft) for _ in range(4))


def run(environment: dict[str, str], *words: str, status: int = 0) -> bytes:
    done = subprocess.run([AIGAQ, *words], env=environment, capture_output=True, check=False)
    assert done.returncode == status, done.stderr.decode()
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_store_key_alone_opens_no_name(tmp_path: Path) -> None:
    shaped, candidates = canaries()
    for name, words in (("store", "a lock for the store"), ("reviewer", "a lock for the vault")):
        (tmp_path / name).write_text(words, "utf-8")
    for part in ("interviews", "tmp", "out", "inbox"):
        (tmp_path / part).mkdir()
    environment = {
        **os.environ,
        "AIGAQ_STORE": str(tmp_path / "store.db"),
        "AIGAQ_PASSPHRASE_FILE": str(tmp_path / "store"),
        "AIGAQ_REVIEWER": "reviewer",
        "AIGAQ_REVIEWER_PASSPHRASE_FILE": str(tmp_path / "reviewer"),
        "AIGAQ_DEVICE": str(tmp_path / "device.key"),
        "TMPDIR": str(tmp_path / "tmp"),
        "HOME": str(tmp_path / "tmp"),
    }
    said = [run(environment, "init")]
    # what follows must hold although no detector finds them
    hidden = missed(environment, candidates)[:25]
    assert len({*shaped, *hidden}) == 50
    for number, (name, word) in enumerate(zip(shaped, hidden, strict=True)):
        folder = "interviews" if number < 15 else "out"
        (tmp_path / folder / f"{name} {word}.txt").write_text(statement(name, word), "utf-8")
    said.append(run(environment, "batch", str(tmp_path / "interviews")))
    said.append(run(environment, "device", "new"))
    recipient = run(environment, "intake", "show").decode().split("age1", 1)[1].split()[0]
    files = sorted(str(path) for path in (tmp_path / "out").iterdir())
    said.append(
        run(environment, "seal", *files, "--to", f"age1{recipient}", "--out", str(tmp_path / "inbox"))
    )
    said.append(run(environment, "receive", str(tmp_path / "inbox"), "--allow-unknown"))
    listed = run(environment, "list", "--json").decode()
    with open_store(str(tmp_path / "store.db"), passphrase="a lock for the store") as store:
        ids = [row.id for row in store.statements()]
        assert len(ids) == 25
        key = store.database_key
        reviewed(store, ids[1], [*shaped, *hidden])
    said.append(run(environment, "search", "отделе"))
    said.append(run(environment, "show", ids[1], "--audience", "internal"))
    assert b"[" in said[-1]
    said.append(run(environment, "withdraw", ids[0], "--reason", "request", "--yes"))
    said.append(run(environment, "backup", str(tmp_path / "backup.db")))
    said.append(run(environment, "audit", "verify"))

    kept = [p for p in tmp_path.rglob("*") if p.is_file() and not {"interviews", "out"} & {*p.parts}]
    haystack = [path.read_bytes() for path in kept]
    haystack += [b"".join(decrypted_pages(tmp_path / name, key)) for name in ("store.db", "backup.db")]
    haystack += [*said, listed.encode(), "\n".join(path.name for path in kept).encode()]
    for canary in (*shaped, *hidden):
        for code in ("utf-8", "utf-16-le", "windows-1251"):
            needle = canary.encode(code, "ignore")
            assert not any(needle in hay for hay in haystack), code


def reviewed(store: Store, statement_id: str, words: list[str]) -> None:
    """An office of one reviewer masks what was missed, comments with the very names, and approves."""
    vault = open_vault(store, "reviewer", "a lock for the vault")
    record = store.unseal(statement_id, vault)
    findings = list(record.analysis.findings)
    spans = tuple(
        span for word in words for span in find_words(record.raw_text, word, Label.PERSON, findings)
    )
    choices = [
        (Choice(DecisionKind.ADD, spans, label=Label.PERSON, identity=""), True),
        (Choice(DecisionKind.COMMENT, words=" ".join(words)), False),
    ]
    made = decide(store, statement_id, choices, vault=vault)
    analysis = fold(record.analysis, made).analysis
    texts = {a: redact_text(record.raw_text, analysis, a).text for a in Audience}
    change_setting(store, "reviewers", "one", actor=vault.reviewer_id)
    approved = Approved(upto=2, texts=texts, codes={}, outcomes={})
    assert approve(store, statement_id, approved, actor=vault.reviewer_id or "") is StatementState.APPROVED


def statement(name: str, word: str) -> str:
    return f"Меня зовут {name}. Вечером в отделе нас били, а {word} кричал. Это говорю я, {name}."


def missed(environment: dict[str, str], words: list[str]) -> list[str]:
    """Those of the words that stay in the redacted text."""
    rows = [{"id": word, "text": statement("Иван", word)} for word in words]
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    done = subprocess.run(
        [AIGAQ, "scan", "--jsonl", "-", "--out", "-"],
        env=environment,
        input=lines,
        capture_output=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [row["id"] for row in found if row["id"] in row["redacted"]]
