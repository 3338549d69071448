"""Single answers of a form: a language, a day, a file that was attached."""

import re
from datetime import date, timedelta

from models.labels import Language

_LANGUAGES = {
    Language.EN: "en eng english английский ағылшын ағылшынша",
    Language.RU: "ru rus russian русский орыс орысша",
    Language.KK: "kk kz kaz kazakh qazaq казахский қазақ қазақша",
}
_LANGUAGE_WORDS = {word: language for language, words in _LANGUAGES.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+")
_ISO_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ]|$)")
_DOTTED_DAY = re.compile(r"(\d\d?)\.(\d\d?)\.((?:19|20)\d\d)(?:\s|$)")
_SERIAL_DAY = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_MEDIA_FILE = re.compile(
    r"[^\n/]{1,200}\.(?:m4a|mp3|amr|ogg|oga|opus|wav|aac|3gpp?|mp4|mov|jpe?g|png|heic|webp|pdf|docx?)",
    re.IGNORECASE,
)


def language_of(answer: str) -> Language | None:
    """The language an answer names; None where it names none or several."""
    named = {_LANGUAGE_WORDS.get(word) for word in _WORD.findall(answer[:100].casefold())} - {None}
    return named.pop() if len(named) == 1 else None


def day_of(answer: str) -> date | None:
    """The day an answer names: 2022-03-04, 04.03.2022 or a spreadsheet's number of a day."""
    answer = answer.strip()
    try:
        if match := _ISO_DAY.match(answer):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DOTTED_DAY.match(answer):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
    if match := _SERIAL_DAY.fullmatch(answer):
        return _SPREADSHEET_EPOCH + timedelta(days=int(match[1]))
    return None


def is_attachment(answer: str, names: frozenset[str]) -> bool:
    """Whether an answer is the name of a file that was sent with the form: a picture, a recording."""
    return answer in names or _MEDIA_FILE.fullmatch(answer) is not None
