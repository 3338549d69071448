"""What is vendored for the phones' page is what its page says."""

import hashlib
import json
from pathlib import Path

from review.phone_files import FOLDER

VENDOR = FOLDER / "vendor"


def test_the_bundle_is_the_one_that_is_described() -> None:
    readme = (VENDOR / "README.md").read_text("utf-8")
    assert hashlib.sha256((VENDOR / "age.min.js").read_bytes()).hexdigest() in readme
    lock = json.loads((VENDOR / "package-lock.json").read_text("utf-8"))["packages"]
    licences = (VENDOR / "LICENSES").read_text("utf-8")
    for path, package in lock.items():
        name = path.rpartition("node_modules/")[2]
        if not path or "esbuild" in name:
            continue
        assert package["version"] in readme, name
        assert f"=== {name}\n" in licences
        assert package["integrity"].startswith("sha512-")
    assert "resolved" not in (VENDOR / "package-lock.json").read_text("utf-8")


def test_the_rest_is_plain_and_ours() -> None:
    for path in [*Path(FOLDER, "kit").iterdir(), *Path(FOLDER, "shell").glob("*.js")]:
        text = path.read_text("utf-8")
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "eval(",
            "localStorage",
            "document.cookie",
        ):
            assert forbidden not in text, path.name
        assert "http://" not in text
        assert "https://" not in text
