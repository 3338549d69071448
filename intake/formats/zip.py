"""A .zip: the export of a form with its repeats and media, or a folder of files."""

from collections.abc import Iterator

from intake.formats import archives
from intake.formats.form_zip import is_form_zip, read_form_zip
from intake.parts import PLAIN, Options, Part


def read_zip(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """The entries of a form's export, or the files of any other archive."""
    if is_form_zip(raw):
        return read_form_zip(raw, options)
    return archives.read_zip(raw, options)
