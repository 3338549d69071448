"""The closed list of abuse codes, and what each is in the HURIDOCS micro-thesauri (acts, methods)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class AbuseCode(StrEnum):
    """What was done; a statement may have several."""

    KILLING = "killing"
    DEATH_IN_CUSTODY = "death_in_custody"
    LETHAL_FORCE = "lethal_force"
    EXCESSIVE_FORCE = "excessive_force"
    INJURY_BY_FIREARM = "injury_by_firearm"
    TORTURE = "torture"
    BEATING = "beating"
    BURNING = "burning"
    ELECTRIC_SHOCK = "electric_shock"
    SUFFOCATION = "suffocation"
    STRESS_POSITION = "stress_position"
    SEXUAL_VIOLENCE = "sexual_violence"
    THREATS = "threats"
    HUMILIATION = "humiliation"
    SLEEP_FOOD_DEPRIVATION = "sleep_food_deprivation"
    DENIAL_OF_MEDICAL_CARE = "denial_of_medical_care"
    INHUMAN_DETENTION_CONDITIONS = "inhuman_detention_conditions"
    INCOMMUNICADO_DETENTION = "incommunicado_detention"
    ARBITRARY_DETENTION = "arbitrary_detention"
    ENFORCED_DISAPPEARANCE = "enforced_disappearance"
    FORCED_CONFESSION = "forced_confession"
    UNFAIR_TRIAL = "unfair_trial"
    REPRISAL = "reprisal"
    ABUSE_OF_MINOR = "abuse_of_minor"
    EXTORTION = "extortion"
    PROPERTY_SEIZURE = "property_seizure"
    SURVEILLANCE_HARASSMENT = "surveillance_harassment"


@dataclass(frozen=True, slots=True)
class Huridocs:
    """Codes of the micro-thesauri: list 4 (types of acts), list 5 (methods of violence); 12 digits each."""

    acts: tuple[str, ...]
    methods: tuple[str, ...] = ()


def _codes(acts: str, methods: str = "") -> Huridocs:
    """Codes with their trailing zeros put back."""
    return Huridocs(
        acts=tuple(code.ljust(12, "0") for code in acts.split()),
        methods=tuple(code.ljust(12, "0") for code in methods.split()),
    )


HURIDOCS: Final[dict[AbuseCode, Huridocs]] = {
    AbuseCode.KILLING: _codes("01010102 01010501"),
    AbuseCode.DEATH_IN_CUSTODY: _codes("01010601 01019001"),
    AbuseCode.LETHAL_FORCE: _codes("01010501 010109", "0402"),
    AbuseCode.EXCESSIVE_FORCE: _codes("020101 120105", "0401"),
    AbuseCode.INJURY_BY_FIREARM: _codes("020101", "0402"),
    AbuseCode.TORTURE: _codes("02011111"),
    AbuseCode.BEATING: _codes("020101 02011111", "0301"),
    AbuseCode.BURNING: _codes("02011111", "0304"),
    AbuseCode.ELECTRIC_SHOCK: _codes("02011111", "0308"),
    AbuseCode.SUFFOCATION: _codes("02011111", "0309"),
    AbuseCode.STRESS_POSITION: _codes("02011111", "0311"),
    AbuseCode.SEXUAL_VIOLENCE: _codes("02011101 020102", "0305"),
    AbuseCode.THREATS: _codes("02010301", "0322 0323"),
    AbuseCode.HUMILIATION: _codes("020103", "0321"),
    AbuseCode.SLEEP_FOOD_DEPRIVATION: _codes("02011111", "0315"),
    AbuseCode.DENIAL_OF_MEDICAL_CARE: _codes("36010204", "031503"),
    AbuseCode.INHUMAN_DETENTION_CONDITIONS: _codes("36010201", "031905"),
    AbuseCode.INCOMMUNICADO_DETENTION: _codes("030102", "0318"),
    AbuseCode.ARBITRARY_DETENTION: _codes("030101 030102"),
    AbuseCode.ENFORCED_DISAPPEARANCE: _codes("030103"),
    AbuseCode.FORCED_CONFESSION: _codes("350118"),
    AbuseCode.UNFAIR_TRIAL: _codes("350114"),
    AbuseCode.REPRISAL: _codes("36010206"),
    AbuseCode.ABUSE_OF_MINOR: _codes("020101"),
    AbuseCode.EXTORTION: _codes("130104"),
    AbuseCode.PROPERTY_SEIZURE: _codes("130101"),
    AbuseCode.SURVEILLANCE_HARASSMENT: _codes("020103"),
}
