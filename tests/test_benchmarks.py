"""The short form of the benchmarks: a ratio that falls far below what was reached is a regression."""

import pytest

from benchmarks.engines import new_files
from benchmarks.made_up import WORDS, made_up
from benchmarks.measure import best_seconds
from benchmarks.reference import reference_pipeline, run_bare
from benchmarks.scaling import Rates, simulate
from benchmarks.store import measure_store
from benchmarks.texts import count_words, statements
from cli.work import load_work

# Reached on two quiet cores: 0.30 and 1.0 (docs/benchmarks.md). A busy machine halves none of them.
LEAST_OF_BARE = 0.18
LEAST_OF_SHORT = 0.6


@pytest.mark.slow
def test_the_pass_keeps_its_pace_beside_a_pipeline_that_never_changes() -> None:
    texts, nlp, work = statements(6, words=600), reference_pipeline(), load_work()
    run_bare(nlp, texts[:1])
    work(texts[0])
    bare = best_seconds(lambda: run_bare(nlp, texts), rounds=3)
    ours = best_seconds(lambda: list(map(work, texts)), rounds=2)
    assert bare / ours >= LEAST_OF_BARE


@pytest.mark.slow
def test_long_texts_cost_in_step_with_their_length() -> None:
    work = load_work()
    short, long = statements(10, words=1000), statements(1, words=10_000)
    work(short[0])
    pace_short = count_words(short) / best_seconds(lambda: list(map(work, short)), rounds=2)
    pace_long = count_words(long) / best_seconds(lambda: work(long[0]), rounds=2)
    assert pace_long / pace_short >= LEAST_OF_SHORT


def test_more_workers_help_until_the_writer_is_the_bound() -> None:
    slow, fast = Rates(scan=1000.0, store=10.0), Rates(scan=1000.0, store=1e9)
    paces = {workers: simulate(slow, workers=workers, statements=3000) for workers in (1, 2, 64, 128)}
    assert 1.9 < paces[2] / paces[1] < 2.05
    assert paces[128] / paces[64] < 1.02
    assert paces[64] < 0.2 * simulate(fast, workers=64, statements=3000)


def test_a_made_up_statement_has_its_findings_where_they_say() -> None:
    one = made_up(7)
    assert one == made_up(7) != made_up(8)
    assert abs(len(one.draft.raw_text.split()) - WORDS) < 40
    names = [one.draft.raw_text[finding.start : finding.end] for finding in one.analysis.findings]
    assert len(names) == 20
    assert not any(name in one.redacted for name in names if " " in name)
    assert all(one.draft.raw_text[found.start - 1] == " " for found in one.analysis.findings)


def test_a_store_is_measured_as_it_grows() -> None:
    with new_files() as places:
        figures = {figure.name: figure.value for figure in measure_store("SQLite", places, [2, 6])}
    assert figures["insert at 6 / at 2"] > 0
    assert sum("search at 6" in name for name in figures) == 6
    assert all(value > 0 for value in figures.values())
