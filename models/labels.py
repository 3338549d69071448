"""The closed lists: labels of findings, roles, actions, audiences, languages."""

from enum import StrEnum


class Label(StrEnum):
    """What kind of identifier a finding is; the names of the scan contract."""

    PERSON = "PERSON"
    ADDRESS = "ADDRESS"
    PLACE = "PLACE"
    ORG = "ORG"
    DOB = "DOB"
    DATE = "DATE"
    AGE = "AGE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    HANDLE = "HANDLE"
    URL = "URL"
    IBAN = "IBAN"
    CARD = "CARD"
    COORD = "COORD"
    PLATE = "PLATE"
    ID = "ID"
    JOB = "JOB"
    NRP = "NRP"


# One of these alone can lead to a person; the other labels do so in combination.
DIRECT = frozenset(
    {
        Label.PERSON,
        Label.ADDRESS,
        Label.DOB,
        Label.PHONE,
        Label.EMAIL,
        Label.HANDLE,
        Label.URL,
        Label.IBAN,
        Label.CARD,
        Label.COORD,
        Label.PLATE,
        Label.ID,
    }
)


class Role(StrEnum):
    """What a person is in the events told; it decides who may stay readable for whom."""

    PROTECTED = "protected"
    OFFICIAL = "official"
    PUBLIC = "public"


class Action(StrEnum):
    """What a policy does with a finding."""

    MASK = "mask"
    GENERALISE = "generalise"
    KEEP = "keep"


class Audience(StrEnum):
    """Whom a redacted text is for, from the closest to the widest circle."""

    INTERNAL = "internal"
    PARTNER = "partner"
    LEGAL = "legal"
    PUBLIC = "public"


class Language(StrEnum):
    """The main language of a text; many statements mix two."""

    EN = "en"
    RU = "ru"
    KK = "kk"
