"""Suspects: where a reviewer should look twice, outside of what is masked already."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Finding
from models.labels import Label
from redact.suspects import find_suspects


def suspects(text: str, findings: list[Finding] | None = None) -> dict[str, str]:
    return {text[s.start : s.end]: s.why for s in find_suspects(text, findings or [], [])}


def test_what_is_suspect() -> None:
    text = "Потом приехал Вандерлейский с бумагами, спросил асель и назвал число 4471 2290."
    found = suspects(text)
    assert found["Вандерлейский"] == "capital"
    assert found["асель"] == "given_name_lower"
    assert found["4471 2290"] == "number"


def test_what_is_not() -> None:
    text = "Потом меня увезли в СИЗО. Дали 3 года. Потом ничего не было."
    assert suspects(text) == {}


def test_a_weak_finding_becomes_a_suspect_under_its_label() -> None:
    weak = [Finding(0, 5, Label.PLACE, 0.4, "model")]
    assert [s.why for s in find_suspects("Ххххх молчал", [], weak)][:1] == ["weak_place"]


def test_what_is_masked_is_no_suspect() -> None:
    text = "Потом приехал Вандерлейский."
    assert suspects(text, [Finding(14, 27, Label.PERSON, 0.9, "test")]) == {}


TEXTS = st.lists(st.sampled_from(["Вандер", "асель", "88776655", "и", "Ерлан", "."]), max_size=12).map(
    " ".join
)
SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 8), st.floats(0, 1)).map(
        lambda t: Finding(t[0], t[0] + t[1], Label.PERSON, t[2], "test")
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, SPANS, SPANS)
def test_suspects_are_disjoint_sorted_and_outside_of_findings(
    text: str, found: list[Finding], weak: list[Finding]
) -> None:
    weak = [f for f in weak if f.end <= len(text)]
    out = find_suspects(text, found, weak)
    taken = {at for f in found for at in range(f.start, f.end)}
    end = 0
    for suspect in out:
        assert end <= suspect.start < suspect.end <= len(text)
        assert taken.isdisjoint(range(suspect.start, suspect.end))
        end = suspect.end
