"""The page of what was missed: complete, escaped, for its owner alone, unable to load or send anything."""

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from models.errors import AigaqError
from models.findings import Suspect, Tag, TagKind
from models.labels import Audience, Label
from redact.measures.counts import SHARES, Tally
from redact.measures.gold import Gold, GoldSpan
from redact.measures.judging import Why, judge
from redact.measures.kinds import KINDS
from redact.measures.notes import Notes, notes_of
from redact.measures.page import check_page_place, page_html, write_page
from redact.measures.passages import Piece, passage
from redact.measures.said import NOT_SCANNED, Said, SaidSpan
from redact.measures.tables import figure_rows, load_words, percent, range_line

HERE = Path(__file__).parents[2] / "redact" / "measures"
TEXT = (
    "Первая строка, о погоде.\n"
    "Ерлан <b>Кенжин</b> и Асель видели, как капитан Дамиров бил Ерлана в Таразе.\n"
    "Потом Асель ушла. О приговоре Токаев молчал."
)


def at(words: str, number: int = 0) -> tuple[int, int]:
    found = [m.span() for m in re.finditer(re.escape(words), TEXT)]
    return found[number]


def gold(words: str, kind: str, entity: str, number: int = 0) -> GoldSpan:
    start, end = at(words, number)
    return GoldSpan(start, end, kind, entity, words)


def said(words: str, identity: str, number: int = 0, *, label: str = "PERSON", alias: str = "") -> SaidSpan:
    action, role = ("mask", "protected") if alias else ("keep", "public")
    return SaidSpan(*at(words, number), label, role, identity, action, alias or None)


GOLD = Gold(
    id="офис-<1>",
    lang="ru",
    text=TEXT,
    spans=(
        gold("Ерлан", "PERSON", "P1"),
        gold("Кенжин", "PERSON", "P1"),
        gold("Асель", "PERSON", "P2"),
        gold("Дамиров", "OFFICIAL", "P3"),
        gold("Ерлана", "PERSON", "P1"),
        gold("Таразе", "PLACE", "L1"),
        gold("Асель", "PERSON", "P2", 1),
        gold("Токаев", "PUBLIC", "P4"),
    ),
    abuse=frozenset({"beating", "threats"}),
    places=frozenset({"taraz"}),
)
SPANS = (
    said("погоде", "person-9", alias="[Лицо 9]"),
    said("Ерлан", "person-1", alias="[Лицо 1]"),
    said("Асель", "person-1", alias="[Лицо 1]"),
    said("Дамиров", "person-3", alias="[Лицо 3]"),
    said("Ерлана", "person-4", alias="[Лицо 4]"),
    said("Токаев", "person-5", alias="[Лицо 5]"),
)


def redacted(spans: tuple[SaidSpan, ...] = SPANS) -> str:
    out, end = "", 0
    for span in spans:
        out += TEXT[end : span.start] + (span.alias or "")
        end = span.end
    return out + TEXT[end:]


SAID = Said(
    spans=SPANS,
    redacted=redacted(),
    abuse=(Tag(TagKind.ABUSE, "beating", *at("бил"), "x"), Tag(TagKind.ABUSE, "killing", *at("молчал"), "x")),
    places=(),
    suspects=(Suspect(*at("Кенжин"), "capital", 0.4),),
)


def page(*statements: tuple[Gold, Said]) -> str:
    tally, notes = Tally(), []
    for annotated, what in statements:
        judged = judge(annotated, what)
        tally.add(judged)
        notes.append(notes_of(judged))
    return page_html(tally, notes, Audience.PUBLIC)


@pytest.fixture(scope="module")
def notes() -> Notes:
    return notes_of(judge(GOLD, SAID))


def spoken(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.spoken_of)


def test_what_was_missed_is_said_with_its_reason_and_suspect(notes: Notes) -> None:
    assert [(spoken(m.passage), m.why, m.suspect) for m in notes.leaks] == [
        ("Кенжин", Why.NOT_FOUND, "capital"),
        ("Асель", Why.NOT_FOUND, None),
    ]
    assert [(spoken(m.passage), m.kind) for m in notes.unfound] == [("Таразе", "PLACE")]
    assert [spoken(pieces) for pieces in notes.unseen_officials] == ["Дамиров"]
    assert [spoken(m.passage) for m in notes.hidden_public] == ["Токаев"]
    assert [(spoken(o.passage), o.letters, o.beside) for o in notes.over] == [("погоде", 6, False)]
    assert notes.shown == ("асель",)


def test_people_are_shown_by_alias(notes: Notes) -> None:
    [joined] = notes.joined
    assert joined.name == "[Лицо 1]"
    assert [(g.name, g.words) for g in joined.groups] == [("P1", ("Ерлан",)), ("P2", ("Асель",))]
    assert {mixed.name: [g.name for g in mixed.groups] for mixed in notes.split} == {
        "P1": ["[Лицо 1]", "", "[Лицо 4]"],
        "P2": ["[Лицо 1]", ""],
    }


def test_tags_are_shown_with_the_words_of_false_ones(notes: Notes) -> None:
    assert notes.missed_abuse == ("threats",)
    assert [(tag.code, spoken(tag.passages[0])) for tag in notes.false_abuse] == [("killing", "молчал")]
    assert (notes.missed_places, notes.false_places) == (("taraz",), ())


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (SaidSpan(*at("Кенжин"), "PERSON", "official", "p", "keep", None), Why.KEPT),
        (SaidSpan(*at("Кенжин"), "PLACE", None, "p", "generalise", "[x]"), Why.COARSE),
        (SaidSpan(at("Кенжин")[0] + 3, at("Кенжин")[1], "PERSON", None, "p", "mask", "[x]"), Why.PARTLY),
    ],
)
def test_why_a_direct_identifier_counts_as_missed(span: SaidSpan, why: Why) -> None:
    what = Said((span,), redacted((span,)), (), (), ())
    [verdict] = [v for v in judge(GOLD, what).verdicts if v.span.text == "Кенжин"]
    assert verdict.why is why


def test_masks_that_do_not_fit_protect_nothing() -> None:
    judged = judge(GOLD, replace(SAID, redacted=TEXT))
    assert {v.why for v in judged.verdicts if v.span.kind == "PERSON"} == {Why.DOES_NOT_FIT, Why.NOT_FOUND}


def test_a_passage_is_the_line_and_marks_what_was_hidden_in_it() -> None:
    pieces = passage(TEXT, *at("Кенжин"), SPANS)
    assert "".join(piece.text for piece in pieces) == TEXT.split("\n")[1]
    assert [(p.text, p.action, p.alias) for p in pieces if p.action] == [
        ("Ерлан", "mask", "[Лицо 1]"),
        ("Асель", "mask", "[Лицо 1]"),
        ("Дамиров", "mask", "[Лицо 3]"),
        ("Ерлана", "mask", "[Лицо 4]"),
    ]


def test_a_long_line_is_cut_between_words() -> None:
    text = "слово " * 200 + "ИМЯ" + " слово" * 200
    said_of_it = "".join(p.text for p in passage(text, 1200, 1203, ()))
    assert said_of_it.startswith("… слово") and said_of_it.endswith("слово …") and len(said_of_it) < 300


def test_the_page_escapes_all_that_statements_hold() -> None:
    text = page((GOLD, SAID))
    assert "<b>Кенжин" not in text and "&lt;b&gt;" in text
    assert "офис-<1>" not in text and "офис-&lt;1&gt;" in text


def test_the_page_can_load_and_send_nothing() -> None:
    text = page((GOLD, SAID))
    tree = html.document_fromstring(text)
    [policy] = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode()
    assert policy == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
    assert not tree.xpath("//script | //img | //link | //iframe | //form | //object | //@style | //@src")
    assert all(target.startswith("#") for target in tree.xpath("//@href"))
    assert all(tree.xpath(f'//*[@id="{target[1:]}"]') for target in tree.xpath("//@href"))
    assert "url(" not in style and "@import" not in style and "http" not in text.replace("http-equiv", "")


def test_the_page_warns_first_and_says_each_language() -> None:
    tree = html.document_fromstring(page((GOLD, SAID), (replace(GOLD, id="b", lang="mixed"), SAID)))
    [body] = tree.xpath("//body")
    assert "unmasked names" in body.text_content().strip()[:60]
    assert set(tree.xpath('//p[@class="line"]/@lang')) == {"ru", ""}
    assert tree.get("lang") == "en"
    assert {"missed:"} <= set(tree.xpath('//mark/span[@class="flag"]/text()'))


def test_what_could_not_be_scanned_is_said_and_not_listed_word_by_word() -> None:
    text = page((GOLD, NOT_SCANNED))
    assert "could not be scanned" in text and "Дамиров" not in text


def test_a_page_without_anything_wrong() -> None:
    clean = Gold("a", "kk", "Күн жылы.", (), frozenset(), frozenset())
    text = page((clean, Said((), clean.text, (), (), ())))
    for key in ("leaks_none", "unfound_none", "roles_none", "over_none", "people_none", "tags_none"):
        assert load_words()["page"][key] in text


def test_control_characters_and_halves_of_letters_do_no_harm(tmp_path: Path) -> None:
    odd = GoldSpan(0, 6, "PERSON", "P1", "A\x1b\u202e\ud800\x00B")
    text = page((Gold("a", "en", odd.text, (odd,), frozenset(), frozenset()), Said((), odd.text, (), (), ())))
    write_page(tmp_path / "page.html", text)
    raw = (tmp_path / "page.html").read_text("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", raw)


def test_only_the_owner_may_read_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    path.chmod(0o644)
    write_page(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_places_where_no_page_is_written(tmp_path: Path) -> None:
    annotated = tmp_path / "gold.jsonl"
    annotated.write_text("{}")
    (tmp_path / "link").symlink_to(annotated)
    for path, code in (
        (annotated, "place_taken"),
        (tmp_path / "link", "place_taken"),
        (tmp_path, "unwritable"),
        (tmp_path / "none" / "page.html", "unwritable"),
    ):
        with pytest.raises(AigaqError, match=code):
            check_page_place(path, gold=annotated)
    check_page_place(tmp_path / "page.html", gold=annotated)


def test_every_figure_kind_and_reason_has_its_words() -> None:
    words = load_words()
    tally = Tally()
    tally.add(judge(GOLD, SAID))
    numbers = {"direct_missed", "surface_leaks", "inconsistent", "not_scanned", "suspects_per_100_words"}
    assert set(words["figures"]) == set(SHARES) | numbers
    assert set(words["kinds"]) == KINDS >= set(map(str, Label))
    assert set(words["why"]) == set(map(str, Why))
    assert len(figure_rows(tally, words)) == len(words["figures"])
    assert "between" in (range_line(tally, words) or "")


def test_what_is_not_all_is_never_shown_as_all() -> None:
    assert percent(99_999, 100_000) == "99.9 %"
    assert (percent(1, 100_000), percent(0, 9), percent(9, 9), percent(0, 0)) == (
        "<0.1 %",
        "0.0 %",
        "100.0 %",
        "–",
    )


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[n : n + 2], 16)) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("front", "backs"),
    [
        ("ink", ("paper", "wash", "missed-wash", "alarm-wash")),
        ("quiet", ("paper", "wash", "missed-wash")),
        ("mask", ("paper", "wash", "mask-wash")),
        ("alarm", ("paper", "wash", "alarm-wash")),
        ("paper", ("alarm",)),
    ],
)
def test_contrast_is_enough_to_read(front: str, backs: tuple[str, ...]) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (HERE / "page.css").read_text("utf-8")))
    for back in backs:
        light, dark = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, back
