"""Corpora: labels become ours, what they do not annotate is unknown, people take other names."""

import json
import random
from pathlib import Path

from training import corpora, names, swap
from training.augment import apply
from training.examples import Example, Span

FILES = ("tab-train", "kaznerd-valid", "factrueval-devset", "wnut17-train", "btc")


def folder_with(tmp_path: Path, file: str, text: str, spans: list[tuple[str, str]], lang: str = "en") -> Path:
    for name in FILES:
        (tmp_path / f"{name}.jsonl").write_text("", encoding="utf-8")
    marked = [{"start": text.index(s), "end": text.index(s) + len(s), "label": label} for s, label in spans]
    row = {"source": file, "lang": lang, "text": text, "spans": marked}
    (tmp_path / f"{file}.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return tmp_path


def read(folder: Path) -> list[tuple[str, str]]:
    found = [*corpora.texts(folder), *corpora.texts(folder, validation=True)]
    return [(s.label, item.text[s.start : s.end]) for item in found for s in item.spans]


def test_court_cases_lose_titles_and_durations_stay_unknown(tmp_path: Path) -> None:
    text = "Mr John Smith, a Turkish national, was held for two days in May 1999."
    spans = [
        ("Mr John Smith", "PERSON"),
        ("Turkish", "DEM"),
        ("two days", "DATETIME"),
        ("May 1999", "DATETIME"),
    ]
    assert read(folder_with(tmp_path, "tab-train", text, spans)) == [
        ("PERSON", "John Smith"),
        ("NRP", "Turkish"),
        ("", "two days"),
        ("DATE", "May 1999"),
    ]


def test_tweets_do_not_teach_handles_nor_numbers(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "btc", "@anna saw Ben in 2011", [("anna", "PER"), ("Ben", "PER")])
    assert read(folder) == [("", "anna"), ("PERSON", "Ben"), ("", "2011")]


def test_kazakh_news_keeps_calendar_dates_only(tmp_path: Path) -> None:
    text = "Бүгін Серік пен премьер 5 мамырда келді"
    spans = [("Бүгін", "DATE"), ("Серік", "PERSON"), ("премьер", "POSITION"), ("5 мамырда", "DATE")]
    folder = folder_with(tmp_path, "kaznerd-valid", text, spans, "kk")
    assert read(folder) == [("", "Бүгін"), ("PERSON", "Серік"), ("DATE", "5 мамырда")]


def test_unlabelled_news_teaches_small_words_and_sure_persons_only(tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "first.txt").write_text("иван\n", encoding="utf-8")
    (tmp_path / "names" / "last.txt").write_text("петров\n", encoding="utf-8")
    text = (
        "Вчера Ивану Петрову и Сидорову дали слово. Петрова ждали вчера, слушали вчера, и вчера же хвалили."
    )
    (tmp_path / "ru-wikinews-unlabelled.jsonl").write_text(
        json.dumps({"text": text}) + "\n", encoding="utf-8"
    )
    (item,) = corpora.unlabelled(tmp_path)
    found = [(s.label, item.text[s.start : s.end]) for s in item.spans]
    assert ("PERSON", "Ивану Петрову") in found
    assert ("PERSON", "Петрова") in found
    assert ("", "Сидорову") in found
    assert "Вчера" not in [surface for _, surface in found]


def test_renamed_people_keep_their_case_and_stay_themselves() -> None:
    text = "Кеше Серіктің үйіне бардық. Серіктің анасы күтті."
    starts = [text.index("Серіктің"), text.rindex("Серіктің")]
    item = Example(text, tuple(Span(i, i + 8, "PERSON") for i in starts), "kk", "test")
    for seed in range(20):
        made = swap.people(item, names.load(), random.Random(seed))  # noqa: S311 - no secret
        first, second = (made.text[s.start : s.end] for s in made.spans)
        assert first == second
        assert first.endswith(("ың", "ің"))


def test_replaced_words_are_never_inside_a_span() -> None:
    text = "вчера утром ерлана увели солдаты"
    item = Example(text, (Span(12, 18, "PERSON"),), "ru", "test")
    for seed in range(50):
        made = apply(item, swap.words(item, {"ru": ("снег",)}, random.Random(seed)))  # noqa: S311 - no secret
        (span,) = made.spans
        assert made.text[span.start : span.end] == "ерлана"
