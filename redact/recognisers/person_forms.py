"""Names where a form or a sentence says that one stands: "ФИО: …", "Prisoner ..... …", "X (a nickname)"."""

import re
from collections.abc import Iterator
from typing import Final

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.person_shapes import word_of
from redact.recognisers.person_words import FUNCTION

_UP: Final = "A-ZА-ЯЁӘҒҚҢӨҰҮІҺÀ-ÖØ-ÞĞŞÝÑŪǴŃ"
# Labels behind which nothing but a name stands.
_NAME_LABEL: Final = (
    r"ф\.? ?и\.? ?о\.?|фамилия(?:,? имя(?:,? (?:и )?отчество)?)?|имя|отчество|прозвище|кличка"
    r"|псевдоним|позывной"
    r"|аты[- –]жөні|тегі(?:,? аты(?:,? әкесінің аты)?)?|аты|әкесінің аты|есімі|лақап аты|бүркеншік аты"
    r"|aty[- ]j[oóö]n[iı]|aty|teg[iı]|es[iı]m[iı]"
    r"|(?:full |first |last |given |family |middle )?name|surname|patronymic|nickname|alias"
)
# Labels behind which a person stands, or what the person is.
_PERSON_LABEL: Final = (
    r"заявитель(?:ница)?|задержанн\w+|заключ[её]нн\w+|осужд[её]нн\w+|обвиняем\w+|подозреваем\w+|потерпевш\w+"
    r"|пострадавш\w+|свидетель(?:ница)?|умерш\w+|погибш\w+|раненый|контактное лицо"
    r"|законный представитель|защитник"
    r"|адвокат|представитель|родственники?|получатель(?:ница)?|муж|жена|мать|отец|сын|дочь|брат|сестра"
    r"|өтініш беруші|арыз беруші|арызданушы|жәбірленуші|куәгер|куә|ұсталған(?: адам)?|қамаудағы(?: адам)?"
    r"|сотталған"
    r"|туысы|жұбайы|әкесі|анасы|қорғаушы(?:сы)?|алушы|байланыс тұлғасы"
    r"|prisoner|detainee|inmate|applicant|complainant|witness|victim|deceased|accused|suspect|patient|claimant"
    r"|next of kin|contact person|spouse|husband|wife|father|mother|lawyer|guardian|recipient|respondent"
)
_LEADER: Final = (
    r"[ \t]{0,9}(?:\([^()\n]{0,30}\)[ \t]{0,9})?"
    r"(?:[:=][ \t.…_]{0,80}|[.…_]{3,80}[ \t:]{0,9}|\t[ \t]{0,40}|[ ][–—][ ])"
)
_PART: Final = rf"[{_UP}][\w'’‘ʼʻ`-]{{0,40}}\.?"
_VALUE: Final = (
    rf"{_PART}(?:[ ]{{1,3}}{_PART}|[ ]?/[ ]?{_PART}|,[ ]{_PART}(?=[ \t]{{0,9}}(?:$|[;(\n]))){{0,5}}"
)
_NAMED: Final = re.compile(
    rf"(?im)^[ \t•*–—-]{{0,20}}(?:\d{{1,2}}[.)][ \t]{{0,9}})?(?:{_NAME_LABEL}){_LEADER}(?-i:({_VALUE}))"
)
_PERSON: Final = re.compile(
    rf"(?im)^[ \t•*–—-]{{0,20}}(?:\d{{1,2}}[.)][ \t]{{0,9}})?(?:{_PERSON_LABEL}){_LEADER}(?-i:({_VALUE}))"
)
_TOLD: Final = re.compile(
    rf"(?<![\w.])([{_UP}]?\w[\w-]{{1,19}})"
    r"(?:[ ]?[«»\"”]?[ ][(](?:это |a |the |his |her |бұл )?"
    r"(?:nickname|кличк|прозвищ|погоняло|позывной|псевдоним|лақап|фамили)"
    r"|[»\"”]?[ ][–—-][ ](?:это |бұл )?(?:моя |мо[её] |его |е[её] |менің |оның )?"
    r"(?:фамилия|кличка|прозвище|позывной|имя такое|имя|тегім|тегі|атым|лақабы))(?!\w*[^\w]{0,2}нет)"
)
# "W. Sch.": an initial and the beginning of a surname, then the sentence goes on
_SHORTENED: Final = re.compile(
    rf"(?<![\w.])([{_UP}]\.[ ]?[{_UP}][a-zа-яёәғқңөұүіһ]{{1,3}}\.)(?=[ ][a-zа-яёәғқңөұүіһ]|[,;:)])"
)
# On a card in a transcript: "айгүл с деп шығады".
_ON_CARD: Final = re.compile(
    r"(?<![^\W_])([^\W\d_]{3,20} [^\W\d_])(?= (?:деп (?:шығ|жаз|көрсет|тұр)|выходит|высветил|высвечив|вышло))"
)
_NO_NAME: Final = re.compile(
    r"(?i)не |неизвест|скрыт|аноним|без |нет|отсут|withheld|unknown|anonym|confidential|not |none|n/a|removed"
    r"|hidden"
    r"|белгісіз|жасырын|жоқ|көрсетілме|см\.|see |смотри|same|тот же|она же|он же|сол "
)


def form_names(text: str) -> Iterator[Hit]:
    """Yield what stands in the name fields of forms, and words that are called a name."""
    for pattern, score in ((_NAMED, 0.8), (_PERSON, 0.7)):
        for match in matches(pattern, text):
            value = match[1]
            if _NO_NAME.match(value) or not _may_be(value, sure=pattern is _NAMED):
                continue
            end = match.end(1) - (value.endswith(".") and len(value.split()[-1]) > 4)
            yield Hit(match.start(1), end, Label.PERSON, score)
    for match in matches(_TOLD, text):
        low = match[1].lower()
        if low not in FUNCTION and (not word_of(low).role or match[1][0].isupper()):
            yield Hit(match.start(1), match.end(1), Label.PERSON, 0.6)
    for match in matches(_ON_CARD, text):
        if word_of(match[1].split()[0]).given:
            yield Hit(match.start(1), match.end(1), Label.PERSON, 0.6)
    for match in matches(_SHORTENED, text):
        yield Hit(match.start(1), match.end(1), Label.PERSON, 0.6)


def _may_be(value: str, *, sure: bool) -> bool:
    """Whether the words are a name: behind "name:" unless a role, behind a role only as names are written."""
    words = [word_of(part.strip(".,")) for part in re.split(r"[\s/]+", value) if part.strip(".,")]
    if not words or words[0].low in FUNCTION:
        return False
    if sure:
        return not all(word.role for word in words)
    if any(word.given == 2 or word.surname >= 2 or word.patronymic for word in words):
        return not words[0].role
    # two capitalised words or capitals with a slash: nobody writes anything else so
    return (
        len(words) > 1
        and not any(word.role or word.blocked or word.common for word in words)
        and all(part[0].isupper() for part in value.replace("/", " ").split())
    )
