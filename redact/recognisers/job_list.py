"""Whether a word is a form of an occupation: the dictionary forms of redact/jobs with their endings.

Feminine forms in -щица, -ница, -истка are made from the masculine ones; Kazakh in Latin letters is read by
its match key. general_*.txt: words that need another one to say much (мастер, operator). roles_*.txt: roles
of such stories (доктор, lawyer), which count only where somebody says that it is his work. not_jobs.txt:
words that end like occupations and are none.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from redact.data import lines_of
from redact.letters import fold

_FEMININE: Final = tuple(
    tuple(pair.split("/"))
    for pair in (
        "щик/щиц чик/чиц ник/ниц ист/истк тель/тельниц тёр/тёрк тер/терш ёр/ёрш ер/ерш ор/орш арь/арш"
        " граф/графш лог/логин ант/антк вод/водк ач/ачих вар/варих ец/иц"
    ).split()
)
# видеомонтажёр, ветсанитар: a first part that any occupation can take
_FIRST_PART: Final = re.compile(
    r"(?:авто|авиа|агро|ауди[оэ]|аэро|бензо|био|вет|веб|видео|газо|гео|гидро|горно?|звуко|зоо|кино|криз?ис"
    r"|медиа|мет[аео]лло|мото|нефте?|пром|радио|рент(?:ген)?|рефрижератор|рыбо|сан|спец|стекло|строй|судо"
    r"|теле|тепло|термо|техно|фото|хлебо|электро|энерго|қосалқы|бас|аға)-?"
)
_RU_ENDING = re.compile(
    r"(?:а|я|у|ю|ом|ем|ём|ой|ей|ою|ею|ью|ы|и|е|ь|ов|ев|ам|ям|ами|ями|ах|ях|ий|ый|ая|ого|его|ому|ему|ым|им"
    r"|ую|ые|ие|ых|их)?"
)
_RU_PLURAL = re.compile(r"(?:[ыи]|[ое]в|ам|ям|ами|ями|ах|ях|ые|ие|ых|их|ыми|ими)$")
# The same as _key() writes it: ы, і are и in Latin letters; ң is н; ғ, қ are г, к; ә is а.
_KK_ENDING = re.compile(
    r"(?P<many>[лдт][ае]р)?(?:с?[иы]|[иы]?м|[иы]?н|[иы]?м[иы]з)?(?P<person>[мбп][иы]н|[бп][иы]з|с[иы]н|с[иы]з)?"
    r"(?:[нтд][иы]н|[гк][ае]|[нтд][иы]|[нтд][ае]н?|[мбп]ен|н)?(?:[дт]аг[иы]|[дт]еги|ги)?"
)


@dataclass(frozen=True, slots=True)
class Job:
    """How a word is an occupation: one of the story's roles, a general word, several people, "I am one".

    kazakh and english tell the language of its form.
    """

    role: bool = False
    general: bool = False
    plural: bool = False
    personal: bool = False
    kazakh: bool = False
    english: bool = False


_TYPED: Final = str.maketrans("әғқңөұүіһ", "агкноууих")


def _key(word: str) -> str:
    """A Kazakh word as keyboards without Kazakh letters write it, without hyphens."""
    return word.translate(_TYPED).replace("-", "")


def _latin_key(word: str) -> str:
    # ч is ş in the Latin alphabets, and fold() reads t + sh as one sound
    return fold(word).replace("ч", "ш").replace("тш", "ш")


@cache
def not_jobs() -> frozenset[str]:
    """Words that end like an occupation and are none."""
    return frozenset(lines_of("jobs", "not_jobs"))


@cache
def _stems() -> tuple[dict[str, Job], dict[str, Job], dict[str, Job]]:
    """Stems in Russian, keys in Kazakh, words in English."""
    russian: dict[str, Job] = {}
    kazakh: dict[str, Job] = {}
    english: dict[str, Job] = {}
    kinds = ((Job(), ""), (Job(general=True), "general_"), (Job(role=True), "roles_"))
    for job, name in kinds:
        for word in lines_of("jobs", f"{name}ru"):
            russian.update(dict.fromkeys(_russian_stems(word), job))
        for word in lines_of("jobs", f"{name}kk"):
            kazakh.update(dict.fromkeys(_kazakh_stems(word), replace(job, kazakh=True)))
        english.update(dict.fromkeys(lines_of("jobs", f"{name}en"), replace(job, english=True)))
    return russian, kazakh, english


def _kazakh_stems(word: str) -> list[str]:
    """The word's keys, and how it begins before a vowel: механик, механигі; машинист, машинисі."""
    found = []
    for key in (_key(word), "=" + _latin_key(word)):
        soft = {"к": "г", "п": "б"}.get(key[-1:])
        if key.endswith("ь"):
            found.append(key[:-1])
        found += [key, *([key[:-1] + soft] if soft else []), *([key[:-1]] if key.endswith("ист") else [])]
    return found


def _russian_stems(word: str) -> list[str]:
    found = []
    for form in [word, *(word.removesuffix(end) + new for end, new in _FEMININE if word.endswith(end))]:
        for spelt in {form, form.replace("ё", "е")}:
            stem = re.sub(r"(?:ый|ий|ая|[аяьйо])$", "", spelt)
            found.append(stem)
            if stem.endswith("ец"):
                found.append(stem[:-2] + "ц")
            elif stem.endswith("ок"):
                found.append(stem[:-2] + "к")
            elif stem.endswith("ой"):
                found.append(stem[:-2])
    return found


# no occupation is longer; what is may be anything
_LONGEST = 60


@lru_cache(maxsize=20_000)
def job_of(word: str) -> Job | None:
    """The occupation that a lower-case word is a form of; of a hyphened one, that of either part."""
    if "-\n" in word:
        word = word.replace("-\n", "")
    if not 3 <= len(word) <= _LONGEST or word in not_jobs() or _FIELD.fullmatch(word):
        return None
    found = _russian(word) or _kazakh(word) if not word.isascii() else _english(word) or _kazakh(word)
    if found is None and "-" in word:
        parts = [part for part in map(job_of, word.split("-")) if part]
        found = parts[-1] if parts else None
    if found is None and (first := _FIRST_PART.match(word)) and len(word) - first.end() > 4:
        found = job_of(word[first.end() :])
    if found is None and (own := _I_AM.fullmatch(word)) and own[1] not in not_jobs():
        return Job(personal=True, kazakh=True)
    return found


@cache
def _listed() -> frozenset[str]:
    kinds = ("", "general_", "roles_")
    names = (f"{kind}{language}" for kind in kinds for language in ("ru", "kk", "en"))
    return frozenset(word for name in names for word in lines_of("jobs", name))


def is_base_form(word: str) -> bool:
    """Whether a lower-case word stands as the lists have it: "я врач", not "я врача позвал"."""
    return word in _listed()


def _russian(word: str) -> Job | None:
    stems = _stems()[0]
    for length in range(len(word), max(2, len(word) - 4), -1):
        job = stems.get(word[:length])
        if job is not None and _RU_ENDING.fullmatch(word, length):
            many = length < len(word) and _RU_PLURAL.search(word, length) is not None
            return replace(job, plural=many)
    return None


_NOT_KAZAKH = re.compile(r"[^әіңғүұқөһ]*и[июяей]")


def _kazakh(word: str) -> Job | None:
    stems = _stems()[1]
    if _NOT_KAZAKH.fullmatch(word):
        return None
    latin = not "\u0400" <= word[0] <= "\u04ff"
    key = "=" + _latin_key(word) if latin else _key(word)
    # a short word in plain Latin letters is sooner an English one
    least = (5 if word.isascii() else 3) + latin
    for length in range(len(key), max(least - 1, len(key) - 12), -1):
        job = stems.get(key[:length])
        ending = _KK_ENDING.fullmatch(key, length) if job is not None else None
        if job is not None and ending:
            return replace(job, plural=bool(ending["many"]), personal=bool(ending["person"]))
    return None


def kazakh_job_of(word: str) -> Job | None:
    """The same for a word known to be Kazakh in Latin letters: operator there is no English word."""
    return _kazakh(word)


def _english(word: str) -> Job | None:
    stems = _stems()[2]
    if word in stems:
        return stems[word]
    for end, form in (("s", ""), ("es", ""), ("men", "man"), ("women", "woman")):
        if word.endswith(end) and word.removesuffix(end) + form in stems:
            return replace(stems[word.removesuffix(end) + form], plural=True)
    return None


# … -шымын: what a speaker says that he is
_I_AM = re.compile(r"([^\W\d_]{3,}(?:ш[ыі]|shy|shi|şy|şı))(?:с[ыі]|s[yiı])?(?:м[ыі]н|m[yiı]n)")
# робототехника, механику: the field, sooner than a man in the genitive
_FIELD = re.compile(r".*(?:техник|механик)(?:а|у|и|е|ой)")

_SHAPED = re.compile(
    r"[а-яё-]{3,}(?:щик|щиц|льник|льниц|оруб|олог|овар|одел|овщик|истк|монтёр|монтажник|мейстер)(?:а|у|ом"
    r"|ем|е|и|ы|ой|ей|ами)?"
    r"|[а-яәіңғүұқөһё-]{2,}(?:ушы|уші|лшы|лші|ршы|рші|қшы|кші|тшы|тші|шшы|пшы|мшы|мші|зшы|зші|йшы|йші)"
    r"(?:с?[ыі])?(?:м[ыі]н)?"
    r"|[a-z-]{3,}(?:maker|smith|monger|keeper|herd|wright|ologist|grapher|setter|picker|digger|cutter"
    r"|grower|breeder|builder|repairer|fitter|mender|tender|bearer|worker)s?"
)
_NOT_SHAPED = (
    "задерж",
    "донос",
    "помощ",
    "начальн",
    "преступ",
    "участни",
    "соучаст",
    "наруч",
    "зачинщ",
    "обидч",
)


@lru_cache(maxsize=20_000)
def looks_like_job(word: str) -> bool:
    """Whether a lower-case word is one or ends like one and is not known to be something else."""
    if len(word) > _LONGEST or word in not_jobs() or re.sub(r"(?:с?[ыі]|м[ыі]н)$", "", word) in not_jobs():
        return False
    if word.endswith(("нші", "ншы")) or word.startswith(_NOT_SHAPED):
        return False
    return job_of(word) is not None or _SHAPED.fullmatch(word) is not None
