"""Bank accounts: IBAN of Kazakhstan with or without a right checksum, valid foreign ones, account numbers."""

import re
from collections.abc import Iterator

from stdnum import iban

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import stretch_before
from redact.recognisers.hit import Hit
from redact.recognisers.letter_names import LETTER_NAMES
from redact.recognisers.lookalikes import digit_view, digits_in, latin_view
from redact.recognisers.numerals import number_word, read_digits

NAME = "iban"

# 18 characters after KZ; fewer or a few more are mistyped ones
_KZ = re.compile(
    r"(?<![A-Z0-9])(?:KZ|КZ|KЗ|K3)[ \-]?[0-9OБЗ](?:(?:[ \-]{0,2}|\n)[A-Z0-9БЗ]){11,18}(?![A-ZА-ЯЁ0-9])"
)
_EXACT = re.compile(r"(?<![A-Z0-9])K[Z3З][ \-]?[0-9OБЗ](?:(?:[ \-]{0,2}|\n)[A-Z0-9БЗ]){17}(?![A-ZА-ЯЁ0-9])")
_FOREIGN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}(?![A-Z0-9])")
_KEYWORD = re.compile(
    r"сч[её]т\w*|\bшот\w*|\bşot\w*|\bИИК\b|\bЖСК\b|\baccounts?\b|р/с|\biban\b|реквизит\w*"
    r"|кошел[её]к\w*|wallet",
    re.I,
)
_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ \-.]?\d){8,22}(?!\d)")
_WALLET = re.compile(
    r"(?<![^\W_])(?:0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|(?:bc1"
    r"|[13])[1-9A-HJ-NP-Za-km-z]{25,60})(?![^\W_])"
)
# кей зет ноль алты, ka zet, k z zero six: how an account's first letters are said
_SPOKEN_KZ = re.compile(
    r"(?<![^\W_])(?:(?:кей|кэй|ка|қа|кай|k|к|kay|key)[ -]?(?:зет|зэт|зед|зи|з|z|zed|zee|zet)|kz|кз)(?=[ ,-])",
    re.I,
)
_TOKEN = re.compile(r"[ ,.\n-]{1,3}([^\W_]+)")
_PAUSES = frozenset("ну э эм так потом дальше пробел тире сосын содан then space dash и um uh".split())
_ACCOUNT = 20


def find(text: str) -> Iterator[Hit]:
    """Account numbers, in blocks or solid, also with Cyrillic look-alikes."""
    view = latin_view(text)
    taken = -1
    if "K" in view:
        for shape in (_EXACT, _KZ):
            for match in matches(shape, view):
                end = _without_words(view, match)
                if digits_in(view[match.start() : end]) >= 8:
                    taken = max(taken, end)
                    yield Hit(match.start(), end, Label.IBAN, 0.9)
    for match in matches(_FOREIGN, view):
        groups = match[0].split(" ")
        # the pattern may run on into the words that follow
        for count in range(len(groups), 0, -1):
            candidate = " ".join(groups[:count])
            if len(candidate) >= 15 and iban.is_valid(candidate):
                yield Hit(match.start(), match.start() + len(candidate), Label.IBAN, 0.9)
                break
    digits = digit_view(text)
    for match in matches(_NUMBER, digits):
        if _KEYWORD.search(stretch_before(digits, match.start(), 30)):
            yield Hit(match.start(), match.end(), Label.IBAN, 0.7)
    yield from _spoken(text)
    for match in matches(_WALLET, text):
        yield Hit(match.start(), match.end(), Label.IBAN, 0.8)


def _spoken(text: str) -> Iterator[Hit]:
    """Accounts read out letter by letter and figure by figure, up to the twentieth character."""
    for key in matches(_SPOKEN_KZ, text):
        count, figures = 2, 0
        numbers: list[str] = []  # number words that may still grow into one number
        end = at = key.end()
        while token := _TOKEN.match(text, at):
            word = token[1].lower()
            if number_word(word) or (word.isdecimal() and len(word) <= 4):
                numbers.append(word)
            elif word in _PAUSES and count + len(read_digits(numbers)) < _ACCOUNT:
                at = token.end()
                continue
            elif word in LETTER_NAMES or (word.isascii() and word.isalnum() and len(word) <= 4):
                count, figures = count + len(read_digits(numbers)), figures + len(read_digits(numbers))
                numbers = []
                if count >= _ACCOUNT:
                    break
                count += 1 if word in LETTER_NAMES else len(word)
            else:
                break
            at = end = token.end()
        figures += len(read_digits(numbers))
        if count + len(read_digits(numbers)) >= 10 and figures >= 6:
            yield Hit(key.start(), end, Label.IBAN, 0.9)


def _without_words(view: str, match: re.Match[str]) -> int:
    """The match's end without trailing groups that hold no digit: those are the next words."""
    end = match.end()
    while end > match.start():
        cut = max(view.rfind(" ", match.start(), end), view.rfind("\n", match.start(), end))
        if cut < 0 or digits_in(view[cut:end]):
            return end
        # a group of letters inside the account number (KRKT) is kept where digits complete it
        if sum(c.isalnum() for c in view[match.start() : end]) == 20:
            return end
        end = cut
    return match.end()
