"""Subtitles: cues become running text, speakers stay in front of their lines, nothing said is lost."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.subtitles import read_srt, read_vtt
from intake.parts import Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind


def vtt(*cues: str, head: str = "WEBVTT\n\n") -> Draft:
    timed = (
        f"00:0{n // 10}:0{n % 10}.000 --> 00:0{n // 10}:0{n % 10}.900\n{c}\n" for n, c in enumerate(cues)
    )
    return read_vtt((head + "\n".join(timed)).encode())


def srt(*cues: str, encoding: str = "utf-8") -> Draft:
    timed = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{cue}\n" for n, cue in enumerate(cues, start=1))
    return read_srt("\n".join(timed).encode(encoding))


def sample() -> bytes:
    return (
        "WEBVTT - проба\nLanguage: ru\n\nSTYLE\n::cue { color: red }\n\nNOTE записала Тест Тестова\n\n"
        "1\n00:00.000 --> 00:02.000 align:start\n<v Тест>Меня зовут <i>Тест</i> Тес-\nтов, &amp; брат\n\n"
        "cue-2\n00:02.000 --> 00:04.000\n<v.loud Айгуль А.>А как вас били?</v>\n"
    ).encode()


def test_cues_are_joined_and_names_across_them_stay_whole() -> None:
    draft = srt("меня зовут айгүл", "тестова я из", "астаны")
    assert draft.raw_text == "меня зовут айгүл тестова я из астаны"
    assert draft.source is SourceKind.SUBTITLES
    assert draft.left_out == ()


def test_notes_styles_and_heads_are_left_out() -> None:
    draft = read_vtt(sample())
    assert draft.raw_text == "Тест: Меня зовут Тест Тестов, & брат\nАйгуль А.: А как вас били?"
    assert dict(draft.left_out) == {"comments": 1}


def test_notes_are_taken_in_on_demand() -> None:
    draft = read_vtt(sample(), Options(include=frozenset({"comments"})))
    assert draft.raw_text.endswith("били?\n[comment] записала Тест Тестова")
    assert draft.left_out == ()


def test_one_speaker_goes_on_in_one_paragraph() -> None:
    draft = vtt("<v A B>one", "<v A B>two</v>", "<v C>three", "<v A B>four <v C>five")
    assert draft.raw_text == "A B: one two\nC: three\nA B: four\nC: five"


def test_a_cue_without_a_voice_ends_the_speech_only_after_a_sentence() -> None:
    assert vtt("<v A>my name is aigul", "testova").raw_text == "A: my name is aigul testova"
    assert vtt("<v A>Your name?", "Aigul.").raw_text == "A: Your name?\nAigul."


def test_written_labels_begin_a_line() -> None:
    draft = srt("Интервьюер: Как было?", "Тест Т.: Меня", "били", "- Кто?\n- Он.", ">> Потом ушли")
    assert draft.raw_text == "Интервьюер: Как было?\nТест Т.: Меня били\n- Кто?\n- Он.\nПотом ушли"


def test_a_label_in_every_cue_is_said_once() -> None:
    draft = vtt("Тест Т.: меня зовут", "Тест Т.: тест", "SPEAKER_01: ясно", "[SPEAKER_01]: да")
    assert draft.raw_text == "Тест Т.: меня зовут тест\nSPEAKER_01: ясно да"
    assert srt("speaker 1: а", "speaker 1: б", "speaker 2: в").raw_text == "speaker 1: а б\nspeaker 2: в"


def test_labels_that_are_no_speakers_lose_nothing() -> None:
    draft = srt("я всё скажу", "Телефон: 8 701", "Телефон: 8 702", "и он сказал: иди", "Адрес:", "ещё", "ещё")
    assert draft.raw_text.split() == (
        "я всё скажу Телефон: 8 701 Телефон: 8 702 и он сказал: иди Адрес: ещё ещё".split()
    )


def test_names_in_cue_identifiers() -> None:
    first = '1 "Test Testova" (123)\n00:01.000 --> 00:02.000\nyes\n\n'
    raw = f"WEBVTT\n\n{first}Part one of it\n00:03.000 --> 00:04.000\nno\n".encode()
    draft = read_vtt(raw)
    assert draft.raw_text == "Test Testova: yes no"
    assert dict(draft.left_out) == {"cue names": 1}


def test_tags_go_and_everything_else_stays() -> None:
    text = srt(
        r"{\an8}<font color=red>Бек</font>мұхам<b>бет</b>", "3 < 5 <Айгүл> {номер 5} &#1040;с&eacute;"
    ).raw_text
    assert text == "Бекмұхамбет 3 < 5 <Айгүл> {номер 5} Асé"
    assert vtt("a <00:00:01.500><c.x>b</c> &lt;v X&gt;").raw_text == "a b <v X>"


def test_numbers_that_are_said_stay() -> None:
    raw = b"1\n00:00:01,000 --> 00:00:02,000\nmy number\n\n87010000000\n\n2\n00:00:03,0 --> 00:00:04,0\n"
    raw += b"2022\n3\n00:05 --> 00:06\nend\n\n7"
    assert read_srt(raw).raw_text == "my number 87010000000 2022 end 7"


def test_text_outside_cues_stays() -> None:
    raw = b"first words\n\n1\n00:00:01,000 --> 00:00:02,000 and these\nmore\n\nstill more\n\nand NOTE this"
    assert read_srt(raw).raw_text == "first words and these more still more and NOTE this"


def test_hyphens_at_the_end_of_a_row() -> None:
    assert srt("меня заста-", "вили, кто-", "то из Алма-\nАты, 8-701-", "000").raw_text == (
        "меня заставили, кто-то из Алма-Аты, 8-701-000"
    )


def test_rolled_up_captions_are_not_doubled() -> None:
    assert (
        vtt("one two", "one two\nthree four", "three four\nfive", "five").raw_text
        == "one two three four five"
    )
    assert vtt("one", "one two", "one two three").raw_text == "one two three"
    assert vtt("<v A>one two", "<v A>one two\n<v B>three", "<v B>three\n<v B>four").raw_text == (
        "A: one two\nB: three four"
    )


def test_what_is_said_twice_stays() -> None:
    assert srt("не бейте", "не бейте", "я кричал", "никто", "не", "слышал").raw_text == (
        "не бейте не бейте я кричал никто не слышал"
    )
    assert srt("нет", "нет").raw_text == "нет нет"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_encodings(encoding: str) -> None:
    assert srt("Её били, и она", "кричала", encoding=encoding).raw_text == "Её били, и она кричала"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"WEBVTT\n\nNOTE only this\n", "empty"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n...\n", "empty"),
        (b"no times here", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "not_text"),
    ],
)
def test_refusals(raw: bytes, code: str) -> None:
    for read in (read_vtt, read_srt):
        with pytest.raises(AigaqError) as caught:
            read(raw)
        assert caught.value.code in ({code, "damaged"} if raw.startswith(b"WEBVTT") else {code})


@pytest.mark.slow
@pytest.mark.parametrize(
    "payload",
    ["<" * 200_000, "<v " * 70_000, "{\\" * 100_000, "&#" * 100_000, "a " * 100_000, "- " * 100_000],
)
def test_hostile_cues_are_read_in_linear_time(payload: str) -> None:
    started = time.monotonic()
    vtt(f"x {payload}", payload + " x")
    assert time.monotonic() - started < 5


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_broken_bytes_end_in_a_draft_or_an_error(data: st.DataObject) -> None:
    raw = bytearray(sample())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    del raw[data.draw(st.integers(len(raw) // 2, len(raw))) :]
    for read in (read_vtt, read_srt):
        with suppress(AigaqError):
            assert read(bytes(raw)).raw_text
