"""Form exports: each entry whose witness agreed becomes a statement.

Never read: who collected it, with which device, where and when it was sent, and internal notes. Other answers
(name, age, place) are left out and counted unless the operator asks for them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.formats.comments import COMMENTS, join_comments
from intake.formats.form_answers import day_of, is_attachment, language_of
from intake.formats.form_columns import Column, Kind, columns_of, named
from intake.formats.form_consent import Question, Said, decide, questions, said
from intake.formats.form_guess import guess
from intake.formats.form_links import entries_of, is_child, parents_of, submission, submission_of
from intake.formats.form_tables import Reread, Row, Table
from intake.parts import PLAIN, Options, Part, Refusal, Told
from models.errors import AigaqError
from models.statements import Consent, ConsentScope, Draft, SourceKind

OTHER_ANSWERS: Final = "other answers"
TABLE_LIMIT: Final = 100  # sheets or repeated groups


@dataclass(frozen=True, slots=True)
class _Form:
    """A table, its columns and those that hold the statement, ask for consent or hold the entry's id.

    `position` counts the tables from 1.
    """

    table: Table
    columns: tuple[Column, ...]
    statement: tuple[int, ...]
    position: int
    consent: Mapping[int, Question]
    asked: bool
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What holds for all entries of a file."""

    options: Options
    media: frozenset[str]


_Repeats = Sequence[tuple[_Form, Row]]
"""An entry's rows in the tables of repeated groups."""


def read_tables(
    tables: Sequence[Table],
    options: Options,
    *,
    left_out: Mapping[str, int] | None = None,
    media: frozenset[str] = frozenset(),
) -> Iterator[Part]:
    """The entries of an export, in order; `left_out` of the file as a whole goes with the first statement.

    Raises AigaqError no_statement_column, empty or too_large, before the first part.
    """
    if len(tables) > TABLE_LIMIT:
        raise AigaqError("too_large")
    forms = [_form(table, options, position) for position, table in enumerate(tables, start=1)]
    wanted = options.column
    if wanted is not None and not any(_named(form.table, form.columns, wanted) for form in forms):
        raise AigaqError("no_statement_column")
    mains = [form for form in forms if not is_child(form.table)]
    children = [form for form in forms if is_child(form.table)]
    used = [form for form in mains if form.statement]
    if not used and any(child.statement for child in children):
        used = mains[:1]
    if not used:
        raise AigaqError("no_statement_column")
    if not any(len(form.table.rows) for form in used):
        raise AigaqError("empty")
    counts = Counter(left_out or {})
    counts["other sheets"] += len(mains) - len(used)
    counts["hidden rows"] += sum(
        row.hidden for form in used if not isinstance(form.table.rows, Reread) for row in form.table.rows
    )
    return _parts(used, children, _Asked(options, media), counts)


def _form(table: Table, options: Options, position: int) -> _Form:
    columns = columns_of(table)
    statement = _named(table, columns, options.column) if options.column is not None else []
    if options.column is None or (not statement and is_child(table)):
        statement = guess(table, columns)
    asks = {
        index: (column.asks, column.words)
        for index, column in enumerate(columns)
        if column.kind is Kind.CONSENT and column.asks is not None
    }
    consent = questions(asks)
    return _Form(
        table=table,
        columns=columns,
        statement=tuple(statement),
        position=position,
        consent=consent,
        asked=any(question.decides for question in consent.values()),
        ids=submission_of(table),
    )


def _named(table: Table, columns: Sequence[Column], wanted: str) -> list[int]:
    """The operator's columns, but never consent, metadata, internal notes or what the file hides."""
    return [
        index
        for index in named(columns, wanted)
        if columns[index].kind in {Kind.ANSWER, Kind.NOTES} and index not in table.hidden
    ]


def _parts(
    mains: Sequence[_Form], children: Sequence[_Form], asked: _Asked, counts: Counter[str]
) -> Iterator[Part]:
    repeats, orphans = _repeats(mains, children)
    for number, form in enumerate(mains):
        prefix = "#" if number == 0 else f"#{form.position}."
        for index, row in enumerate(form.table.rows):
            if row.hidden:
                continue
            mark = f"{prefix}{index + 1}"
            try:
                draft = _draft(form, row, repeats[number].get(index, ()), asked, counts)
            except AigaqError as error:
                yield Refusal(mark, error.code)
                continue
            counts = Counter()  # they went with this one
            yield Told(mark, draft)
    for child, index, row in orphans:
        if any(place in row.cells for place in child.statement):
            # Whose words these are is not in the file, so nobody knows whether that witness agreed.
            yield Refusal(f"#{child.position}.{index + 1}", "no_consent")


def _repeats(
    mains: Sequence[_Form], children: Sequence[_Form]
) -> tuple[Sequence[Mapping[int, _Repeats]], Sequence[tuple[_Form, int, Row]]]:
    """For each main table its entries' rows in the child tables; and the rows that belong to none."""
    found: list[dict[int, list[tuple[_Form, Row]]]] = [defaultdict(list) for _ in mains]
    orphans: list[tuple[_Form, int, Row]] = []
    # a table alone may be large: nobody asks for its ids
    entries = [entries_of(form.table) for form in mains] if children else []
    for child in children:
        places = parents_of(child.table, entries)
        for index, (row, (number, parent)) in enumerate(zip(child.table.rows, places, strict=True)):
            if row.hidden:
                continue
            if parent < 0:
                orphans.append((child, index, row))
            else:
                found[number][parent].append((child, row))
    return found, orphans


def _draft(form: _Form, row: Row, repeats: _Repeats, asked: _Asked, counts: Counter[str]) -> Draft:
    """One entry; consent is looked at before any of its words.

    Raises AigaqError damaged, no_consent or empty.
    """
    if row.surplus:
        raise AigaqError("damaged")
    scope = _consent(form, row)
    if scope is None:
        raise AigaqError("no_consent")
    left_out = Counter(counts)
    texts = _statement(form, row, asked, left_out)
    others = _others(form, row, asked, left_out)
    for child, child_row in repeats:
        texts += _repeated(child, child_row, asked, left_out)
    if not any(character.isalnum() for text in texts for character in text):
        raise AigaqError("empty")
    text = "\n\n".join(block for block in ("\n".join(others), *texts) if block)
    text = join_comments(text, _comments(form, row, left_out), options=asked.options, left_out=left_out)
    days = [day_of(cell) for cell in _cells(form, row, Kind.DATE)]
    languages = [language_of(cell) for cell in _cells(form, row, Kind.LANGUAGE)]
    return Draft(
        raw_text=text,
        source=SourceKind.FORM,
        language=next(filter(None, languages), None),
        consent=Consent(scope),
        collected_at=next(filter(None, days), None),
        left_out=tuple(sorted((kind, count) for kind, count in left_out.items() if count)),
        submission=submission(row, form.ids),
    )


def _consent(form: _Form, row: Row) -> ConsentScope | None:
    """How far the witness allowed the statement to go; None: refused, or asked and not answered."""
    answers: list[tuple[Question, str]] = []
    ticked: dict[Question, list[str]] = {}
    for index, cell in row.cells.items():
        question = form.consent.get(index)
        if question is None:
            continue
        option = form.columns[index].option
        if option is None:
            answers.append((question, cell))
        elif said(cell) is Said.YES:
            ticked.setdefault(question, []).append(option)
    answers += [(question, " ".join(chosen)) for question, chosen in ticked.items()]
    return decide(answers, asked=form.asked)


def _cells(form: _Form, row: Row, kind: Kind) -> list[str]:
    return [row.cells[index] for index in sorted(row.cells) if form.columns[index].kind is kind]


def _statement(form: _Form, row: Row, asked: _Asked, left_out: Counter[str]) -> list[str]:
    """The statement's paragraphs, once where two columns of a form hold the same."""
    texts: list[str] = []
    for index in form.statement:
        cell = row.cells.get(index, "")
        if cell and is_attachment(cell, asked.media):
            left_out["attachments"] += 1
        elif cell and cell not in texts:
            texts.append(cell)
    return texts


def _others(form: _Form, row: Row, asked: _Asked, left_out: Counter[str]) -> list[str]:
    """Answers beside the statement: counted, or the lines that the operator asked for."""
    lines: list[str] = []
    for index in sorted(row.cells):
        column, cell = form.columns[index], row.cells[index]
        if index in form.statement:
            continue
        if column.kind in {Kind.NOTES, Kind.INTERNAL}:
            left_out["notes"] += 1
        elif column.kind is not Kind.ANSWER:
            continue
        elif index in form.table.hidden:
            left_out["hidden answers"] += 1
        elif is_attachment(cell, asked.media):
            left_out["attachments"] += 1
        elif OTHER_ANSWERS in asked.options.include:
            lines.append(f"{column.label}: {cell}")
        else:
            left_out[OTHER_ANSWERS] += 1
    return lines


def _comments(form: _Form, row: Row, left_out: Counter[str]) -> list[str]:
    """Comments on visible answers; those on other cells are counted."""
    lines: list[str] = []
    for index, comment in row.comments:
        is_answer = index < len(form.columns) and form.columns[index].kind is Kind.ANSWER
        if is_answer and index not in form.table.hidden:
            lines.append(comment)
        else:
            left_out[COMMENTS] += 1
    return lines


def _repeated(child: _Form, row: Row, asked: _Asked, left_out: Counter[str]) -> list[str]:
    """The paragraphs that a repeated group adds; the rest of it is counted, asked for or not."""
    never = _Asked(PLAIN, asked.media)
    if row.surplus or _consent(child, row) is None:
        left_out["entries without consent"] += 1
        return []
    _others(child, row, never, left_out)
    left_out[COMMENTS] += len(row.comments)
    return _statement(child, row, asked, left_out)
