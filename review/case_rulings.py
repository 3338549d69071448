"""What a reviewer's word on two people of a case means for their members, as rulings to append.

A ruling is on two members, one of each statement. "Two" is said of so many pairs that no member changes sides
when the names of all of them agree: of each person's first one with everybody of the other.
"""

from collections.abc import Iterable

from models.cases import CaseIndex, CasePerson
from models.errors import AigaqError
from models.rulings import Member, Ruling, what_holds


def between(
    index: CaseIndex, rulings: Iterable[Ruling], one: Member, other: Member, *, same: bool
) -> list[Ruling]:
    """Rulings that two people of the index, named by one member each, are one or two.

    Earlier ones that say the opposite of them are said anew. bad_decision where they are not two people.
    """
    a, b = person_of(index, one), person_of(index, other)
    if a.number == b.number:
        raise AigaqError("bad_decision")
    first, second = a.members[0], b.members[0]
    pairs = {(first, second): None}
    if not same:
        pairs |= dict.fromkeys((first, member) for member in b.members)
        pairs |= dict.fromkeys((member, second) for member in a.members)
    mine, theirs = set(a.members), set(b.members)
    for (x, y), held in what_holds(rulings).items():
        if held != same and x in mine | theirs and y in mine | theirs and (x in mine) != (y in mine):
            pairs[(x, y) if x in mine else (y, x)] = None
    return [Ruling(x, y, same) for x, y in pairs]


def apart(index: CaseIndex, member: Member) -> list[Ruling]:
    """Rulings that one member of a person is none of the others; bad_decision where there are no others."""
    others = [other for other in person_of(index, member).members if other != member]
    if not others:
        raise AigaqError("bad_decision")
    return [Ruling(member, other, same=False) for other in others]


def person_of(index: CaseIndex, member: Member) -> CasePerson:
    """The person of the index that a member belongs to; bad_decision where it has none such."""
    found = next((person for person in index.people if member in person.members), None)
    if found is None:
        raise AigaqError("bad_decision")
    return found
