import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from cli.errors import run_guarded
from cli.main import COMMANDS
from models.errors import SENTENCES, AigaqError

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
CANARY = "Қанарейкинұлы"


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    probe = (
        "import sys; from cli.main import main; main(['--help']);"
        "heavy = {'spacy', 'sqlalchemy', 'rich', 'lxml', 'presidio_analyzer', 'argon2'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    # 0.1 s on an idle machine; the floor of the house is 0.3 s.
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("name", ["init", "list", "show", "doctor"])
def test_every_command_has_its_help(aigaq: Run, name: str) -> None:
    status, out, _ = aigaq(name, "--help")
    assert status == 0 and out.startswith(f"Usage: aigaq {name}")


def failing(error: BaseException) -> click.Group:
    def fail() -> None:
        raise error

    return click.Group("aigaq", commands={"fail": click.Command("fail", callback=fail)})


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_an_error_is_its_code_and_sentence(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run_guarded(failing(AigaqError(code)), ["fail"])
    assert status == (130 if code == "interrupted" else 1)
    assert capsys.readouterr().err == f"{code}: {SENTENCES[code]}\n"


@pytest.mark.parametrize(
    "error",
    [
        ValueError(CANARY),
        KeyError(CANARY),
        OSError(2, CANARY, CANARY),
        BaseException(CANARY),
        RecursionError(),
    ],
)
def test_any_other_error_is_internal_and_quotes_nothing(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_guarded(failing(error), ["fail"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith("internal: ") and type(error).__name__ in err
    assert "tests/cli/test_main.py" in err
    assert CANARY not in out + err and "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "status", "start"),
    [
        (KeyboardInterrupt(), 130, "interrupted: "),
        (click.Abort(), 130, "interrupted: "),
        (click.FileError(CANARY), 1, "no_such_file: "),
        (click.BadParameter(CANARY), 2, "usage: "),
        (click.UsageError(CANARY), 2, "usage: "),
        (SystemExit(3), 3, ""),
        (SystemExit(CANARY), 1, ""),
        (SystemExit(), 0, ""),
    ],
)
def test_every_way_out_has_its_status(
    error: BaseException, status: int, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_guarded(failing(error), ["fail"]) == status
    err = capsys.readouterr().err
    assert err.strip().startswith(start) and CANARY not in err


def test_a_commands_own_status_is_kept() -> None:
    group = click.Group("aigaq", commands={"three": click.Command("three", callback=lambda: 3)})
    assert run_guarded(group, ["three"]) == 3


def test_words_that_were_typed_wrongly_are_not_repeated(aigaq: Run) -> None:
    for arguments in ([CANARY], ["list", CANARY], ["show", "X", "--audience", CANARY]):
        status, out, err = aigaq(*arguments)
        assert status == 2 and err.startswith("usage: ") and CANARY not in out + err
