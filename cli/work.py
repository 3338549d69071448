"""What batch and add do with a text: the scanner, the redactor and the gazetteer joined."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.scanning import Work


def load_work() -> "Work":
    """Load the language model and everything else that reads a text; takes seconds."""
    from intake.scanning import work_with  # noqa: PLC0415 - heavy, as is what follows
    from redact.apply import redact_text  # noqa: PLC0415
    from redact.risk import risk_of  # noqa: PLC0415
    from redact.scanner import load_scanner  # noqa: PLC0415
    from redact.tags.gazetteer import region_of  # noqa: PLC0415

    return work_with(scan=load_scanner().scan, redact=redact_text, region_of=region_of, risk_of=risk_of)
