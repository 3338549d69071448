"""Whether a word is a form of an occupation: the dictionary forms of redact/jobs with their endings.

Feminine forms in -щица, -ница, -истка are made from the masculine ones. not_jobs.txt: words that end like
occupations and are none, or are everybody's role in such stories.
"""

import re
from functools import cache, lru_cache
from typing import Final

from redact.data import lines_of

_FEMININE: Final = tuple(
    tuple(pair.split("/"))
    for pair in (
        "щик/щиц чик/чиц ник/ниц ист/истк "
        "тель/тельниц тёр/тёрк тер/терш ёр/ёрш ер/ерш ор/орш арь/арш граф/графш "
        "лог/логин ант/антк"
    ).split()
)
_RU_ENDING = re.compile(
    r"(?:а|я|у|ю|ом|ем|ём|ой|ей|ою|ею|ью|ы|и|е|ь|ов|ев|ам|ям|ами|ями|ах|ях|ий|ый|ая|ого|его|ому|ему|ым|им"
    r"|ую|ые|ие|ых|их)?"
)
_KK_ENDING = re.compile(
    r"(?:с?[ыіiıy]|[ыі]?м|[ыі]?ң|[ыі]м[ыі]з)?(?:[мбп][ыіiıy]н|с[ыіiıy][ңñń]|[мбп][ыі]з|с[ыі]з)?"
    r"(?:[нтд][ыіiıy][ңñń]|[ғгқкğǵgqk][аеae]|[нтд][ыіiıy]|[нтд][аеae]н?|[мбп]ен|н[аеae]"
    r"|н)?(?:[лдт][ае]р(?:[ыі]|ға|ге|ды|ді|мен)?)?"
)
_EN_ENDING = re.compile(r"(?:s|es)?")


@cache
def _not_jobs() -> frozenset[str]:
    return frozenset(lines_of("jobs", "not_jobs"))


@cache
def _stems() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for word in lines_of("jobs", "ru"):
        forms = [word]
        forms += [word.removesuffix(end) + new for end, new in _FEMININE if word.endswith(end)]
        for form in forms:
            for spelt in {form, form.replace("ё", "е")}:
                stem = re.sub(r"(?:ый|ий|ая|[аяьйо])$", "", spelt)
                found[stem] = _RU_ENDING
                if stem.endswith("ец"):
                    found[stem[:-2] + "ц"] = _RU_ENDING
                elif stem.endswith(("нин",)):
                    found[stem[:-2]] = _RU_ENDING
    for word in (*lines_of("jobs", "kk"), *lines_of("jobs", "kk_latin")):
        found[word] = _KK_ENDING
    for word in lines_of("jobs", "en"):
        found[word] = _EN_ENDING
    return found


@lru_cache(maxsize=20_000)
def is_job(word: str) -> bool:
    """Whether a lower-case word is a form of a listed occupation; of a hyphened one, either part."""
    if len(word) < 3 or word in _not_jobs():
        return False
    stems = _stems()
    for length in range(len(word), max(2, len(word) - 13), -1):
        ending = stems.get(word[:length])
        if ending is not None and ending.fullmatch(word, length):
            return True
    if "-" in word:
        first, _, rest = word.partition("-")
        return is_job(first) or is_job(rest)
    return False


_SHAPED = re.compile(
    r"[а-яё-]{3,}(?:щик|щиц|льник|льниц|оруб|олог|овар|одел|овщик|истк|монтёр|монтажник|мейстер)(?:а|у|ом"
    r"|ем|е|и|ы|ой|ей|ами)?"
    r"|[а-яәіңғүұқөһё-]{2,}(?:ушы|уші|лшы|лші|ршы|рші|қшы|кші|тшы|тші|шшы|пшы|мшы|мші)(?:с?[ыі])?(?:м[ыі]н)?"
    r"|[a-z-]{3,}(?:maker|smith|monger|keeper|herd|wright|ologist|grapher|setter|picker|digger|cutter"
    r"|grower|breeder|builder|repairer)s?"
)


@lru_cache(maxsize=20_000)
def looks_like_job(word: str) -> bool:
    """Whether a lower-case word ends like an occupation and is not known to be something else."""
    if (
        word in _not_jobs()
        or re.sub(r"(?:с?[ыі]|м[ыі]н)$", "", word) in _not_jobs()
        or word.endswith(("нші", "ншы"))
    ):
        return False
    if any(
        word.startswith(other)
        for other in ("задерж", "доноc", "помощ", "начальн", "преступ", "участни", "соучаст")
    ):
        return False
    return is_job(word) or _SHAPED.fullmatch(word) is not None
