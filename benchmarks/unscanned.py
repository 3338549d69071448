"""A batch whose workers have loaded the scanner and do not use it: what reading and storing alone take.

python -m benchmarks.unscanned FOLDER STORE PASSPHRASE_FILE WORKERS
"""

import sys
from pathlib import Path

from cli.work import load_work
from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.scanning import Scanned
from intake.workers import open_scanning
from models.findings import Analysis
from models.labels import Audience, Language
from store.store import open_store


class _Watch:
    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


def _work(raw_text: str) -> Scanned:
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: raw_text}, frozenset())


def main(folder: str, store: str, passphrase: str, workers: str) -> None:
    """Take the folder in, as `aigaq batch` does but for the scanning."""
    with open_reading(PLAIN) as reading:
        loaded = load_work()
        with (
            open_scanning(_work, workers=int(workers)) as scanning,
            open_store(store, passphrase=Path(passphrase).read_text().strip()) as opened,
        ):
            report = run_batch(
                walk_folder(Path(folder)),
                store=opened,
                reading=reading,
                scanning=scanning,
                case="main",
                watch=_Watch(),
            )
        del loaded
    print(f"{len(report.accepted)} statements in {report.seconds:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
