"""aigaq share --seal-to: a hand-over to a court is one sealed file."""

import json
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pyrage
import pytest

from models.statements import Consent, ConsentScope
from models.users import Duty
from store.checkpoint import make_checkpoint, to_json
from store.users import add_user, open_user
from tests.cli.share.conftest import (
    CANARY,
    CHEAP,
    NAMED,
    OTHERS,
    TEXT,
    Add,
    Run,
    nothing_left,
    opened,
    share_by,
)


@pytest.fixture
def key() -> Any:
    return pyrage.x25519.Identity.generate()


def sealed(aigaq: Run, out: Path, key: Any, *more: str) -> tuple[int, str, str]:
    recipient = str(key.to_public())
    return share_by(aigaq, out, "--to", NAMED, "--seal-to", recipient, *more, audience="legal")


def test_a_hand_over_is_one_sealed_file(aigaq: Run, add: Add, place: Path, out: Path, key: Any) -> None:
    add(consent=Consent(ConsentScope.INTERNAL, recipients=(NAMED,)))
    unnamed = add(TEXT + " Раз.", consent=Consent(ConsentScope.PUBLIC))
    status, said, _ = sealed(aigaq, out, key, "--with-originals")
    assert status == 0 and unnamed in said and f"1 statements in {out}\n" in said
    assert S_IMODE(out.stat().st_mode) == 0o600
    assert CANARY.encode() not in out.read_bytes()
    assert CANARY.encode() in pyrage.decrypt(out.read_bytes(), [key])
    (listed,) = json.loads(aigaq("share", "log", "--json")[1])
    assert listed["sealed_to"] == str(key.to_public()) and "originals" in listed["formats"]
    assert sealed(aigaq, out, key)[2].startswith("place_taken: ")


def test_a_checkpoint_goes_with_it(aigaq: Run, add: Add, place: Path, out: Path, key: Any) -> None:
    add(consent=Consent(ConsentScope.INTERNAL, recipients=(NAMED,)))
    kept = out.with_name("checkpoint")
    for content, code in ((None, "no_such_file: "), (CANARY.encode(), "checkpoint_unreadable: ")):
        if content is not None:
            kept.write_bytes(content)
        status, said, err = sealed(aigaq, out, key, "--checkpoint", str(kept))
        assert (status, said) == (1, "") and err.startswith(code) and CANARY not in err
    with opened(place) as store:
        add_user(store, "Айгерім", Duty.AUDITOR, passphrase=OTHERS, cost=CHEAP)
        kept.write_text(to_json(make_checkpoint(store, open_user(store, "Айгерім", OTHERS))))
    assert sealed(aigaq, out, key, "--checkpoint", str(kept))[0] == 0
    assert kept.read_bytes() in pyrage.decrypt(out.read_bytes(), [key])


def test_a_recipient_that_is_none_is_refused(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add(consent=Consent(ConsentScope.INTERNAL, recipients=(NAMED,)))
    status, said, err = share_by(aigaq, out, "--to", NAMED, "--seal-to", "age1nobody", audience="legal")
    assert (status, said) == (1, "") and "bad_recipient: " in err
    assert nothing_left(out.parent, place)


# verify, log, key
