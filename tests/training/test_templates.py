"""Templates: slots are filled, spans hold exactly what was filled in, unknown slots are named."""

import random
from pathlib import Path

import pytest

from training import generate, names
from training.names import NameLists
from training.templates import Filler, Lexicons, TemplateError, load, parse, split

PEOPLE = NameLists(
    {(o, g): ("Ерлан",) if g == "m" else ("Айгүл",) for o in ("kk", "ru", "other", "en") for g in "mf"},
    dict.fromkeys(("kk", "ru", "other", "en"), ("Оспанов",)),
    {},
)
WORDS = Lexicons(
    {
        ("ru", "ORG"): ("школа № 1|школы № 1|школе № 1|школу № 1|школой № 1|школе № 1",),
        ("ru", "JOB"): ("сварщик|сварщика|сварщику|сварщика|сварщиком|сварщике",),
        ("kk", "ORG"): ("облыстық ауруханасы",),
    }
)


def fill(raw: str, *, folder: str = "ru", seed: int = 1) -> tuple[str, list[tuple[str, str]]]:
    templates = parse(raw, folder=folder, file="test.txt")
    made = Filler(PEOPLE, WORDS, random.Random(seed)).text(templates)  # noqa: S311 - no secret
    return made.text, [(s.label, made.text[s.start : s.end]) for s in made.spans]


def test_slots_literals_and_their_offsets() -> None:
    text, spans = fill("# a comment\nЯ работала [JOB|швеёй], а брат — <JOB:ins> в <ORG:loc>.")
    assert text == "Я работала швеёй, а брат — сварщиком в школе № 1."
    assert spans == [("JOB", "швеёй"), ("JOB", "сварщиком"), ("ORG", "школе № 1")]


def test_a_literal_may_hold_slots_and_is_one_span() -> None:
    _, spans = fill("Суд: [ORG|суд города <PLACE:gen>].")
    assert [label for label, _ in spans] == ["ORG"]
    assert spans[0][1].startswith("суд города ")


def test_one_letter_is_one_person_in_all_cases() -> None:
    for seed in range(20):
        _, spans = fill("<am:surname:dat> сказали. <am:surname:gen> увели.", seed=seed)
        dative, genitive = (surface for _, surface in spans)
        assert dative[:4] == genitive[:4]


def test_kazakh_bodies_take_possessive_endings_and_glued_letters_join_the_span() -> None:
    _, spans = fill("<ORG:loc> жаттым. <am:given>дікі ғой.", folder="kk")
    assert spans[0] == ("ORG", "облыстық ауруханасында")
    assert spans[1][1].endswith("дікі")


def test_the_noun_of_a_year_belongs_to_the_date() -> None:
    _, spans = fill("Это было в <YEAR> году.")
    assert spans[0][1].endswith(" году")


def test_speech_is_filled_in_lower_case() -> None:
    text, _ = fill("меня зовут <am:given> я из <PLACE:gen>")
    assert text == text.lower()


def test_fillers_carry_no_label() -> None:
    text, spans = fill("ИИН <IIN>, тел. <PHONE>, сумма <SUM> тенге")
    assert spans == []
    assert "<" not in text


@pytest.mark.parametrize("raw", ["<NAME>", "<a:surename>", "<a:given:voc>", "[WHO|кто]"])
def test_an_unknown_slot_names_file_and_slot(raw: str) -> None:
    with pytest.raises(TemplateError, match=r"ru/test\.txt"):
        parse(f"Текст {raw} текст", folder="ru", file="test.txt")


def test_shipped_templates_parse_and_the_held_out_ones_are_others() -> None:
    everything = load(Path(generate.__file__).parent / "templates")
    training, held_out = split(everything, validation=False), split(everything, validation=True)
    assert training
    assert held_out
    assert not {t.raw for t in training} & {t.raw for t in held_out}


def test_held_out_names_are_others() -> None:
    people = names.load()
    training, held_out = people.half(validation=False), people.half(validation=True)
    for key, given in training.given.items():
        assert held_out.given[key]
        assert not set(given) & set(held_out.given[key])
    for origin, surnames in training.surnames.items():
        assert not set(surnames) & set(held_out.surnames[origin])


def test_the_same_seed_makes_the_same_texts() -> None:
    first = list(generate.texts(30, seed=5))
    assert first == list(generate.texts(30, seed=5))
    assert any(item.spans for item in first)
