"""What batch and add do with a text: the scanner, the redactor and the gazetteer joined."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.scanning import Work

# Everybody in them is made up. Reading them loads the lists and compiles the patterns that the first
# statements would, before the workers are forked: they share them then.
_FIRST = (
    "Меня зовут Асель Бектурганова, мне 34 года. 6 января 2022 года меня задержали в Таразе и избили, "
    "тел. 8 701 000 00 00.",
    "Менің атым Ерлан Досымов. 2022 жылғы 7 қаңтарда мені Талдықорғанда ұстап, бөлімде ұрды, ток қосты.",
    "My name is Timur Akhmetov, I am a driver. On 8 January 2022 police beat me at the station in Shymkent.",
    "менин атым данияр омаров мен алматыда турамын полиция мени соккыга жыкты",
)


def load_work() -> "Work":
    """Load the language model and everything else that reads a text; takes seconds."""
    from intake.scanning import work_with  # noqa: PLC0415 - heavy, as is what follows
    from redact.apply import redact_text  # noqa: PLC0415
    from redact.risk import risk_of  # noqa: PLC0415
    from redact.scanner import load_scanner  # noqa: PLC0415
    from redact.tags.gazetteer import region_of  # noqa: PLC0415

    return work_with(scan=load_scanner().scan, redact=redact_text, region_of=region_of, risk_of=risk_of)


def load_work_for_many() -> "Work":
    """As load_work, with the first texts read: what they load and compile is there, and shared by workers."""
    from intake.scanning import attempt  # noqa: PLC0415 - as above

    work = load_work()
    for text in _FIRST:
        attempt(work, text)
    return work
