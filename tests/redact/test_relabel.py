"""A place named like a person of the statement is the person, unless a place word stands beside it."""

import pytest

from models.findings import Finding
from models.labels import Label
from redact.relabel import places_to_people


def label_of_last(text: str, person: str, place: str) -> Label:
    """The label of the last mention of `place` where `person` was found as a person."""
    start, other = text.index(person), text.rindex(place)
    found = [
        Finding(start, start + len(person), Label.PERSON, 0.9, "test"),
        Finding(other, other + len(place), Label.PLACE, 0.9, "test"),
    ]
    return places_to_people(text, found)[-1].label


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Менің атым Арал Досов. Сол түні Арал үйде еді.", "Арал"),
        ("Его зовут Балхаш Досов. Потом Балхаш ушёл.", "Балхаш"),
    ],
)
def test_the_bare_name_is_the_person(text: str, place: str) -> None:
    assert label_of_last(text, f"{place} Досов", place) is Label.PERSON


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Менің атым Арал Досов. Біз Арал қаласында тұрамыз.", "Арал"),
        ("Его зовут Балхаш Досов. Мы живём в Балхаш переехали.", "Балхаш"),
    ],
)
def test_beside_a_place_word_it_is_the_place(text: str, place: str) -> None:
    assert label_of_last(text, f"{place} Досов", place) is Label.PLACE
