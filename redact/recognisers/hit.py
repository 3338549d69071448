"""What a finder of our own returns: a stretch of the normalised text, a label and how sure it is."""

from dataclasses import dataclass

from models.labels import Label


@dataclass(frozen=True, slots=True)
class Hit:
    """Half-open code-point offsets into the text given; a score below 0.5 makes only a suspect."""

    start: int
    end: int
    label: Label
    score: float
