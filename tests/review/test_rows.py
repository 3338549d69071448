"""The rows of the statement page: each code point of the original is one on the page, and text stays text.

The page is read back as a browser reads it: line ends are made one kind first, then tags are taken out and
references resolved (html.parser), and the whole is parsed once more as XML, where wrong nesting is an error.
"""

from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import lxml.etree
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from redact.apply import treat
from redact.decided import fold
from review.app import create_app
from review.rows import RowMaker, cut_rows, shown

ODD = (
    "\N{GRINNING FACE}\U0001f468\u200d\U0001f469\u200d\U0001f467\r\n\r\n\n\t\x00\x01"
    "\x1b\x7f\x85\x9f\u0301\u0306"
    "\u202e\u202d\u2066\u2069\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff&<>\"'`=;#/\xa0 -.!?…"
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from(ODD), st.sampled_from("аәбвАқabZ01 "), st.characters(exclude_categories=["Cs"])
    ),
    max_size=120,
)
PIECES = st.sampled_from(
    ("&lt;", "&#13;", "&amp;amp;", "<script>", "</div>", "<!--", "-->", "]]>", "<b ", "\r\n", "\r")
)
WILD = st.lists(st.one_of(TEXTS, PIECES), max_size=6).map("".join)
# What a page may not show as it is, one stand-in for each.
CONTROL = {*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F)} | {
    *range(0x2066, 0x206A), 0xFFFE, 0xFFFF
}  # fmt: skip


class Reader(HTMLParser):
    """The words within the two columns of a row, and whether all tags are closed in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.columns: dict[str, str] = {}
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.open.append((tag, dict(attrs)))
        where = dict(attrs).get("class")
        if where in {"o", "r"}:
            self.columns.setdefault(where, "")

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag
        self.open.pop()

    def _put(self, words: str) -> None:
        for _, attrs in self.open:
            if attrs.get("class") in {"o", "r"}:
                self.columns[attrs["class"] or ""] += words
                return
        assert words == ""

    def handle_data(self, data):
        self._put(data)

    def handle_charref(self, name):
        self._put(chr(int(name[1:], 16) if name[0] in "xX" else int(name)))

    def handle_entityref(self, name):
        self._put({"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name])

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read_back(html: str) -> Reader:
    """What a browser takes a row for."""
    normal = html.replace("\r\n", "\n").replace("\r", "\n")  # as the HTML standard reads its input
    reader = Reader()
    reader.feed(normal)
    reader.close()
    assert reader.open == []
    lxml.etree.fromstring(normal.replace("&#13;", "&#xd;"), lxml.etree.XMLParser(recover=False))
    return reader


def stand_in(text: str) -> str:
    return "".join("\ufffd" if ord(char) in CONTROL else char for char in text)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page is being made, so that words have a language."""
    from store.create import create_with  # noqa: PLC0415
    from store.store import open_store  # noqa: PLC0415
    from store.wrapping import Cost  # noqa: PLC0415

    path = str(tmp_path_factory.mktemp("rows") / "store.db")
    cheap = Cost(memory_kib=32, passes=1, lanes=4)
    create_with(
        path, passphrase="the words of it", reviewer=("R", "some other words"), recovery=None, cost=cheap
    )
    with open_store(path, passphrase="the words of it") as store:
        app: Flask = create_app(store)
        with app.test_request_context():
            yield app


def made(
    text, findings=(), suspects=(), tags=(), *, audience=Audience.PUBLIC, aliases=None, hidden=frozenset()
):
    identities = tuple(
        Identity(name, Label.PERSON, Role.PROTECTED, n + 1)
        for n, name in enumerate(dict.fromkeys(f.identity for f in findings if f.identity))
    )
    analysis = Analysis(Language.RU, tuple(findings), identities, tuple(suspects), tuple(tags))
    decided = fold(analysis, ())
    treated = treat(text, decided.analysis, audience)
    return RowMaker(text).rows(decided, treated, aliases=aliases or {}, hidden=hidden)


@given(st.one_of(WILD, st.tuples(WILD, st.integers(0, 3000), st.sampled_from("а\n ."), WILD).map(
    lambda t: t[0] + t[2] * t[1] + t[3])))  # fmt: skip
def test_rows_join_to_the_text_and_none_is_empty_or_too_long(text):
    cuts = cut_rows(text)
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(start < end for start, end in cuts)
    assert all(a[1] == b[0] for a, b in pairwise(cuts))
    assert all(len(text[start:end].rstrip("\n")) <= 1500 for start, end in cuts)


def test_a_long_line_is_cut_where_a_sentence_ends_else_at_a_space_else_anywhere():
    sentence = "Слово за словом идёт. "
    for start, end in cut_rows(sentence * 200)[:-1]:
        assert end - start > 750 and (sentence * 200)[start:end].endswith(". ")
    assert all(("слово " * 900)[start:end].endswith(" ") for start, end in cut_rows("слово " * 900))
    assert [end - start for start, end in cut_rows("а" * 3200)] == [1500, 1500, 200]


def test_a_row_is_a_paragraph_with_the_empty_lines_after_it():
    assert cut_rows("раз\n\n\nдва\nтри") == [(0, 6), (6, 10), (10, 13)]
    assert cut_rows("") == []


@given(WILD)
def test_a_stretch_is_shown_code_point_for_code_point(text):
    reader = read_back(f'<div class="o">{shown(text)}</div>')
    assert reader.names == {"div"}
    assert reader.columns["o"] == stand_in(text)


@st.composite
def marked(draw):
    """A text with disjoint findings and suspects, and tags that lie over anything."""
    text = draw(WILD.filter(lambda t: len(t) > 1))
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    findings, suspects = [], []
    for start, end in pairwise(places):
        what = draw(st.sampled_from(("finding", "suspect", "nothing")))
        if what == "finding":
            label = draw(st.sampled_from((Label.PERSON, Label.PHONE, Label.PLACE, Label.JOB)))
            name = f"person-{start}" if label is Label.PERSON else None
            findings.append(Finding(start, end, label, draw(st.sampled_from((0.3, 0.9))), "t", name))
        elif what == "suspect":
            suspects.append(Suspect(start, end, draw(st.sampled_from(("capital", "<why>"))), 0.4))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    tags = [
        Tag(TagKind.ABUSE, f"code{n}", min(a, b - 1), max(a + 1, b), "t")
        for n, (a, b) in enumerate(draw(st.lists(spans, max_size=4)))
    ]
    return text, findings, suspects, tags


@settings(max_examples=200, deadline=None)
@given(case=marked(), cut=st.booleans())
def test_the_original_of_all_rows_has_each_code_point_once(page, case, cut):
    text, findings, suspects, tags = case
    if cut:  # marks and tags behind a long line, and over its cut
        text = "щ" * 1490 + text
        findings, suspects, tags = (
            [replace(item, start=item.start + 1490, end=item.end + 1490) for item in items]
            for items in (findings, suspects, tags)
        )  # fmt: skip
    readers = [read_back(row.html) for row in made(text, findings, suspects, tags)]
    assert all(reader.names <= {"div", "span"} for reader in readers)
    back = "".join(reader.columns["o"] for reader in readers)
    assert len(back) == len(text)
    assert back == stand_in(text)
    assert all(len(r.columns["o"]) == b - a for r, (a, b) in zip(readers, cut_rows(text), strict=True))


@settings(max_examples=100, deadline=None)
@given(case=marked(), audience=st.sampled_from(list(Audience)))
def test_the_redacted_column_is_what_would_be_released(page, case, audience):
    text, findings, _, _ = case
    at, out = 0, ""
    identities = tuple(
        Identity(f.identity, Label.PERSON, Role.PROTECTED, n + 1)
        for n, f in enumerate(f for f in findings if f.identity)
    )
    for item in treat(text, Analysis(Language.RU, tuple(findings), identities, (), ()), audience):
        if item.replacement is not None:
            out += text[at : item.finding.start] + item.replacement
            at = item.finding.end
    out += text[at:]
    rows = made(text, findings, audience=audience)
    assert "".join(read_back(row.html).columns["r"] for row in rows) == stand_in(out)


def test_markup_in_a_statement_is_text_everywhere(page):
    name = "<img src=x onerror=\"alert('1')\">"
    text = f"{name} и </div><script>alert(1)</script> &lt;b&gt;"
    doubt = Suspect(len(name) + 3, len(name) + 9, "<why>\"'", 0.4)
    (row,) = made(
        text, [Finding(0, len(name), Label.PERSON, 0.9, "t", 'person-"><b>')], [doubt],
        aliases={'person-"><b>': 'Лицо "><i>'},
    )  # fmt: skip
    reader = read_back(row.html)
    assert reader.names == {"div", "span"}
    assert reader.columns["o"] == text
    assert "<img" not in row.html and "<script" not in row.html and "<b>" not in row.html
    attributes = lxml.etree.fromstring(row.html).xpath("//@*")
    assert not {a.attrname for a in attributes if a.attrname.startswith("on")}
    (mark,) = lxml.etree.fromstring(row.html).xpath('//span[@data-kind="PERSON"]')
    assert mark.get("data-badge") == 'Лицо "><i>' and mark.get("aria-label").startswith(name)


def test_what_is_masked_stands_not_in_the_redacted_column(page):
    text = "Ерлан\r\nушёл с Ерланом."
    found = [Finding(0, 5, Label.PERSON, 0.9, "t", "p"), Finding(14, 21, Label.PERSON, 0.9, "t", "p")]
    columns = [read_back(row.html).columns for row in made(text, found)]
    assert "".join(c["o"] for c in columns) == text
    assert "Ерлан" not in "".join(c["r"] for c in columns)


def test_tags_over_marks_and_over_each_other_nest(page):
    text = "Его били и душили весь день Ерлан и другие."
    tags = [
        Tag(TagKind.ABUSE, "beating", 4, 24, "t"), Tag(TagKind.ABUSE, "torture", 11, 30, "t"),
        Tag(TagKind.PLACE, "Алматы <b>", 0, len(text), "t"),
    ]  # fmt: skip
    (row,) = made(
        text, [Finding(28, 33, Label.PERSON, 0.9, "t", "p")], [Suspect(20, 27, "capital", 0.4)], tags
    )
    assert read_back(row.html).columns["o"] == text
    original = lxml.etree.fromstring(row.html).find("div[@class='o']")
    pieces = {
        e.text: e.get("data-t", "").split() for e in original.iter("span") if e.get("class") == "tagged"
    }
    assert len([p for p in pieces.values() if len(p) == 3]) >= 1
    within = [e for e in original.iter("span") if e.get("id") == "m28"]
    assert ["".join(e.itertext()) for e in within] == ["Ерлан"]
    assert len(within[0].findall("span")) == 2  # "Ер" lies in two tags, "лан" in one
    torture = "".join(t for t, names in pieces.items() if any(n.startswith("abuse-torture") for n in names))
    assert torture == text[11:30]


def test_a_mark_over_a_cut_has_one_id_and_one_mask(page):
    text = "а" * 1495 + "Ерланов" + "б" * 20
    rows = made(text, [Finding(1495, 1502, Label.PERSON, 0.9, "t", "p")])
    assert len(rows) == 2
    both = "".join(row.html for row in rows)
    assert both.count('id="m1495"') == 1 and both.count('class="gone') == 1
    assert both.count('data-s="1495"') == 2
    readers = [read_back(row.html) for row in rows]
    assert "".join(r.columns["o"] for r in readers) == text
    assert readers[0].columns["r"].startswith("а" * 1495 + "[")
    assert readers[1].columns["r"] == "б" * 20


def test_a_hidden_mark_is_shown_as_nothing(page):
    text = "Ерлан ушёл."
    (row,) = made(text, [Finding(0, 5, Label.PERSON, 0.9, "t", "p")], hidden=frozenset({0}))
    assert "mark" not in row.html and read_back(row.html).columns["o"] == text


def test_what_did_not_change_is_not_made_again_and_what_did_is(page):
    text = "Ерлан.\nАйгуль."
    found = (Finding(0, 5, Label.PERSON, 0.9, "t", "a"), Finding(7, 13, Label.PERSON, 0.9, "t", "b"))
    maker = RowMaker(text)

    def rows(analysis: Analysis):
        decided = fold(analysis, ())
        return maker.rows(decided, treat(text, analysis, Audience.PUBLIC), aliases={}, hidden=frozenset())

    before = rows(Analysis(Language.RU, found, (), (), ()))
    after = rows(Analysis(Language.RU, found[:1], (), (), ()))
    assert before[0].html is after[0].html
    assert before[1].html != after[1].html and "mark" not in after[1].html
