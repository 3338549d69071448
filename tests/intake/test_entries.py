"""Many statements pasted into one file come apart; a statement with headings stays whole."""

from intake.entries import split_entries
from models.statements import Draft, SourceKind


def parts(text: str) -> list[tuple[str, str]]:
    return [(mark, draft.raw_text) for mark, draft in split_entries(Draft(text, SourceKind.TEXT))]


def test_numbered_entries_come_apart() -> None:
    text = "=== запись 1 ===\nПервая.\nЕё слова.\n\n=== запись 2 ===\n\n=== запись 3 ===\nТретья."
    assert parts(text) == [("#1", "Первая.\nЕё слова."), ("#3", "Третья.")]


def test_other_texts_stay_whole() -> None:
    for text in (
        "Слова.",
        "Вступление.\n=== запись 1 ===\nОдин.\n=== запись 2 ===\nДва.",
        "=== запись 1 ===\nОдин.\n=== запись 7 ===\nСемь.",
        "=== Часть 1 ===\nОдин.\n=== Часть 2 ===\nДва.",
    ):
        assert parts(text) == [("", text)]
