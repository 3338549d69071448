"""What a release costs as its case grows: making facts coarser, writing the files, and the gate over them.

python -m benchmarks.release STATEMENTS

One size a call, so that the memory is that of this size. The statements are those of the tests, about a
hundred words each.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from models.decisions import Choice, DecisionKind
from models.labels import Audience
from models.reviews import Risk
from models.statements import Consent, ConsentScope, Draft, SourceKind
from redact.apply import redact_text
from redact.scanner import load_scanner
from share.releasing import Wanted, release
from store.approvals import Approved, approve
from store.create import create_with
from store.decisions import decide
from store.settings import change_setting
from store.store import Store, open_store
from store.users import list_users, open_vault
from store.vault import Vault
from store.wrapping import Cost
from tests.share.generated import Made, generate

_CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
_WORDS = "a passphrase for measuring"
_CASE = "measure"


def main(size: int) -> None:
    """Release a case of so many statements and say what it took."""
    made = generate(size, 1, without=frozenset({"untagged"}))
    scan = load_scanner().scan
    with tempfile.TemporaryDirectory() as name:
        path = str(Path(name) / "store.db")
        create_with(path, passphrase=_WORDS, reviewer=("measure", _WORDS), recovery=None, cost=_CHEAP)
        with open_store(path, passphrase=_WORDS) as store:
            change_setting(store, "reviewers", "one", actor=None)
            vault = open_vault(store, "measure", _WORDS)
            _fill(store, vault, made)
            started, used = time.perf_counter(), time.process_time()
            done = release(store, vault, Wanted(_CASE, Audience.PUBLIC), Path(name) / "release", scan)
            seconds, core = time.perf_counter() - started, time.process_time() - used
    went = len(done.prepared.composed)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(
        f"{size} statements, {went} go, {'passed' if done.verdict.passed else 'blocked'}: {seconds:.0f} s, "
        f"{core:.0f} core s, {core / size * 1000:.0f} core ms/statement, {held:.0f} MB"
    )


def _fill(store: Store, vault: Vault, made: Sequence[Made]) -> None:
    """Take statements in as reviewers would have approved them."""
    reviewer = list_users(store)[0].id
    for one in made:
        statement = store.add_statement(
            Draft(one.text, SourceKind.TEXT, consent=Consent(ConsentScope.PUBLIC)),
            one.analysis,
            redacted={},
            regions=frozenset(),
            words=len(one.text.split()),
            case=_CASE,
            risk=Risk(low=0, suspects=0, findings=0, identities=0, words=9, minor=False, sexual=False),
        )
        decide(store, statement, [(Choice(DecisionKind.DISMISS, spans=_between(one)), False)], vault=vault)
        texts = {audience: redact_text(one.text, one.analysis, audience).text for audience in Audience}
        approve(store, statement, Approved(1, texts, {}, {}), actor=reviewer)


def _between(one: Made) -> tuple[tuple[int, int], ...]:
    """What stands between the findings: whoever looked at it left it unmarked."""
    edges = [
        0,
        *(edge for found in one.analysis.findings for edge in (found.start, found.end)),
        len(one.text),
    ]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((start, end) for start, end in pairs if start < end)


if __name__ == "__main__":
    main(int(sys.argv[1]))
