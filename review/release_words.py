"""The words of the pages on releases, for what the program calls by a code."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from share.choosing import Why
from share.gate.leaks import LeakKind
from share.mosaic.cells import Dim

FORMATS: Final[Mapping[str, Any]] = {
    "sqlite": _l("SQLite database"),
    "tables": _l("tables (CSV and JSON Lines)"),
    "uwazi": _l("import file for Uwazi"),
    "docx": _l("Word documents"),
    "pdf": _l("PDF documents"),
}
# In the order in which they are done.
STEPS: Final[Mapping[str, Any]] = {
    "read": _l("Reading the case"),
    "coarsen": _l("Looking for combinations that single somebody out"),
    "write": _l("Writing the files"),
    "check": _l("Trying to break the bundle"),
}
WHYS: Final[Mapping[str, Any]] = {
    Why.NOT_APPROVED: _l("not approved by two reviewers"),
    Why.BLOCKED: _l("a recogniser failed; scan it again in the review"),
    Why.WITHDRAWN: _l("withdrawn"),
    Why.WITHDRAWAL_ASKED: _l("somebody who holds the receipt asks for it to be withdrawn"),
    Why.NO_CONSENT: _l("the witness did not agree to this audience or recipient"),
    Why.NOT_NAMED: _l("the consent does not name this recipient"),
    Why.OLD_TEXT: _l("what was approved is not what the decisions give today; approve it again"),
    Why.LEFT_OUT: _l("left out as you asked"),
    Why.TOO_FEW: _l("too few others are like it: it would single somebody out"),
    Why.CHANGED: _l("changed while the bundle was made"),
}
KINDS: Final[Mapping[str, Any]] = {
    LeakKind.SURVIVES: _l("hidden in this statement, and readable in it all the same"),
    LeakKind.ELSEWHERE: _l("hidden in another statement, and readable in this one"),
    LeakKind.FOUND_AGAIN: _l("found again in the redacted text"),
    LeakKind.IN_FILE: _l("in a file, outside of the statements"),
    LeakKind.DIFFERENCE: _l("an earlier release shows what this one hides, or the other way round"),
    LeakKind.FEW: _l("too few statements share a combination of facts"),
}
DIMS: Final[Mapping[str, Any]] = {
    Dim.PLACE: _l("place"),
    Dim.PERIOD: _l("time"),
    Dim.ACT: _l("abuse"),
    Dim.AGE: _l("age"),
    Dim.SEX: _l("sex"),
    Dim.JOB: _l("occupation"),
    Dim.ROLE: _l("part in the events"),
}
