"""All finders of our own, in one list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType

from redact.recognisers import (
    addresses,
    ages,
    cards,
    cases,
    coordinates,
    dates,
    devices,
    documents,
    emails,
    handles,
    iban,
    ids,
    jobs,
    nrp,
    orgs,
    persons,
    phones,
    places,
    plates,
    speakers,
    urls,
)
from redact.recognisers.hit import Hit


@dataclass(frozen=True)
class Recogniser:
    """A finder and the name it is reported under."""

    name: str
    find: Callable[[str], Iterable[Hit]]


_MODULES: tuple[ModuleType, ...] = (
    persons,
    speakers,
    ids,
    documents,
    cases,
    phones,
    plates,
    cards,
    iban,
    emails,
    handles,
    urls,
    coordinates,
    devices,
    dates,
    ages,
    addresses,
    places,
    orgs,
    nrp,
    jobs,
)

RECOGNISERS: tuple[Recogniser, ...] = tuple(Recogniser(m.NAME, m.find) for m in _MODULES)
