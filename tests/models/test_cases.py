import pytest

from models.cases import CaseIndex, CasePerson, Proposal, Why, from_bytes, to_bytes
from models.errors import AigaqError
from models.labels import Role

INDEX = CaseIndex(
    case_id="CASE000001",
    last=7,
    statements=("S1", "S2", "S3"),
    people=(
        CasePerson(1, Role.OFFICIAL, (("S1", "person-1"), ("S2", "person-4"), ("S2", "person-5"))),
        CasePerson(7, Role.PROTECTED, (("S3", "person-1"),)),
    ),
    proposals=(Proposal(1, 7, (Why.SURNAME, Why.RANK), 0.5),),
)


def test_an_index_comes_back_as_it_was() -> None:
    assert from_bytes(to_bytes(INDEX)) == INDEX


def test_its_length_tells_blocks_only() -> None:
    assert len(to_bytes(INDEX)) == 4096


def test_what_may_be_known_without_the_vault_is_counts() -> None:
    assert INDEX.counts() == {"statements": 3, "people": 2, "joined": 1, "proposals": 1}
    assert INDEX.people[0].statements == ("S1", "S2")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"format": 2}',
        to_bytes(INDEX).replace(b'"official"', b'"boss"'),
        to_bytes(INDEX).replace(b'"rank"', b'"nose"'),
        to_bytes(INDEX)[:100],
    ],
)
def test_anything_else_is_damaged(raw: bytes) -> None:
    with pytest.raises(AigaqError, match="record_damaged"):
        from_bytes(raw)
