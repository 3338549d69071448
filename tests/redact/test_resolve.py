"""Resolving: what any finder marked stays marked, once and in order."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Finding
from models.labels import Label
from redact.resolve import drop_weak, resolve, whole_words

FINDINGS = st.lists(
    st.builds(
        lambda start, size, label, score, source: Finding(start, start + size, label, score, source),
        st.integers(0, 60),
        st.integers(1, 20),
        st.sampled_from(Label),
        st.floats(0.0, 1.0),
        st.sampled_from(["model", "names", "phones"]),
    ),
    max_size=12,
)


def marked(findings: list[Finding]) -> set[int]:
    return {at for f in findings for at in range(f.start, f.end)}


@settings(max_examples=300, deadline=None)
@given(FINDINGS)
def test_the_union_is_never_narrowed_nor_widened(findings: list[Finding]) -> None:
    assert marked(resolve(findings)) == marked(findings)


@settings(max_examples=300, deadline=None)
@given(FINDINGS)
def test_what_comes_out_is_disjoint_and_sorted(findings: list[Finding]) -> None:
    out = resolve(findings)
    assert all(one.end <= other.start for one, other in pairwise(out))


@settings(max_examples=200, deadline=None)
@given(FINDINGS)
def test_resolving_twice_is_resolving_once_and_order_does_not_matter(findings: list[Finding]) -> None:
    once = resolve(findings)
    assert resolve(once) == once
    assert [(f.start, f.end) for f in resolve(reversed(findings))] == [(f.start, f.end) for f in once]


@settings(max_examples=200, deadline=None)
@given(FINDINGS, st.floats(0.0, 1.0))
def test_nothing_is_lost_between_sure_and_weak(findings: list[Finding], least: float) -> None:
    sure, weak = drop_weak(findings, least=least)
    assert sorted([*sure, *weak], key=id) == sorted(findings, key=id)
    assert all(f.score >= least for f in sure)


def test_a_name_within_an_address_does_not_uncover_the_rest_of_it() -> None:
    address = Finding(10, 40, Label.ADDRESS, 0.9, "addresses")
    name = Finding(15, 20, Label.PERSON, 0.9, "names")
    assert [(f.start, f.end, f.label) for f in resolve([name, address])] == [(10, 40, Label.ADDRESS)]


def test_the_surer_label_wins_and_every_source_is_named() -> None:
    found = resolve([Finding(0, 11, Label.PHONE, 0.4, "phones"), Finding(0, 12, Label.ID, 0.9, "documents")])
    assert found == [Finding(0, 12, Label.ID, 0.9, "documents+phones")]


def test_neighbours_that_only_touch_stay_apart() -> None:
    pair = [Finding(0, 5, Label.PERSON, 0.9, "names"), Finding(5, 9, Label.PERSON, 0.9, "names")]
    assert resolve(pair) == pair


def test_a_name_is_masked_to_the_end_of_its_word() -> None:
    text = "Келген Тұрсынмен сөйлесті"
    half = Finding(7, 13, Label.PERSON, 0.9, "test")
    whole = whole_words(text, half)
    assert text[whole.start : whole.end] == "Тұрсынмен"
    assert whole_words(text, Finding(7, 13, Label.DATE, 0.9, "test")).end == 13
