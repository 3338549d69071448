"""The kinds of span that an annotator marks, and which labels of the scanner fit each."""

from typing import Final

from models.labels import DIRECT as DIRECT_LABELS

DIRECT: Final = frozenset(map(str, DIRECT_LABELS))
# Making these coarser protects as well as masking: an age band for a birthday, a town for a street.
COARSE_DOES: Final = frozenset({"ADDRESS", "DOB"})
# A quasi-identifier is found by any of its neighbours too: a prison is a place and a body.
QUASI: Final[dict[str, frozenset[str]]] = {
    "PLACE": frozenset({"PLACE", "ADDRESS", "ORG"}),
    "ORG": frozenset({"ORG", "PLACE", "ADDRESS", "JOB"}),
    "DATE": frozenset({"DATE", "DOB"}),
    "AGE": frozenset({"AGE", "DATE", "DOB"}),
    "JOB": frozenset({"JOB", "ORG"}),
    "NRP": frozenset({"NRP", "PLACE", "ORG"}),
}
OFFICIAL: Final = "OFFICIAL"
PUBLIC: Final = "PUBLIC"
PEOPLE: Final = frozenset({"PERSON", OFFICIAL})  # whose mentions are joined to identities
KINDS: Final = DIRECT | QUASI.keys() | {OFFICIAL, PUBLIC}
LANGUAGES: Final = ("en", "kk", "mixed", "ru")


def fitting_labels(kind: str) -> frozenset[str]:
    """The labels under which a quasi-identifier or an official counts as found."""
    return frozenset({"PERSON"}) if kind == OFFICIAL else QUASI[kind]
