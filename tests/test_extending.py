"""The worked example of docs/extending.md works as it stands there."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "extending.md"


def test_the_recogniser_of_the_page_passes_its_own_test() -> None:
    recogniser, test = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    space: dict[str, object] = {}
    exec(compile(recogniser + test, str(PAGE), "exec"), space)  # noqa: S102 - our own page
    space["test_lockers"]()  # type: ignore[operator]
    assert space["NAME"] == "lockers"


def test_the_files_that_the_page_names_are_there() -> None:
    named = re.findall(r"`((?:redact|training|tests)/[\w/*.]+\.\w+)`", PAGE.read_text("utf-8"))
    assert len(named) > 10
    for path in named:
        if "NAME" not in path and "LANGUAGE" not in path:
            assert list(PAGE.parents[1].glob(path)), path
