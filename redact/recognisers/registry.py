"""All finders of our own: every module of this folder that has a NAME and a find(text)."""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

import redact.recognisers
from redact.recognisers.hit import Hit


@dataclass(frozen=True)
class Recogniser:
    """A finder and the name it is reported under."""

    name: str
    find: Callable[[str], Iterable[Hit]]


def _found() -> tuple[Recogniser, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(redact.recognisers.__path__))
    modules = [import_module(f"redact.recognisers.{name}") for name in names if name != "registry"]
    return tuple(Recogniser(m.NAME, m.find) for m in modules if hasattr(m, "NAME") and hasattr(m, "find"))


RECOGNISERS: tuple[Recogniser, ...] = _found()
