"""The example folder is read as its README says."""

from pathlib import Path

from intake.folder import walk_folder
from intake.reader import only, read_file
from models.errors import AigaqError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "interviews"


def test_every_example_is_read_or_refused_as_described() -> None:
    texts: dict[str, str] = {}
    refused: dict[str, str] = {}
    left_out: dict[str, dict[str, int]] = {}
    for entry in walk_folder(EXAMPLES):
        try:
            draft = only(read_file(entry.path))
        except AigaqError as error:
            refused[entry.name] = error.code
        else:
            texts[entry.name] = draft.raw_text
            left_out[entry.name] = dict(draft.left_out)
    assert refused == {"interview-14.docx": "damaged", "interview-15.txt": "empty"}
    assert len(texts) == 14
    assert texts["interview-16.txt"] == texts["interview-08.txt"]
    assert left_out["interview-06.docx"] == {"comments": 1, "deletions": 1}
    assert "(запись проверена)" in texts["interview-06.docx"]
    assert not any("Тестов" in text for text in texts.values())
    assert all(len(text.split()) > 100 and "\ufffd" not in text for text in texts.values())
