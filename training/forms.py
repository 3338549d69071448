"""How a text writes a person: form, case, language and script (Ерланға, с Ерланом, Yerlan A.)."""

import random
from typing import Final

from training import kazakh, names, russian
from training.lists import words
from training.names import Person
from training.spelling import english_latin, kazakh_latin_variant, russian_letters

FORMS: Final = (
    *("full", "given", "surname", "gs", "sg", "gp", "pat", "si", "is", "dim", "nick", "respect", "initials"),
)
# the parts of each form, in order
_ORDER: Final = {
    "gs": ("given", "surname"),
    "sg": ("surname", "given"),
    "gp": ("given", "patronymic"),
    "given": ("given",),
    "surname": ("surname",),
    "pat": ("patronymic",),
    "dim": ("dim",),
    "respect": ("respect",),
}


def render(person: Person, form: str, case: str, *, lang: str, rng: random.Random) -> str:
    """The person in one form; `lang` is ru, kk, en or kk_latin. Spelling habits belong to the person."""
    habit = random.Random(person.seed)
    if form == "full":
        order: tuple[str, ...] = (
            ("surname", "given", "patronymic") if rng.random() < 0.65 else ("given", "surname")
        )
        if lang == "en":
            order = ("given", "surname") if rng.random() < 0.75 else order
    elif form == "nick":
        return _nick(person, case, lang=lang)
    elif form in ("si", "is", "initials"):
        return _with_initials(person, form, case, lang=lang, rng=rng)
    else:
        order = _ORDER[form]
    # now and then the other spelling of the same name: from a passport, from another speaker
    if rng.random() < 0.08:
        habit = random.Random(person.seed + 1)
    if lang == "en":
        return _english(person, order, habit)
    if lang == "kk_latin":
        style = habit.random()
        return kazakh_latin_variant(_cyrillic(person, order, case, lang="kk", habit=habit), style)
    return _cyrillic(person, order, case, lang=lang, habit=habit)


def _kazakh_spelling(person: Person, lang: str, habit: random.Random) -> bool:
    """Whether this person's Kazakh name keeps its Kazakh letters."""
    return person.origin == "kk" and habit.random() < (0.8 if lang == "kk" else 0.12)


def _part(person: Person, part: str, *, own: bool, habit: random.Random) -> str:
    """One part in the nominative, in Kazakh letters where `own`, in Russian letters otherwise."""
    if part == "surname":
        word = names.feminine(person.surname) if person.gender == "f" else person.surname
    elif part == "patronymic":
        kazakh_style = person.origin == "kk" and habit.random() < (0.65 if own else 0.2)
        if kazakh_style:
            gap = " " if habit.random() < 0.08 else ""
            word = person.father + gap + ("ұлы" if person.gender == "m" else "қызы")
        else:
            father = person.father if own else russian_letters(person.father)
            word = names.patronymic(father, person.gender)
            if person.gender == "m" and habit.random() < 0.05:
                word = word.removesuffix("ович").removesuffix("евич") + "ыч"  # Касымыч, as people say
    elif part == "dim":
        word = person.diminutive
    elif part == "respect":
        word = names.respect(habit, person.given)
    else:
        word = person.given
    if person.origin == "en":
        return word
    return word if own else russian_letters(word)


def _cyrillic(person: Person, order: tuple[str, ...], case: str, *, lang: str, habit: random.Random) -> str:
    if person.origin == "en":  # a foreigner in a Cyrillic text: Latin letters, Kazakh endings after a hyphen
        plain = " ".join(_part(person, part, own=True, habit=habit) for part in order if part != "patronymic")
        plain = plain or person.given
        return plain + ("-" + kazakh.ending("Смит", case) if lang == "kk" and case != "nom" else "")
    own = _kazakh_spelling(person, lang, habit)
    parts = [_part(person, part, own=own, habit=habit) for part in order]
    if lang == "kk":
        parts[-1] = kazakh.inflect(parts[-1], case)
        return " ".join(parts)
    soft = habit.random() < 0.35
    declined = []
    for part, word in zip(order, parts, strict=True):
        if " " in word:
            declined.append(word)
        elif soft and person.gender == "f" and word.endswith("ь"):
            declined.append(russian.decline_soft(word, case))
        else:
            kind = part if part in ("surname", "patronymic") else "given"
            declined.append(russian.decline(word, kind, person.gender, case))
    return " ".join(declined)


def _english(person: Person, order: tuple[str, ...], habit: random.Random) -> str:
    if person.origin == "en":
        return (
            " ".join(_part(person, p, own=True, habit=habit) for p in order if p != "patronymic")
            or person.given
        )
    own = person.origin == "kk" and habit.random() < 0.5
    parts = [_part(person, part, own=own, habit=habit) for part in order]
    if "surname" in order and person.gender == "f" and habit.random() < 0.1:
        parts[order.index("surname")] = person.surname  # English texts drop the woman's ending
    seed = habit.random()
    return " ".join(english_latin(word, random.Random(f"{seed}{i}")) for i, word in enumerate(parts))


def _nick(person: Person, case: str, *, lang: str) -> str:
    pick = random.Random(person.seed)
    key = "kk" if lang == "kk_latin" else lang
    word = pick.choice(words(f"nicknames_{key}"))
    if key == "en":
        return word
    if key == "kk":
        word = kazakh.inflect(word, case)
        return kazakh_latin_variant(word, 0.0) if lang == "kk_latin" else word
    if word.endswith(("ый", "ой", "ий")):
        return word[:-2] + {"nom": word[-2:], "gen": "ого", "dat": "ому", "acc": "ого", "ins": "ым"}.get(
            case, "ом"
        )
    return russian.decline(word, "given", "m", case)


def _letter(word: str, *, lang: str, person: Person, habit: random.Random) -> str:
    if lang == "kk_latin":
        return kazakh_latin_variant(word[0], 0.0)
    if lang != "en":
        return word[0]
    latin = english_latin(word, habit)
    return latin[:2] if latin[:2] in ("Zh", "Sh", "Ye") and habit.random() < 0.5 else latin[0]


def _with_initials(person: Person, form: str, case: str, *, lang: str, rng: random.Random) -> str:
    habit = random.Random(person.seed)
    own = lang in ("kk", "kk_latin") and habit.random() < 0.8
    given = _part(person, "given", own=own, habit=habit)
    father = person.father if own or person.origin == "en" else russian_letters(person.father)
    first = _letter(given, lang=lang, person=person, habit=habit)
    second = _letter(father, lang=lang, person=person, habit=habit) if rng.random() < 0.65 else ""
    gap = rng.choice(["", "", " "])
    dotted = f"{first}.{gap}{second}." if second else f"{first}."
    if form == "initials":
        roll = rng.random()
        surname_letter = _letter(
            _part(person, "surname", own=own, habit=habit), lang=lang, person=person, habit=habit
        )
        if roll < 0.35:
            return f"{first}.{surname_letter}."
        return f"{first}." if roll < 0.75 else (first if roll < 0.9 else first + surname_letter)
    surname = render(person, "surname", case, lang=lang, rng=rng)
    if rng.random() < 0.08:
        dotted = first + second
    elif rng.random() < 0.06:
        dotted = f"{first} {second}".strip()
    if form == "is":
        return dotted + rng.choice(["", " ", " "]) + surname
    return surname + " " + dotted
