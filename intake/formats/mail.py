"""E-mail (.eml) and mailboxes (.mbox): what was written, and the files that came with it.

Headers never enter, so neither do the names and addresses of who wrote to whom. A message that came with
documents is a covering note: its documents are taken in, the note is refused with `covering_note`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.formats.html import read_html
from intake.formats.mail_text import own_words, plain_text
from intake.formats.member_names import UniqueNames, last_component
from intake.formats.mime import MimePart, content_of, decode_uu, parse_message
from intake.parts import PLAIN, Inner, Options, Part, Refusal, Told
from models.errors import AigaqError
from models.statements import Draft, SourceKind

COVERING_NOTES = "covering notes"
_LONG_LETTER = 150  # words: who writes that many beside a document tells something
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/rtf": ".rtf",
    "text/vtt": ".vtt",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/gzip": ".gz",
    "application/x-gzip": ".gz",
    "application/x-tar": ".tar",
    "application/x-subrip": ".srt",
    "application/mbox": ".mbox",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "message/rfc822": ".eml",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}
# A file of one of these kinds is what the message was written for; a picture or a card is not.
_DOCUMENTS = frozenset(
    ".docx .odt .rtf .pdf .txt .md .html .htm .vtt .srt .csv .xlsx .json .jsonl .eml .mbox "
    ".zip .tar .tgz .gz .bz2 .xz".split()
)
_KNOWN_ENDINGS = _DOCUMENTS | frozenset(_ENDINGS.values()) | frozenset(".jpeg .tiff .dat .p7m .asc".split())
_BODIES = frozenset({"text/plain", "text/html", "text/markdown", "text/enriched"})
_NO_FILES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "text/x-amp-html",
    }
)
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_DATA = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"  # in the first bytes of what is signed, not encrypted
# Mail programs cut the text behind a picture or a signature off into files of these names.
_CUT_OFF_TEXT = re.compile(r"ATT\d{3,9}\.(?:txt|html?)", re.IGNORECASE)
_UU_BLOCK = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]{1,200})\n(?P<lines>[M!-`][ -`]{0,62}\n)", re.MULTILINE
)
_DATE = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [^\r\n]{0,60}\d\d:\d\d[^\r\n]{0,40}"
_ENVELOPE = re.compile(
    rb"^From [^\r\n]{0,200}?" + _DATE + rb"\r?\n(?=[!-9;-~]{1,100}:|>?From )", re.MULTILINE
)
_QUOTED_ENVELOPE = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_eml(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """What a message says, and its attachments.

    The text stands under the mark "" if it came alone and under "#body" if anything came with it; "#end" is
    refused as damaged where the end of the message is missing.

    Raises AigaqError empty, damaged, too_nested or too_large before the first part.
    """
    message = _Message()
    return message.parts(message.take(parse_message(raw), options), options)


def read_mbox(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """The messages of a mailbox, numbered: "1.eml", "2.eml" …; raises AigaqError damaged."""
    if not _ENVELOPE.match(raw):
        raise AigaqError("damaged")
    return _messages(raw)


def _messages(raw: bytes) -> Iterator[Part]:
    envelope = _ENVELOPE.match(raw)
    number = 0
    while envelope is not None:
        number += 1
        following = _ENVELOPE.search(raw, envelope.end())
        message = raw[envelope.end() : following.start() if following else len(raw)]
        # Lines of the text that look like the beginning of a message were marked with a sign.
        yield Inner(name=f"{number}.eml", raw=_QUOTED_ENVELOPE.sub(rb"\1", message))
        envelope = following


@dataclass(slots=True)
class _Body:
    """The texts of a message, or of one of the forms that it was sent in."""

    texts: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    code: str = ""  # of what went wrong with it
    is_html: bool = False

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.texts)


@dataclass(slots=True)
class _Message:
    """What was found in one message; attachments stay packed until they are asked for."""

    attached: list[MimePart | Inner] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    images: int = 0
    is_cut: bool = False

    def parts(self, body: _Body, options: Options) -> Iterator[Part]:
        """The text or why it is refused, the attachments, and what could not be read."""
        names = UniqueNames()
        named = [(names.give(_name_of(item)), item) for item in self.attached]
        mark = "#body" if named or self.refused else ""
        found = self._text(
            mark, body, options, has_documents=any(_ending(name) in _DOCUMENTS for name, _ in named)
        )
        if found is not None:
            yield found
        elif not named and not self.refused and not self.is_cut:
            raise AigaqError("image_only" if self.images else "empty")
        yield from self.refused
        for name, item in named:
            try:
                yield Inner(name, item.raw if isinstance(item, Inner) else content_of(item))
            except AigaqError as error:
                yield Refusal(f"#{name}", error.code)
        if self.is_cut:
            yield Refusal("#end", "damaged")

    def _text(self, mark: str, body: _Body, options: Options, *, has_documents: bool) -> Part | None:
        text = "\n\n".join(body.texts)
        if body.code:
            return Refusal(mark, body.code)
        if not text:
            return None
        is_note = has_documents and own_words(text) < _LONG_LETTER
        if is_note and COVERING_NOTES not in options.include:
            return Refusal(mark, "covering_note")
        left_out = body.left_out + Counter(images=self.images)
        counts = tuple(sorted((kind, count) for kind, count in left_out.items() if count))
        return Told(mark, Draft(raw_text=text, source=SourceKind.EMAIL, left_out=counts))

    def take(self, part: MimePart, options: Options) -> _Body:
        """The texts under a part; attachments are put aside on the way."""
        about = part.about
        kind = about.kind
        self.is_cut |= part.is_cut
        if kind == "multipart/encrypted" or kind in _SMIME:
            return _Body(code=_why_locked(part))
        if kind.startswith("multipart/"):
            forms = [self.take(child, options) for child in part.parts]
            return _best(forms) if kind == "multipart/alternative" else _joined(forms)
        if kind in _BODIES and not about.is_attachment and _is_text(about.name):
            return self._read(part, options)
        if kind.startswith("image/") and about.has_id and not about.is_attachment:
            self.images += 1
        elif kind == "application/ms-tnef" or about.name.lower() == "winmail.dat":
            self.refused.append(Refusal("#winmail.dat", "unsupported"))
        elif kind not in _NO_FILES and not (kind == "text/calendar" and not about.name):
            self.attached.append(part)
        return _Body()

    def _read(self, part: MimePart, options: Options) -> _Body:
        """The text of one part."""
        try:
            raw = content_of(part)
            if part.about.kind == "text/html":
                return _from_html(raw, options, part.about.charset)
            try:
                text = plain_text(raw, part.about)
            except AigaqError as error:
                if error.code != "not_text" or not raw.lstrip().startswith(b"<"):
                    raise
                return _from_html(raw, options, part.about.charset)
        except AigaqError as error:
            return _Body(code=error.code)
        text = self._without_files(text)
        return _Body(texts=[text] if any(character.isalnum() for character in text) else [])

    def _without_files(self, text: str) -> str:
        """A text without the files that old programs wrote into it as rows of signs."""
        kept = []
        at = 0
        while block := _UU_BLOCK.search(text, at):
            end = text.find("\nend", block.start())
            if end < 0:
                break
            kept.append(text[at : block.start()])
            name = last_component(block["name"])
            try:
                lines = text[block.start() : end + 4].encode("ascii").split(b"\n")
                self.attached.append(Inner(name=name, raw=decode_uu(lines)))
            except ValueError:
                self.refused.append(Refusal(f"#{name}", "damaged"))
            at = end + 4
        return "".join([*kept, text[at:]]).strip("\n")


def _why_locked(part: MimePart) -> str:
    """The code for a message in an envelope: sealed, or only signed in a form that holds the text inside."""
    signed = part.about.is_signed_only
    if not part.parts and not signed:
        try:
            signed = _SIGNED_DATA in content_of(part)[:64]
        except AigaqError:
            return "damaged"
    return "unsupported" if signed else "password"


def _from_html(raw: bytes, options: Options, charset: str) -> _Body:
    try:
        draft = read_html(raw, options, charset=charset or None)
    except AigaqError as error:
        if error.code in {"empty", "image_only"}:
            return _Body()
        raise
    return _Body(texts=[draft.raw_text], left_out=Counter(dict(draft.left_out)), is_html=True)


def _joined(pieces: list[_Body]) -> _Body:
    """The texts of several parts in a row; what went wrong with one of them went wrong with all."""
    return _Body(
        texts=[text for piece in pieces for text in piece.texts],
        left_out=sum((piece.left_out for piece in pieces), Counter()),
        code=next((piece.code for piece in pieces if piece.code), ""),
        is_html=any(piece.is_html for piece in pieces),
    )


def _best(forms: list[_Body]) -> _Body:
    """One of the forms of a message: the plain one, unless another says far more."""
    readable = [form for form in forms if form.texts]
    if not readable:
        return next((form for form in forms if form.code), _Body())
    plain = next((form for form in readable if not form.is_html), readable[0])
    longest = max(readable, key=lambda form: form.words)
    return longest if longest.words > 2 * plain.words + 10 else plain


def _is_text(name: str) -> bool:
    return not name or _CUT_OFF_TEXT.fullmatch(name) is not None


def _name_of(item: MimePart | Inner) -> str:
    """An attachment's name; its type gives the ending that is missing."""
    if isinstance(item, Inner):
        return item.name
    name, kind = item.about.name, item.about.kind
    ending = _ENDINGS.get(kind, ".txt" if kind.startswith("text/") else ".bin")
    if not name:
        return f"part{ending}"
    return name if _ending(name) in _KNOWN_ENDINGS or kind not in _ENDINGS else name + ending


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2].lower() if "." in name else ""
