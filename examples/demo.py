"""make demo: the folder examples/interviews goes through the whole pipeline into a throw-away store.

It only calls the program as an operator would and shows what came of it; the store lies in demo/ and is made
anew each time. The passphrases are random and lie beside the store, which a real office must never do.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from rich.columns import Columns
from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "demo"
AIGAQ = Path(sys.executable).parent / "aigaq"
MASK = r"\[[^\]\n]{2,40}\]"
# Statements differ in length; this one fits a screen.
SHOWN = "interview-08.txt"


def main() -> int:
    """Make the store, run the batch, show one statement before and after, and what to do next."""
    out = Console(highlight=False)
    environment = prepare()
    out.print(Rule("aigaq init", align="left"))
    out.print(aigaq(environment, "init").strip())
    out.print(Rule("aigaq batch examples/interviews --consent public", align="left"))
    # the witnesses are made up; real ones must be asked, and without --consent nothing may leave the office
    batch = ["batch", str(ROOT / "examples" / "interviews"), "--consent", "public"]
    batch += ["--report", str(FOLDER / "report.json")]
    status = subprocess.run([AIGAQ, *batch], env=environment, check=False).returncode
    # 3: some files were rejected, as is meant here
    if status not in (0, 3):
        return status
    shown = statement_id()
    before = aigaq(environment, "show", shown, "--original")
    after = aigaq(environment, "show", shown, "--audience", "public")
    out.print()
    out.print(Rule(f"One statement before and after (aigaq show {shown} …)", align="left"))
    panels = [
        Panel(Text(before.strip()), title="--original"),
        Panel(masked(after.strip()), title="--audience public"),
    ]
    if out.width >= 100:
        out.print(Columns(panels, equal=True, expand=True, width=out.width // 2 - 1))
    else:
        out.print(*panels, sep="\n")
    out.print(Rule("Go on with", align="left"))
    out.print("  . demo/environment            # names the store and the passphrase files for this shell")
    out.print("  .venv/bin/aigaq list")
    out.print(f"  .venv/bin/aigaq show {shown} --audience partner")
    out.print("  .venv/bin/aigaq redact examples/interviews/interview-06.docx")
    out.print(
        "  .venv/bin/aigaq review --open      # sign in as demo, with what demo/reviewer.passphrase holds"
    )
    out.print("  .venv/bin/aigaq doctor")
    out.print("  make test")
    return 0


def prepare() -> dict[str, str]:
    """An empty folder demo/ with random passphrases, and the variables that name them."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(mode=0o700)
    settings = {"AIGAQ_STORE": str(FOLDER / "store.db"), "AIGAQ_REVIEWER": "demo"}
    for name, variable in (
        ("store", "AIGAQ_PASSPHRASE_FILE"),
        ("reviewer", "AIGAQ_REVIEWER_PASSPHRASE_FILE"),
    ):
        path = FOLDER / f"{name}.passphrase"
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24) + "\n", "utf-8")
        settings[variable] = str(path)
    lines = (f"export {name}='{value}'\n" for name, value in settings.items())
    (FOLDER / "environment").write_text("".join(lines), "utf-8")
    return {**os.environ, **settings}


def aigaq(environment: dict[str, str], *arguments: str) -> str:
    """What the program prints; its messages go to the terminal, and its failure ends the demo."""
    command = [str(AIGAQ), *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout.decode("utf-8")


def statement_id() -> str:
    """The id that the batch gave to the statement that is shown."""
    report = json.loads((FOLDER / "report.json").read_text("utf-8"))
    ids = {row["path"]: row["id"] for row in report["accepted"]}
    return str(ids.get(SHOWN) or next(iter(ids.values())))


def masked(text: str) -> Text:
    """Text with its masks in colour."""
    shown = Text(text)
    shown.highlight_regex(MASK, "bold green")
    return shown


if __name__ == "__main__":
    sys.exit(main())
