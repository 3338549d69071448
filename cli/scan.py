"""aigaq scan: texts in JSON lines in, findings and redacted texts out; needs no store."""

import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from cli.audience import audience_option
from models.errors import SENTENCES, AigaqError
from models.labels import Audience

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_Job = tuple[str, Audience]  # a line, and for whom

# In a worker process: the scanner that the parent loaded before it forked.
_scanner: Any = None


@click.command(
    "scan",
    epilog="""\b
Examples:
  aigaq scan --jsonl statements.jsonl --out scan.jsonl
  cat statements.jsonl | aigaq scan --jsonl - --out - --audience partner
""",
)
@click.option(
    "--jsonl", "source", required=True, metavar="FILE|-", help='Lines of {"id", "text"}; - is standard input.'
)
@click.option(
    "--out", "target", required=True, metavar="FILE|-", help="Where the results go, in the same order."
)
@audience_option
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to scan with."
)
def command(source: str, target: str, audience: str, workers: int) -> None:
    """Find and mask the identifiers in lines of JSON; no store is needed or touched.

    A line that cannot be scanned gives {"id", "error"}; the rest goes on and the exit status is 1.
    """
    failed = scan_file(source, target, audience=Audience(audience), workers=workers)
    if failed:
        click.echo(f"{failed} of the lines could not be scanned; each has its error in the output.", err=True)
        sys.exit(1)


def scan_file(source: Path | str, target: Path | str, *, audience: Audience, workers: int) -> int:
    """Scan each line of a file into another and return how many lines failed."""
    from intake.workers import open_executor, room_of  # noqa: PLC0415

    failed = 0
    with (
        _reading(source) as lines,
        _writing(target) as out,
        open_executor(_load, workers=workers) as executor,
    ):
        jobs = ((line, audience) for line in lines if line.strip())
        for row in _rows(jobs, executor, room=room_of(workers) if workers > 1 else 1):
            failed += "error" in row
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return failed


def _load() -> None:
    """Load what scans into this process; workers that are forked take it over without copying."""
    global _scanner  # noqa: PLW0603
    from redact.scanner import load_scanner  # noqa: PLC0415  (heavy)

    _scanner = load_scanner()


def _rows(jobs: Iterable[_Job], executor: "Executor", *, room: int) -> Iterator[dict[str, Any]]:
    """The rows of the lines, in their order; so many are in flight at a time."""
    waiting: deque[tuple[_Job, Future[dict[str, Any]]]] = deque()
    for job in jobs:
        waiting.append((job, executor.submit(scan_line, job)))
        if len(waiting) >= room:
            yield _row(*waiting.popleft())
    while waiting:
        yield _row(*waiting.popleft())


def _row(job: _Job, future: "Future[dict[str, Any]]") -> dict[str, Any]:
    """The row of a line; of one whose worker died the error."""
    try:
        return future.result()
    except Exception:  # a door: no words of the cause
        with contextlib.suppress(_BadLineError):
            return _failed(_parsed(job[0])[0], "scan_failed")
        return _failed(None, "scan_failed")


def scan_line(job: _Job) -> dict[str, Any]:
    """The row of the scan contract for one line; never raises."""
    line, audience = job
    key: str | None = None
    try:
        key, text = _parsed(line)
        return {"id": key, **scan_text(text, audience)}
    except _BadLineError as error:
        key, code = error.key, "bad_line"
    except AigaqError as error:
        code = error.code
    except Exception:  # a door: one text must not stop the rest, and the cause may quote it
        code = "scan_failed"
    return _failed(key, code)


def _failed(key: str | None, code: str) -> dict[str, Any]:
    return {"id": key, "error": {"code": code, "message": SENTENCES[code]}}


class _BadLineError(Exception):
    """A line that is not what the contract says; its id where there is one."""

    def __init__(self, key: str | None) -> None:
        self.key = key
        super().__init__()


def _parsed(line: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise _BadLineError(None) from None
    key = row.get("id") if isinstance(row, dict) else None
    if not isinstance(key, str) or not isinstance(row.get("text"), str):
        raise _BadLineError(key if isinstance(key, str) else None)
    return key, row["text"]


def scan_text(text: str, audience: Audience) -> dict[str, Any]:
    """Findings, redacted text, tags and suspects of one text, as the scan contract says."""
    from redact.apply import replace_spans, treat  # noqa: PLC0415  (heavy)

    analysis = _scanner.scan(text)
    if analysis.failures:
        # a recogniser failed: what the others found is not enough to hand out
        raise AigaqError("scan_failed")
    treated = treat(text, analysis, audience)
    tags: dict[str, list[dict[str, Any]]] = {"abuse": [], "places": [], "event_dates": []}
    for tag in analysis.tags:
        field, word = {
            "abuse": ("abuse", "code"),
            "place": ("places", "name"),
            "event_date": ("event_dates", "date"),
        }[tag.kind]
        tags[field].append({word: tag.code, "start": tag.start, "end": tag.end})
    return {
        "spans": [
            {
                "start": t.finding.start,
                "end": t.finding.end,
                "label": str(t.finding.label),
                "role": str(t.identity.role) if t.identity and t.finding.label == "PERSON" else None,
                "score": round(t.finding.score, 3),
                "identity": t.finding.identity,
                "action": str(t.action),
            }
            for t in treated
        ],
        "redacted": replace_spans(text, treated),
        "tags": tags,
        "suspects": [{"start": s.start, "end": s.end, "why": s.why} for s in analysis.suspects],
    }


@contextlib.contextmanager
def _reading(source: Path | str) -> Iterator[Iterable[str]]:
    if str(source) == "-":
        yield sys.stdin
        return
    try:
        # a lone surrogate in a JSON escape is legal; undecodable bytes become one and are masked unread
        handle = Path(source).open(encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 - closed below
    except OSError:
        raise AigaqError("no_such_file") from None
    with handle:
        yield handle


@contextlib.contextmanager
def _writing(target: Path | str) -> Iterator[IO[str]]:
    if str(target) == "-":
        yield sys.stdout
        return
    try:
        # findings tell where names stand: nobody else may read them
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        raise AigaqError("no_such_file") from None
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as handle:
        yield handle
