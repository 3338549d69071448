"""Handing over to a court or a UN mechanism: working copies, untouched originals, custody, all of it sealed.

Only statements go whose consent names the recipient. Originals are never written to a disk: the archive is
put together in memory and sealed to the recipient's age key; age and tar open it.
"""

import io
import json
import os
import secrets
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from models.errors import AigaqError
from models.labels import Audience
from share.formats.readme import handover_readme
from share.gate.check import Scan
from share.manifest import MANIFEST, SIGNATURE, manifest_of
from share.releasing import Done, Prepared, Progress, Wanted, manifest_content, release, silent
from store.cases import open_records
from store.custody import custody_logs
from store.private_files import settle_folder
from store.releases import Release, signing_key
from store.store import Store
from store.vault import Vault, checked_recipient, seal_to

ORIGINALS: Final = "originals"
_MODE: Final = 0o600


def hand_over(  # noqa: PLR0913 - what a hand-over is of
    store: Store,
    vault: Vault,
    wanted: Wanted,
    target: Path,
    scan: Scan,
    *,
    seal_to_recipient: str,
    originals: bool = False,
    checkpoint: bytes | None = None,
    progress: Progress = silent,
) -> Done:
    """Make a sealed hand-over in the file `target`, or say what the gate found.

    `checkpoint` is a file of an auditor's that goes with it. Errors: those of a release, bad_recipient.
    """
    recipient = checked_recipient(seal_to_recipient)
    wanted = replace(wanted, audience=Audience.LEGAL, named=True)

    def shape(prepared: Prepared, made: Release, folder: Path) -> tuple[Release, Callable[[], None]]:
        files = dict(_working(folder)) | dict(_custody(store, prepared))
        if originals:
            files |= dict(_originals(store, vault, prepared))
        if checkpoint is not None:
            files["checkpoint.json"] = checkpoint
        files["README.txt"] = handover_readme(prepared.contents, originals=originals)
        manifest = _manifest(store, prepared, files, originals=originals)
        signature = (signing_key(store).sign(manifest).hex() + "\n").encode("ascii")
        files |= {MANIFEST: manifest, SIGNATURE: signature}
        formats = (*made.formats, ORIGINALS) if originals else made.formats
        digest = sha256(manifest).hexdigest()
        sealed = seal_to([recipient], _tar(files, made.id))
        shaped = replace(made, formats=formats, sealed_to=recipient, manifest=digest)
        return shaped, lambda: _write(target, sealed)

    return release(store, vault, wanted, target, scan, shape=shape, progress=progress)


def _working(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The working copies: the bundle without its own manifest, which the whole one takes the place of."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in {MANIFEST, SIGNATURE}:
            yield f"working/{name}", path.read_bytes()


def _custody(store: Store, prepared: Prepared) -> Iterator[tuple[str, bytes]]:
    logs = custody_logs(store, [one.told.id for one in prepared.composed])
    for one in prepared.composed:
        lines = [json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in logs[one.told.id]]
        yield f"custody/{one.item.name}.jsonl", ("\n".join(lines) + "\n").encode("utf-8")


def _originals(store: Store, vault: Vault, prepared: Prepared) -> Iterator[tuple[str, bytes]]:
    """Each text as it was taken in, to the letter, and what is known of how."""
    names = {one.told.id: one.item.name for one in prepared.composed}
    for record in open_records(store, list(names), vault):
        name = names[record.statement_id]
        text = record.raw_text.encode("utf-8", "surrogatepass")
        consent = record.consent
        known = {
            "statement": name,
            "id": record.statement_id,
            "sha256": sha256(text).hexdigest(),
            "source": record.source.value,
            "language": record.analysis.language.value,
            "collected_at": record.collected_at.isoformat() if record.collected_at else None,
            "left_out": dict(record.left_out),
            "consent": {
                "scope": consent.scope.value,
                "recipients": list(consent.recipients),
                "hide": list(consent.hide),
                "explained": list(consent.explained),
                "given_on": consent.given_on.isoformat() if consent.given_on else None,
                "how": consent.how,
            },
        }
        yield f"{ORIGINALS}/{name}.txt", text
        yield f"{ORIGINALS}/{name}.json", _json(known)


def _manifest(store: Store, prepared: Prepared, files: Mapping[str, bytes], *, originals: bool) -> bytes:
    content = {**manifest_content(store, prepared), "originals": originals}
    listed = {name: (len(data), sha256(data).hexdigest()) for name, data in files.items()}
    return manifest_of(listed, content, signing_key(store).public_key())


def _tar(files: Mapping[str, bytes], top: str) -> bytes:
    """One folder with everything, by nobody and of no date."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in sorted(files.items()):
            member = tarfile.TarInfo(f"{top}/{name}")
            member.size, member.mode = len(data), _MODE
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _write(target: Path, sealed: bytes) -> None:
    beside = target.with_name(f".aigaq-release-{target.name}-{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)
        settle_folder(target.parent)
    except OSError:
        beside.unlink(missing_ok=True)
        raise AigaqError("unwritable") from None


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
