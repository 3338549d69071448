"""The columns of a form: what each is for, by its name alone.

Names come as XML names with their groups ("group_main/statement", "main-statement") or as labels ("Main/Tell
us what happened"), in three languages.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intake.formats.form_consent import Asks, Said, asks, said
from intake.formats.form_tables import Table

_NAME_LIMIT = 500  # code points of a name that are looked at; labels are questions, not pages


class Kind(StrEnum):
    """What a column is for."""

    ANSWER = "answer"  # may be the statement
    CONSENT = "consent"
    LANGUAGE = "language"
    DATE = "date"  # the day of the talk
    NOTES = "notes"  # remarks, most likely not the witness's
    INTERNAL = "internal"  # remarks that are not for the record at all
    OPTION = "option"  # one choice of a question that has a column of its own
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name as it stands, its last part as plain lower-case words, and what it is for.

    `option`: the column is one choice of the question `words`, ticked or not.
    """

    name: str
    words: str
    kind: Kind
    asks: Asks | None = None
    option: str | None = None

    @property
    def label(self) -> str:
        """The name without its groups, to be read by people."""
        return self.name if re.search(r"\s", self.name) else re.split(r"[/:.]", self.name)[-1] or self.name


_METADATA = frozenset(
    "start end today starttime endtime deviceid simserial simid subscriberid imei phonenumber username "
    "audit caseid location gps geopoint geotrace geolocation startgeopoint backgroundaudio coordinates "
    "координаты геолокация местоположение геопозиция орналасуы instanceid instancename rootuuid "
    "deprecatedid uuid id key parentkey submissiondate submissiontime submittedby submitterid "
    "submittername attachments attachmentspresent attachmentsexpected reviewstate edits formversion "
    "version status validationstatus tags index parentindex parenttablename xformidstring "
    "bamboodatasetid isvalidated tablename".split()
)
_METADATA_NAME = re.compile(
    r"_+submission_|__version__|setof|set-of|.*(?:_latitude|_longitude|_altitude|_precision|_accuracy|_url)$",
    re.IGNORECASE | re.DOTALL,
)
_METADATA_PATH = re.compile(
    r"(?:meta|formhub|__system|_validation_status)[/.:-]|_supplementaldetails/.*/_revisions\b"
)
_COLLECTOR = re.compile(
    r"\b(?:enumerator|interviewer|surveyor|collector|recorder|enumerador|интервьюер|анкет[её]р|опрашивающ|"
    r"сұхбат алушы|записал[аи]?|кто опрашивал)"
)
_INTERNAL = re.compile(
    r"\b(?:internal|внутренн|служебн[а-яё]* (?:замет|примеч|пометк|отметк)|ішкі)|\bдля служебного"
)
_NOTES = re.compile(
    r"\b(?:notes?|comments?|remarks?|заметк|примечани|комментари|пометк|ескертпе|түсініктеме|пікір)"
)
_LANGUAGE = re.compile(r"(?:.*\b)?(?:lang|language|язык|тіл|тілі)(?:\b.*)?", re.DOTALL)
_DATE = re.compile(
    r"(?:date of (?:the )?(?:interview|statement|talk|testimony)|(?:interview|statement|testimony) date|"
    r"дата (?:интервью|опроса|беседы|разговора|записи|показаний)|(?:сұхбат|әңгіме|жазба) күні)"
)

# Names of the statement itself; the second row needs prose under it.
_STRONG = re.compile(
    r"\b(?:statements?|testimon\w*|narrative|story|показани\w*|рассказ\w*|расскаж\w*|заявлени\w*|айғақ\w*|әңгіме\w*|"
    r"мәлімдеме\w*|баянда\w*|повествовани\w*|transcript\w*|расшифровк\w*|стенограмм\w*|pokazani\w*|rasskaz\w*|"
    r"zayavleni\w*|aigaq\w*|aygaq\w*|angime\w*)\b"
)
_WEAK = re.compile(
    r"\b(?:text|текст\w*|мәтін\w*|interview|интервью|сұхбат\w*|descri\w+|описани\w*|опишите|сипатта\w*|account|"
    r"complaints?|жалоб\w*|шағым\w*|арыз\w*|сообщени\w*|message|хабарлама\w*|incident|events?|событи\w*|оқиға\w*|"
    r"happened|произошл\w*|случил\w*|болды|болған\w*|tell|details|подробн\w*|свидетельств\w*|content|body|tekst|"
    r"айтып|айтыңыз|жазыңыз)\b"
)
# In a short name these say that the column is about the statement, not the statement.
_ABOUT = re.compile(
    r"\b(?:date|дата|күні|time|время|уақыт\w*|id|number|no|номер|№|lang|language|язык\w*|тілі?|type|тип|түрі|status|"
    r"count|place|место|орны|signed|signature|подпис\w*|consent|given|taken|by|who|кто|кім\w*|name|имя|фио|title|code|"
    r"код|file|audio|photo|video|аудио|фото|видео|phone|город|city|region|область|duration|length|source|url)\b"
)
_HTML = re.compile(r"<[^<>]{0,200}>")
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_NOT_WORD = re.compile(r"[\W_]+")
_SEPARATOR = re.compile(r"[/:.-]")


def columns_of(table: Table) -> tuple[Column, ...]:
    """A table's columns, each with its kind."""
    names = [name[:_NAME_LIMIT] for name in table.columns]
    shared = Counter(name.rpartition("/")[0] for name in names)
    whole = {name for name in names if name}
    found: list[Column] = []
    for name in names:
        group = name.rpartition("/")[0]
        last = last_part(name, grouped=shared[group] > 1)
        words = plain(last)
        if group and group in whole:
            found.append(Column(name, words, Kind.OPTION))
            continue
        about = asks(words)
        column = Column(name, words, _kind_of(name, last, words, about), about)
        found.append(_as_option(column, group) if group and column.kind is Kind.ANSWER else column)
    return _with_consent_groups(found)


def _as_option(column: Column, group: str) -> Column:
    """The column as one choice of a question about consent: "consent/yes", "share_with/public"."""
    question = plain(last_part(group))
    about = asks(question)
    if about is None or said(column.words) not in {Said.YES, Said.NO}:
        return column
    return Column(column.name, question, Kind.CONSENT, about, column.words)


def _with_consent_groups(columns: list[Column]) -> tuple[Column, ...]:
    """Where no question is about consent but a group is ("consent/q1"), its questions are."""
    if any(column.kind is Kind.CONSENT for column in columns):
        return tuple(columns)
    return tuple(
        replace(column, kind=Kind.CONSENT, asks=Asks.CONSENT)
        if column.kind is Kind.ANSWER
        and "/" in column.name
        and asks(plain(last_part(column.name.rpartition("/")[0]))) is not None
        and not is_strong(column)
        else column
        for column in columns
    )


def last_part(name: str, *, grouped: bool = False) -> str:
    """A name without its groups; in a label a slash parts groups only where others share the group."""
    if not re.search(r"\s", name):
        return _SEPARATOR.split(name)[-1] or name
    return name.rpartition("/")[2] if grouped else name


def plain(name: str) -> str:
    """A name as lower-case words with one blank between them."""
    return _NOT_WORD.sub(" ", _CAMEL.sub(" ", _HTML.sub(" ", name)).casefold()).strip()


def is_strong(column: Column) -> bool:
    """Whether the name says that this is the statement; a question that mentions one does not."""
    count = column.words.count(" ") + 1
    return count <= 4 and bool(_STRONG.search(column.words)) and not _ABOUT.search(column.words)


def is_weak(column: Column) -> bool:
    """Whether the name could be a statement's, if there is prose under it."""
    if column.words.count(" ") < 4 and _ABOUT.search(column.words):
        return False
    return bool(_WEAK.search(column.words) or _STRONG.search(column.words))


def named(columns: Sequence[Column], wanted: str) -> list[int]:
    """The columns an operator means, in any case: by whole name, else by last part, else by label."""
    whole = wanted.strip().casefold()
    words = plain(wanted)
    ways = (
        [index for index, column in enumerate(columns) if column.name.casefold() == whole],
        [index for index, column in enumerate(columns) if words and column.words == words],
        [index for index, column in enumerate(columns) if words and plain(column.name) == words],
    )
    return next((way for way in ways if way), [])


def _kind_of(name: str, last: str, words: str, about: Asks | None) -> Kind:
    squashed = words.replace(" ", "")
    path = name.casefold()
    if squashed in _METADATA or _METADATA_NAME.match(last) or _METADATA_PATH.match(path) or "@odata." in path:
        return Kind.METADATA
    if not squashed:
        # Kobo names the questions of Cyrillic forms "_", "_001" ...; a column without any name is nobody's.
        return Kind.ANSWER if name else Kind.METADATA
    if _COLLECTOR.search(words):
        return Kind.METADATA
    kind = Kind.ANSWER
    if about is not None:
        kind = Kind.CONSENT
    elif _INTERNAL.search(words):
        kind = Kind.INTERNAL
    elif words.count(" ") < 4 and _NOTES.search(words):
        kind = Kind.NOTES
    elif words.count(" ") < 3 and _LANGUAGE.fullmatch(words):
        kind = Kind.LANGUAGE
    elif _DATE.search(words):
        kind = Kind.DATE
    return kind
