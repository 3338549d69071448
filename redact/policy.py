"""Policies: what happens to each label and role for one audience; read from redact/policies/*.toml."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.findings import Finding, Identity
from models.labels import Action, Audience, Label, Role

POLICIES = Path(__file__).parent / "policies"


@dataclass(frozen=True, slots=True)
class Policy:
    """Actions of one audience; what a file does not name is masked."""

    audience: Audience
    persons: Mapping[Role, Action]
    labels: Mapping[Label, Action]

    def action(self, finding: Finding, identity: Identity | None) -> Action:
        """What to do with a finding; without an identity a person counts as protected."""
        if finding.label is Label.PERSON:
            return self.persons.get(identity.role if identity else Role.PROTECTED, Action.MASK)
        return self.labels.get(finding.label, Action.MASK)


def policy_digest(audience: Audience) -> str:
    """The SHA-256 of an audience's shipped policy."""
    return hashlib.sha256((POLICIES / f"{audience}.toml").read_bytes()).hexdigest()


@cache
def policy_for(audience: Audience) -> Policy:
    """The shipped policy of an audience."""
    data = tomllib.loads((POLICIES / f"{audience}.toml").read_text("utf-8"))
    return Policy(
        audience=Audience(data["audience"]),
        persons={Role(role): Action(action) for role, action in data["persons"].items()},
        labels={Label(label): Action(action) for label, action in data["labels"].items()},
    )
