import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from cli import machine
from store.health import Check, Health

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    ok = Check("language model", Health.OK, "made up")
    monkeypatch.setattr(machine, "check_pipeline", lambda: ok)


def health(out: str) -> dict[str, str]:
    return {check["check"]: check["health"] for check in json.loads(out)}


@pytest.mark.usefixtures("pipeline")
def test_warnings_alone_are_no_failure(aigaq: Run, stored: str) -> None:
    status, out, _ = aigaq("doctor", "--json")
    found = health(out)
    assert status == 0 and "fail" not in found.values()
    assert found["journal"] == found["integrity"] == found["keys file"] == "ok"
    assert found["recovery identity"] == "warn"


@pytest.mark.usefixtures("pipeline")
def test_lines_say_what_to_do(aigaq: Run, stored: str) -> None:
    out = aigaq("doctor")[1]
    assert "warn recovery identity: still lies beside the store\n     → Move it" in out
    assert "ok   journal: " in out


@pytest.mark.usefixtures("pipeline", "stored")
def test_a_failure_is_the_exit_status(aigaq: Run, passphrases: Path) -> None:
    passphrases.with_name("store.db.keys").unlink()
    status, out, _ = aigaq("doctor", "--json")
    assert status == 1 and health(out)["keys file"] == "fail"


@pytest.mark.usefixtures("pipeline")
def test_without_a_store_or_its_passphrase_the_rest_is_checked(
    aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_PASSPHRASE_FILE")
    status, out, _ = aigaq("doctor", "--json")
    assert status == 0 and health(out)["database"] == "warn"
    monkeypatch.delenv("AIGAQ_STORE")
    status, out, _ = aigaq("doctor", "--json")
    assert status == 0 and health(out)["store"] == "warn"


def test_a_pipeline_is_compared_with_its_lock(tmp_path: Path) -> None:
    assert machine.check_pipeline(tmp_path).health is Health.FAIL
    (tmp_path / "model").write_bytes(b"weights")
    lock = {"files": {"model": sha256(b"weights").hexdigest()}}
    (tmp_path / "pipeline.lock").write_text(json.dumps(lock))
    assert machine.check_pipeline(tmp_path).health is Health.OK
    (tmp_path / "model").write_bytes(b"other weights")
    assert machine.check_pipeline(tmp_path).health is Health.FAIL
    (tmp_path / "model").unlink()
    assert machine.check_pipeline(tmp_path).health is Health.FAIL


def swap_root(root: Path, *devices: str) -> Path:
    """A root with swap on these devices; dm-1 is LVM on the encrypted dm-0, dm-2 LVM on a bare disk."""
    (root / "proc").mkdir()
    lines = ["Filename Type Size Used Priority", *(f"/dev/{d} partition 1 0 -2" for d in devices)]
    (root / "proc/swaps").write_text("\n".join(lines) + "\n")
    block = root / "sys/class/block"
    for name, uuid, slave in (
        ("dm-0", "CRYPT-LUKS2-ab", "sda3"),
        ("dm-1", "LVM-cd", "dm-0"),
        ("dm-2", "LVM-ef", "sda4"),
    ):
        (block / name / "dm").mkdir(parents=True)
        (block / name / "dm/uuid").write_text(uuid)
        (block / name / "slaves").mkdir()
        (block / slave).mkdir(parents=True, exist_ok=True)
        (block / name / "slaves" / slave).symlink_to(block / slave)
    return root


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        ([], Health.OK),
        (["dm-0"], Health.OK),
        (["dm-1", "zram0"], Health.OK),
        (["dm-2"], Health.WARN),
        (["sda3"], Health.WARN),
        (["dm-0", "sda4"], Health.WARN),
    ],
)
def test_swap_in_clear_is_reported(tmp_path: Path, devices: list[str], expected: Health) -> None:
    assert machine.check_swap(swap_root(tmp_path, *devices)).health is expected


def test_core_dumps_that_go_to_a_program_are_reported(aigaq: Run, tmp_path: Path) -> None:
    aigaq("--help")  # the program switches its own off
    pattern = tmp_path / "proc/sys/kernel/core_pattern"
    pattern.parent.mkdir(parents=True)
    pattern.write_text("core\n")
    assert machine.check_core_dumps(tmp_path).health is Health.OK
    pattern.write_text("|/usr/lib/systemd/systemd-coredump %P\n")
    assert machine.check_core_dumps(tmp_path).health is Health.WARN


def test_passphrase_files_are_looked_at(passphrases: Path, tmp_path: Path) -> None:
    (tmp_path / "p1").chmod(0o644)
    passphrases.touch()
    first, second = machine.check_passphrase_files(passphrases)
    assert first.health is Health.WARN and "other users" in first.found
    assert second.health is Health.WARN and "same disk" in second.found
    (tmp_path / "p2").unlink()
    assert [check.health for check in machine.check_passphrase_files(passphrases)][1] is Health.FAIL


def test_sources_that_lie_about_are_counted_and_not_named(tmp_path: Path) -> None:
    assert machine.check_sources(tmp_path).health is Health.OK
    (tmp_path / "Қанарейкин.txt").touch()
    found = machine.check_sources(tmp_path)
    assert found.health is Health.WARN and "1 files" in found.found and "Қанарейкин" not in str(found)
