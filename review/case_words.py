"""What speaks for two people of a case being one, in words; models/cases.py has the codes."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models.cases import Why

EVIDENCE: Final[Mapping[Why, Any]] = {
    Why.FULL_NAME: _l("the full name agrees"),
    Why.SEVERAL_FIT: _l("others of the case fit as well"),
    Why.ONE_STATEMENT: _l("one statement speaks of both"),
    Why.OWN_NUMBER: _l("the same number belongs to both"),
    Why.NUMBER_IN_BOTH: _l("the same number stands in both statements"),
    Why.SHORT_FORM: _l("one name agrees, the other may be its short form"),
    Why.SPELLING: _l("one name agrees, the other is spelt almost alike"),
    Why.NAME_AND_INITIAL: _l("a name agrees and an initial fits"),
    Why.RANK: _l("both have such a rank"),
    Why.SURNAME: _l("the surname agrees"),
    Why.GIVEN_NAME: _l("the given name agrees"),
}
