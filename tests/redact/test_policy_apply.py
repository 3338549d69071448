"""Policies and masks: exactly the findings are replaced, nothing of them stays, and masks are no findings."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Analysis, Finding, Identity
from models.labels import DIRECT, Action, Audience, Label, Language, Role
from redact.apply import redact_text, replace_spans, treat
from redact.identities import identify
from redact.policy import policy_for
from redact.scanner import Scanner

FRAGMENTS = st.sampled_from(
    [
        "меня били", " ", "\n\n", "\r\n", ", и ", "😀", "\u200b", "[Лицо 3]", "сутки.", "they came ", "үйге",
        "\\1 {0} %s", "#", "\ud800",
    ]
)  # fmt: skip
SURFACES = st.sampled_from(
    [
        ("Ерлан Досанов", Label.PERSON), ("Айгүлдің", Label.PERSON), ("Dosanov", Label.PERSON),
        ("+7 701 555 12 34", Label.PHONE), ("ул. Абая, 5", Label.ADDRESS), ("780725396027", Label.ID),
        ("svet@mail.example", Label.EMAIL), ("@svet_1", Label.HANDLE), ("418 KSA 02", Label.PLATE),
        ("карта *1234", Label.CARD), ("Лицо", Label.PERSON), ("36 лет", Label.AGE),
        ("5 января 2022", Label.DATE),
        ("токарь", Label.JOB), ("ТОО «Сункар Сервис»", Label.ORG), ("уйгурка", Label.NRP),
    ]
)  # fmt: skip
PARTS = st.lists(FRAGMENTS | SURFACES, max_size=14)
AUDIENCES = st.sampled_from(Audience)
LANGUAGES = st.sampled_from(Language)


def told(parts: list[str | tuple[str, Label]], language: Language = Language.RU) -> tuple[str, Analysis]:
    """A text put together from plain pieces and findings, and its analysis."""
    text = ""
    findings = []
    for part in parts:
        surface, label = part if isinstance(part, tuple) else (part, None)
        if label is not None:
            findings.append(Finding(len(text), len(text) + len(surface), label, 0.9, "test"))
        text += surface
    found, identities = identify(text, findings)
    return text, Analysis(language, tuple(found), tuple(identities), (), ())


@settings(max_examples=200, deadline=None)
@given(PARTS, AUDIENCES, LANGUAGES)
def test_nothing_outside_the_replaced_spans_changes(
    parts: list[str | tuple[str, Label]], audience: Audience, language: Language
) -> None:
    text, analysis = told(parts, language)
    expected, at = "", 0
    for t in treat(text, analysis, audience):
        surface = text[t.finding.start : t.finding.end]
        expected += text[at : t.finding.start] + (surface if t.replacement is None else t.replacement)
        at = t.finding.end
    assert redact_text(text, analysis, audience).text == expected + text[at:]


@settings(max_examples=200, deadline=None)
@given(PARTS, AUDIENCES, LANGUAGES)
def test_no_word_of_a_masked_surface_stands_in_its_place(
    parts: list[str | tuple[str, Label]], audience: Audience, language: Language
) -> None:
    text, analysis = told(parts, language)
    for t in treat(text, analysis, audience):
        if t.action is Action.KEEP:
            assert t.replacement is None
            continue
        assert t.replacement is not None
        words = re.findall(r"[^\W\d_]{5,}", text[t.finding.start : t.finding.end].lower())
        assert not [word for word in words if word in t.replacement.lower()]


@settings(max_examples=100, deadline=None)
@given(PARTS, AUDIENCES)
def test_a_person_whom_nothing_shows_to_be_official_is_always_masked(
    parts: list[str | tuple[str, Label]], audience: Audience
) -> None:
    text, analysis = told(parts)
    protected = {i.id for i in analysis.identities if i.role is Role.PROTECTED}
    for t in treat(text, analysis, audience):
        if t.finding.label is Label.PERSON and t.finding.identity in protected:
            assert t.action is Action.MASK


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("label", Label)
def test_masks_are_never_findings(blank_scanner: Scanner, language: Language, label: Label) -> None:
    """An alias of each kind, in each language, between plain words: redacting again finds nothing in it."""
    for number in (1, 2, 17):
        identity = Identity("x", label, Role.PROTECTED, number)
        finding = Finding(2, 8, label, 0.9, "test", "x")
        raw = "— xxxxxx —"
        text = redact_text(raw, Analysis(language, (finding,), (identity,), (), ()), Audience.PUBLIC).text
        around = {
            Language.RU: f"Меня зовут {text}. Потом пришёл {text} и сказал: адрес {text}, карта {text}.",
            Language.KK: f"Менің атым {text}. Содан кейін {text} аға келіп, {text} туралы айтты.",
            Language.EN: f"My name is {text}. Then Captain {text} came, my brother {text} saw it.",
        }[language]
        found = [f for f in blank_scanner.scan(around).findings if f.label in DIRECT]
        assert [around[f.start : f.end] for f in found] == []


STATEMENT = """Меня зовут Ерлан Досанов, мне 36 лет. Мой телефон +7 701 555 12 34, ИИН 860725300017.
Следователь Оспанов бил Ерлана. Живу: г. Тараз, ул. Абая, д. 5, кв. 12.
Почта dosanov@mail.example, @dosanov_e.
Досановқа айтты: 418 KSA 02 көлігі келді. Card 4400 4302 7309 7102, account KZ86 125K ZT50 0410 0100."""


def test_redacting_twice_is_redacting_once(blank_scanner: Scanner) -> None:
    once = redact_text(STATEMENT, blank_scanner.scan(STATEMENT), Audience.PUBLIC).text
    again = blank_scanner.scan(once)
    assert [once[f.start : f.end] for f in again.findings if f.label in DIRECT] == []
    for surface in (
        "Ерлан",
        "Досанов",
        "Оспанов",
        "701",
        "860725300017",
        "Абая",
        "dosanov",
        "KSA",
        "7102",
        "KZ86",
    ):
        assert surface not in once


def test_every_mention_of_a_person_has_one_alias(blank_scanner: Scanner) -> None:
    text = "Меня зовут Ерлан Досанов. Ерлана били. Досанов Ерлан молчал, а Айгуль Сериковна плакала."
    redacted = redact_text(text, blank_scanner.scan(text), Audience.PUBLIC).text
    assert redacted == "Меня зовут [Лицо 1]. [Лицо 1] били. [Лицо 1] молчал, а [Лицо 2] плакала."


@pytest.mark.parametrize(
    ("language", "alias"), [(Language.EN, "[Person 1]"), (Language.RU, "[Лицо 1]"), (Language.KK, "[Адам 1]")]
)
def test_aliases_speak_the_language_of_the_statement(language: Language, alias: str) -> None:
    text, analysis = told([("Ерлан", Label.PERSON)], language)
    assert redact_text(text, analysis, Audience.PUBLIC).text == alias


def test_neighbours_of_one_kind_stay_two_masks() -> None:
    text, analysis = told([("Ерлан", Label.PERSON), " ", ("Асхат", Label.PERSON), ("Айгүл", Label.PERSON)])
    assert redact_text(text, analysis, Audience.PUBLIC).text == "[Лицо 1] [Лицо 2][Лицо 3]"


def test_a_long_text_is_replaced_stretch_by_stretch_and_comes_out_whole() -> None:
    parts: list[str | tuple[str, Label]] = []
    for number in range(3000):
        parts += [("Ерлан Досанов" if number % 2 else "Асхат", Label.PERSON), f" сказал {number}. "]
    text, analysis = told(parts)
    out = redact_text(text, analysis, Audience.PUBLIC).text
    expected = "".join(f"[Лицо {number % 2 + 1}] сказал {number}. " for number in range(3000))
    assert out == expected


OFFICIAL = Identity("p", Label.PERSON, Role.OFFICIAL, 1)


@pytest.mark.parametrize(
    ("audience", "role", "action"),
    [
        (Audience.PUBLIC, Role.PROTECTED, Action.MASK),
        (Audience.PUBLIC, Role.OFFICIAL, Action.MASK),
        (Audience.PUBLIC, Role.PUBLIC, Action.KEEP),
        (Audience.PARTNER, Role.OFFICIAL, Action.MASK),
        (Audience.LEGAL, Role.OFFICIAL, Action.KEEP),
        (Audience.LEGAL, Role.PROTECTED, Action.MASK),
        (Audience.INTERNAL, Role.PROTECTED, Action.MASK),
        (Audience.INTERNAL, Role.OFFICIAL, Action.KEEP),
    ],
)
def test_who_stays_readable_for_whom(audience: Audience, role: Role, action: Action) -> None:
    finding = Finding(0, 5, Label.PERSON, 0.9, "test", "p")
    assert policy_for(audience).action(finding, replace(OFFICIAL, role=role)) is action


@pytest.mark.parametrize("audience", Audience)
def test_direct_identifiers_are_masked_for_everybody(audience: Audience) -> None:
    for label in DIRECT - {Label.PERSON, Label.DOB}:
        assert policy_for(audience).action(Finding(0, 5, label, 0.9, "test"), None) is Action.MASK
    # a date of birth shows its decade at most
    assert policy_for(audience).action(Finding(0, 5, Label.DOB, 0.9, "test"), None) is not Action.KEEP


@pytest.mark.parametrize("audience", Audience)
def test_a_person_without_an_identity_is_protected(audience: Audience) -> None:
    finding = Finding(0, 5, Label.PERSON, 0.9, "test", None)
    assert policy_for(audience).action(finding, None) is Action.MASK


def test_without_findings_the_text_stays() -> None:
    assert replace_spans("ничего", []) == "ничего"
