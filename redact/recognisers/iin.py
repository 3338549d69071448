"""Check digits and shapes of personal numbers: IIN and BIN of Kazakhstan, INN and SNILS of Russia.

A failed check never means "not an identifier": witnesses mistype. It only tells what may go without a
keyword.
"""

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def _weigh(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def check_digit(digits: str) -> int | None:
    """The check digit of an IIN or BIN from its first eleven digits; None where none exists."""
    for weights in (_FIRST, _SECOND):
        rest = _weigh(digits[:11], weights) % 11
        if rest < 10:
            return rest
    return None


def starts_with_date(digits: str) -> bool:
    """Whether the first six digits can be a date of birth YYMMDD."""
    return len(digits) >= 6 and 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31


def is_iin(digits: str) -> bool:
    """Whether twelve digits are a person's number: date of birth, century digit 0-6, check digit."""
    if len(digits) != 12 or not digits.isdecimal():
        return False
    return starts_with_date(digits) and digits[6] in "0123456" and check_digit(digits) == int(digits[11])


def is_bin(digits: str) -> bool:
    """Whether twelve digits are an organisation's number: year, month, type 4-6, check digit."""
    if len(digits) != 12 or not digits.isdecimal():
        return False
    shaped = 1 <= int(digits[2:4]) <= 12 and digits[4] in "456"
    return shaped and check_digit(digits) == int(digits[11])


def is_inn(digits: str) -> bool:
    """Whether ten or twelve digits pass the check of a Russian tax number."""
    if not digits.isdecimal():
        return False
    if len(digits) == 10:
        return _weigh(digits, _INN_12[2:]) % 11 % 10 == int(digits[9])
    if len(digits) == 12:
        first = _weigh(digits, _INN_11) % 11 % 10 == int(digits[10])
        return first and _weigh(digits, _INN_12) % 11 % 10 == int(digits[11])
    return False


def is_snils(digits: str) -> bool:
    """Whether eleven digits pass the check of a Russian pension insurance number."""
    if len(digits) != 11 or not digits.isdecimal():
        return False
    total = sum(int(d) * w for d, w in zip(digits, range(9, 0, -1), strict=False)) % 101
    return total % 100 == int(digits[9:])
