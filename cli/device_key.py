"""The key of this device: AIGAQ_DEVICE names its file, AIGAQ_DEVICE_PASSPHRASE_FILE its passphrase's."""

import os
from pathlib import Path
from typing import Final

from cli.passphrases import passphrase_of
from models.errors import AigaqError

DEVICE: Final = "AIGAQ_DEVICE"
DEVICE_FILE: Final = "AIGAQ_DEVICE_PASSPHRASE_FILE"
_QUESTION: Final = "Passphrase of this device"


def device_file() -> Path:
    """Where the key lies; device_unset if nobody said."""
    named = os.environ.get(DEVICE, "").strip()
    if not named:
        raise AigaqError("device_unset")
    return Path(named)


def device_passphrase(*, new: bool = False) -> str:
    """The passphrase of the key; a new one is asked for twice."""
    return passphrase_of(DEVICE_FILE, _QUESTION, new=new)


def passphrase_is_named() -> bool:
    """Whether a file with the passphrase is named."""
    return bool(os.environ.get(DEVICE_FILE, "").strip())
