"""Which of the three languages a text mainly speaks: for masks and word lists, not for finding names."""

import re
from functools import lru_cache

from models.labels import Language

_KAZAKH_LETTERS = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
# Letters of the Kazakh Latin alphabets that English has not; and its commonest little words.
# No IGNORECASE: Python holds the dotless ı for a form of i.
_KAZAKH_LATIN = re.compile(
    r"[äöüūğşñıńǵýáóÄÖÜŪĞŞÑŃǴÝÁÓ]|(?<!\w)(?:jäne|meniñ|bolyp|bir|üşin|dep|edi|jylğy|joq|emes|boldy)(?!\w)"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_SAMPLE = 20_000


@lru_cache(maxsize=2)
def guess_language(text: str) -> Language:
    """The main language of a text; Russian where Cyrillic holds few Kazakh letters, English where Latin."""
    sample = text[:_SAMPLE]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if cyrillic >= latin:
        # Kazakh text holds a fifth of such letters; Russian with Kazakh names under a fiftieth
        if cyrillic and len(_KAZAKH_LETTERS.findall(sample)) / cyrillic > 0.08:
            return Language.KK
        return Language.RU if cyrillic else Language.EN
    return Language.KK if len(_KAZAKH_LATIN.findall(sample)) / latin > 0.03 else Language.EN
