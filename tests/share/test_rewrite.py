"""Properties of a text with stretches replaced: nothing else changes, and the way there leads back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from share.rewrite import Cut, laid_over, rewrite

TEXTS = st.text(alphabet="аәбвabc [].,\n1😀", max_size=60)
SHOWN = st.sampled_from(["", "[x]", "[Лицо 12]", "□"])


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, list[Cut]]:
    text = draw(TEXTS)
    borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    return text, [Cut(start, end, draw(SHOWN)) for start, end in pairs]


@given(cut_texts())
def test_outside_of_the_cuts_nothing_changes(given_text: tuple[str, list[Cut]]) -> None:
    text, cuts = given_text
    made = rewrite(text, cuts)
    out, done = "", 0
    for cut, (start, end) in zip(cuts, made.replaced(), strict=True):
        out += text[done : cut.start]
        assert (start, end) == (len(out), len(out) + len(cut.shown))
        out += cut.shown
        done = cut.end
    assert made.text == out + text[done:]


@given(cut_texts(), st.data())
def test_a_span_leads_there_and_back(given_text: tuple[str, list[Cut]], data: st.DataObject) -> None:
    text, cuts = given_text
    made = rewrite(text, cuts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    there = made.released(start, end)
    assert 0 <= there[0] <= there[1] <= len(made.text) or there[0] - there[1] <= 0
    back = made.original(*there)
    if start < end and not any(cut.shown == "" for cut in cuts):
        assert back[0] <= start
        assert end <= back[1]
    touched = [cut for cut in cuts if cut.start < end and start < cut.end]
    if start < end and not touched:
        assert made.text[slice(*there)] == text[start:end]


@given(cut_texts(), st.data())
def test_what_was_hidden_stays_hidden(given_text: tuple[str, list[Cut]], data: st.DataObject) -> None:
    text, cuts = given_text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = laid_over(text, cuts, [Cut(start, end, "[over]")])
    assert made == sorted(made, key=lambda cut: cut.start)
    assert all(one.end <= other.start for one, other in pairwise(made))
    hidden = {at for cut in made for at in range(cut.start, cut.end)}
    assert {at for cut in cuts for at in range(cut.start, cut.end)} <= hidden
    assert {at for at in range(start, end) if text[at].isalnum()} <= hidden
