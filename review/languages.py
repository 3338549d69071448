"""The languages of the pages and the words for what the program calls by a code."""

from pathlib import Path
from typing import Final

from flask import has_request_context, request, session
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from models.abuse import AbuseCode
from models.errors import SENTENCES
from models.labels import Action, Audience, Label, Language, Role
from models.statements import ConsentScope, StatementState
from models.users import Duty


def _(message: str, **values: object) -> str:
    """A sentence of ours in the language of the page."""
    return str(gettext(message, **values))


HERE: Final = Path(__file__).parent
LANGUAGES: Final = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def chosen_language() -> str:
    """The language that was chosen, else the browser's, else English."""
    if not has_request_context():
        return "en"
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(list(LANGUAGES)) or "en"


LABELS: Final = {
    Label.PERSON: _l("Person"),
    Label.ADDRESS: _l("Address"),
    Label.PLACE: _l("Place"),
    Label.ORG: _l("Organisation"),
    Label.DOB: _l("Date of birth"),
    Label.DATE: _l("Date"),
    Label.AGE: _l("Age"),
    Label.PHONE: _l("Phone"),
    Label.EMAIL: _l("E-mail"),
    Label.HANDLE: _l("Account"),
    Label.URL: _l("Link"),
    Label.IBAN: _l("Bank account"),
    Label.CARD: _l("Bank card"),
    Label.COORD: _l("Coordinates"),
    Label.PLATE: _l("Number plate"),
    Label.ID: _l("Number of a document"),
    Label.JOB: _l("Occupation"),
    Label.NRP: _l("Nationality, religion, party"),
}
ROLES: Final = {
    Role.PROTECTED: _l("protected"),
    Role.OFFICIAL: _l("official"),
    Role.PUBLIC: _l("public figure"),
}
ACTIONS: Final = {
    Action.MASK: _l("masked"),
    Action.GENERALISE: _l("made coarser"),
    Action.KEEP: _l("stays readable"),
}
AUDIENCES: Final = {
    Audience.INTERNAL: _l("internal"),
    Audience.PARTNER: _l("partner"),
    Audience.LEGAL: _l("legal"),
    Audience.PUBLIC: _l("public"),
}
SCOPES: Final = {
    ConsentScope.INTERNAL: _l("internal only"),
    ConsentScope.PARTNER: _l("partners"),
    ConsentScope.LEGAL: _l("courts and UN mechanisms"),
    ConsentScope.PUBLIC: _l("public"),
}
STATES: Final = {
    StatementState.WAITING: _l("waiting"),
    StatementState.BLOCKED: _l("blocked"),
    StatementState.CONFIRMING: _l("approved by one"),
    StatementState.RETURNED: _l("sent back"),
    StatementState.APPROVED: _l("approved"),
    StatementState.WITHDRAWN: _l("withdrawn"),
}
DUTIES: Final = {
    Duty.FIELD: _l("field worker"),
    Duty.REVIEWER: _l("reviewer"),
    Duty.OPERATOR: _l("operator"),
    Duty.AUDITOR: _l("auditor"),
}
TONGUES: Final = {Language.EN: _l("English"), Language.RU: _l("Russian"), Language.KK: _l("Kazakh")}
# Why something is a suspect, by redact/suspects.py and by the review itself.
WHYS: Final = {
    "given_name": _l("a given name"),
    "given_name_lower": _l("a given name in small letters"),
    "name_or_word": _l("a name or a word"),
    "capital": _l("an unknown word with a capital"),
    "unknown_word": _l("a word that no dictionary has"),
    "named": _l("it stands where names stand"),
    "letters": _l("letters that may stand for a name"),
    "letter": _l("a letter that may stand for a name"),
    "number": _l("a long number"),
    "street": _l("it may be a street"),
    "spoken_number": _l("a number in words"),
    "record": _l("it may be the number of a record"),
    "unsure_reading": _l("the scan could not be read with certainty"),
    "case_name": _l("masked elsewhere in this case"),
    "found_again": _l("found in the redacted text by the last scan"),
    "dismissed": _l("raised before"),
    "weak": _l("a finder was not sure"),
}
ABUSES: Final = {
    AbuseCode.KILLING: _l("Killing"),
    AbuseCode.DEATH_IN_CUSTODY: _l("Death in custody"),
    AbuseCode.LETHAL_FORCE: _l("Lethal force"),
    AbuseCode.EXCESSIVE_FORCE: _l("Excessive force"),
    AbuseCode.INJURY_BY_FIREARM: _l("Injury by firearm"),
    AbuseCode.TORTURE: _l("Torture"),
    AbuseCode.BEATING: _l("Beating"),
    AbuseCode.BURNING: _l("Burning"),
    AbuseCode.ELECTRIC_SHOCK: _l("Electric shock"),
    AbuseCode.SUFFOCATION: _l("Suffocation"),
    AbuseCode.STRESS_POSITION: _l("Stress position"),
    AbuseCode.SEXUAL_VIOLENCE: _l("Sexual violence"),
    AbuseCode.THREATS: _l("Threats"),
    AbuseCode.HUMILIATION: _l("Humiliation"),
    AbuseCode.SLEEP_FOOD_DEPRIVATION: _l("Deprivation of sleep or food"),
    AbuseCode.DENIAL_OF_MEDICAL_CARE: _l("Denial of medical care"),
    AbuseCode.INHUMAN_DETENTION_CONDITIONS: _l("Inhuman conditions of detention"),
    AbuseCode.INCOMMUNICADO_DETENTION: _l("Incommunicado detention"),
    AbuseCode.ARBITRARY_DETENTION: _l("Arbitrary detention"),
    AbuseCode.ENFORCED_DISAPPEARANCE: _l("Enforced disappearance"),
    AbuseCode.FORCED_CONFESSION: _l("Forced confession"),
    AbuseCode.UNFAIR_TRIAL: _l("Unfair trial"),
    AbuseCode.REPRISAL: _l("Reprisal"),
    AbuseCode.ABUSE_OF_MINOR: _l("Abuse of a minor"),
    AbuseCode.EXTORTION: _l("Extortion"),
    AbuseCode.PROPERTY_SEIZURE: _l("Seizure of property"),
    AbuseCode.SURVEILLANCE_HARASSMENT: _l("Surveillance and harassment"),
}


def why_words(why: str) -> str:
    """Why something is a suspect, in words."""
    return str(WHYS.get("weak" if why.startswith("weak_") else why, WHYS["weak"]))


# The sentences of errors that a page can show; models/errors.py has the English of the program's own codes.
ERRORS: Final = {
    "session_ended": _l("You are signed out. Sign in again; what you decided is stored."),
    "form_stale": _l("This page is out of date. Load it again."),
    "not_yours": _l("This page is not for your duty in the office."),
    "no_such_page": _l("There is no such page."),
    "too_large_form": _l("This is too long to be sent."),
    "bad_request": _l("The program did not understand what was sent. Load the page again."),
    "internal": _l("Something went wrong inside the program. Nothing was lost; report the code."),
    "no_such_statement": _l("There is no statement with this id."),
    "no_such_case": _l("There is no case of this name."),
    "withdrawn": _l("This statement was withdrawn: its text is gone."),
    "bad_decision": _l("This does not fit the statement as it is now. Load the page again and decide anew."),
    "claimed": _l("Another reviewer is at work on this statement."),
    "undecided": _l("Something is not decided yet."),
    "not_asked": _l("No withdrawal of this statement is asked for, or it was declined. See its comments."),
    "approved_before": _l("You approved this statement already: a second person must confirm it."),
    "changed_meanwhile": _l("The statement was changed meanwhile. Look at what changed, then approve."),
    "blocked": _l("A recogniser failed on this statement. It cannot be approved; scan it again."),
    "found_again": _l("The last scan found something in the redacted text. Decide on it, then approve."),
    "scan_failed": _l("The text could not be scanned. Nothing of it was stored or shown; report the code."),
    "pipeline_missing": _l("The language model is missing. Install the program anew."),
    "pipeline_changed": _l(
        "The language model is not the one this version was released with. Install it anew."
    ),
    "store_damaged": _l(
        "The store and its keys file do not fit or are damaged. Restore both from one backup."
    ),
    "reviewer_locked": _l("The vault was changed since you signed in. Sign out and in again."),
    "store_busy": _l("Another program is writing to the store. Try again in a moment."),
    "store_full": _l("The disk is full or fails. What was finished is stored; make room and try again."),
    "no_such_release": _l("There is no such release here."),
    "recipient_needed": _l("For this audience somebody must be named."),
    "release_blocked": _l("The gate has not let this bundle go. Look at what it found."),
    "release_changed": _l("A statement was changed meanwhile. It is tried again without it."),
    "unwritable": _l("The folder beside the store cannot be written to, or the disk is full. Make room."),
    "interrupted": _l("It was stopped. Nothing went out."),
    "record_damaged": _l(
        "The sealed record cannot be opened or does not fit its statement. Restore a backup."
    ),
}


def error_sentence(code: str) -> str:
    """What an error means and what to do, in the language of the page."""
    return str(ERRORS.get(code, ERRORS["internal"] if code not in SENTENCES else SENTENCES[code]))
