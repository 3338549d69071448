"""What `aigaq doctor` asks of the machine: swap, core dumps, the language model, versions, passphrase files.

`root` is the root of the file system: another folder in tests.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from stat import S_IMODE
from typing import Final

from cli.passphrases import NEW_FILE, REVIEWER_FILE, STORE_FILE, USER_FILE
from store.health import Check, Health

_LIBRARIES: Final = (
    "spacy",
    "presidio-analyzer",
    "presidio-anonymizer",
    "sqlalchemy",
    "sqlcipher3",
    "pyrage",
)
_INSTALL: Final = "Install the program anew."


def check_pipeline(folder: Path | None = None) -> Check:
    """The language model, file by file, against its lock."""
    if folder is None:
        import redact  # noqa: PLC0415 - the package itself is light

        folder = Path(str(redact.__file__)).parent / "pipelines" / "testimony_xx"
    try:
        locked = json.loads((folder / "pipeline.lock").read_text("utf-8"))["files"]
        changed = sum(_sha256(folder / name) != wanted for name, wanted in locked.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Check("language model", Health.FAIL, "missing or without its lock", _INSTALL)
    if changed or not locked:
        return Check(
            "language model", Health.FAIL, f"{changed} of {len(locked)} files were changed", _INSTALL
        )
    return Check("language model", Health.OK, f"{len(locked)} files are as they were released")


def check_versions() -> Check:
    """Python and the main libraries."""
    found = [f"Python {sys.version.split()[0]}"]
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return Check("versions", Health.FAIL, f"{name} is missing", _INSTALL)
    return Check("versions", Health.OK, ", ".join(found))


def check_swap(root: Path = Path("/")) -> Check:
    """Whether what is in memory may reach a disk in clear."""
    try:
        lines = (root / "proc/swaps").read_text("utf-8").splitlines()[1:]
    except OSError:
        return Check("swap", Health.WARN, "cannot be looked at here", "Use an encrypted disk.")
    places = [line.split()[0].replace("\\040", " ") for line in lines if line.strip()]
    clear = sum(not _is_safe_swap(place, root) for place in places)
    if clear:
        advice = "Switch swap off while you work (swapoff -a), or encrypt it."
        return Check("swap", Health.WARN, "not encrypted: open texts may be written to the disk", advice)
    return Check("swap", Health.OK, "encrypted or in memory" if places else "none")


def check_core_dumps(root: Path = Path("/")) -> Check:
    """Whether a crash would write the memory to a disk."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        limit = resource.getrlimit(resource.RLIMIT_CORE)[0]
        pattern = (root / "proc/sys/kernel/core_pattern").read_text("utf-8")
    except (ImportError, OSError):
        return Check("core dumps", Health.WARN, "cannot be looked at here", "Use an encrypted disk.")
    if limit != 0:
        return Check("core dumps", Health.WARN, "are on", "ulimit -c 0")
    if pattern.startswith("|"):
        # The kernel hands the memory to such a program whatever the limit says.
        advice = "Set Storage=none for systemd-coredump, or switch that program off."
        return Check("core dumps", Health.WARN, "are handed to a program of the system", advice)
    return Check("core dumps", Health.OK, "are off")


def check_passphrase_files(store_file: Path | None) -> Iterator[Check]:
    """The files that the environment names: who can read them, and whether one thief gets both."""
    for variable in (STORE_FILE, REVIEWER_FILE, USER_FILE, NEW_FILE):
        named = os.environ.get(variable, "").strip()
        if not named:
            continue
        try:
            found = Path(named).stat()
            beside = store_file is not None and store_file.stat().st_dev == found.st_dev
        except OSError:
            yield Check(variable, Health.FAIL, "names a file that is not there", "Check the variable.")
            continue
        if S_IMODE(found.st_mode) & 0o077:
            yield Check(
                variable, Health.WARN, "other users of this machine may read the file", "chmod 600 it."
            )
        elif beside:
            advice = "Keep it on another medium: who takes this disk has the lock and its key."
            yield Check(variable, Health.WARN, "the file lies on the same disk as the store", advice)
        else:
            yield Check(variable, Health.OK, "only you can read the file, and it lies on another disk")


def check_sources(folder: Path) -> Check:
    """Whether the files that statements came from still lie about in clear."""
    if not folder.is_dir():
        return Check("sources", Health.OK, "the folder is gone")
    count = sum(len(files) for _, _, files in os.walk(folder))
    if count:
        advice = "Once the batch is in the store: move them to an encrypted medium, and delete them here."
        return Check("sources", Health.WARN, f"{count} files still lie in the folder", advice)
    return Check("sources", Health.OK, "the folder is empty")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_safe_swap(place: str, root: Path) -> bool:
    # /dev/mapper/… are links to the names that /sys knows.
    device = (root / place.lstrip("/")).resolve().name
    if device.startswith("zram"):
        return True
    if place.startswith("/dev/"):
        return _is_encrypted(root / "sys/class/block" / device)
    # A swap file is as safe as the disk that it lies on.
    try:
        number = (root / place.lstrip("/")).stat().st_dev
    except OSError:
        return False
    return _is_encrypted(root / "sys/dev/block" / f"{os.major(number)}:{os.minor(number)}")


def _is_encrypted(device: Path) -> bool:
    """True if the device or all that it is made of (LVM on LUKS) is dm-crypt."""
    try:
        if (device / "dm/uuid").read_text("utf-8").startswith("CRYPT-"):
            return True
    except OSError:
        return False
    try:
        below = list((device / "slaves").iterdir())
    except OSError:
        return False
    return bool(below) and all(_is_encrypted(slave) for slave in below)
