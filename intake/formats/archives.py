"""Archives (.zip, .tar and its packed kinds, .gz of one file): the files in them, one at a time.

Nothing is ever unpacked to disk: a name with "../" in it is only a label, and links are refused. Memory
holds one file beside the archive itself. The caller reads what comes out, decides which names are the
system's, and keeps the limit on archives in archives.
"""

from collections.abc import Iterator

from intake.formats.member_names import UniqueNames, clean_path
from intake.formats.tars import HEAD_LENGTH, is_head, tar_members
from intake.formats.unpacking import MEMBER_LIMIT, UnpackedStream
from intake.formats.zips import Member, zip_members
from intake.parts import PLAIN, Inner, Options, Refusal
from models.errors import AigaqError


def read_zip(raw: bytes, options: Options = PLAIN) -> Iterator[Inner | Refusal]:
    """The files of a .zip. A refusal with an empty mark speaks of the archive: its end is missing.

    Raises AigaqError empty, damaged or archive_bomb.
    """
    return _passed_on(zip_members(raw))


def read_tar(raw: bytes, options: Options = PLAIN) -> Iterator[Inner | Refusal]:
    """The files of a .tar, .tar.gz, .tar.bz2 or .tar.xz; otherwise as `read_zip`.

    Packed data that is no tar is one file; its name is empty and means the archive's own without its ending.
    """
    stream = UnpackedStream(raw)
    first = stream.read(HEAD_LENGTH)
    if stream.is_plain or is_head(first):
        return _passed_on(tar_members(stream, first))
    content = first + stream.read(MEMBER_LIMIT)
    if len(content) > MEMBER_LIMIT:
        raise AigaqError("archive_bomb")
    if not stream.is_whole:
        raise AigaqError("damaged")
    return iter((Inner(name="", raw=content),))


def _passed_on(members: Iterator[Member]) -> Iterator[Inner | Refusal]:
    """Each file under a name that no other bears; an archive without any is `empty`."""
    names = UniqueNames()
    is_empty = True
    for member in members:
        is_empty = False
        name = names.give(clean_path(member.name)) if member.name else ""
        if member.code is None:
            yield Inner(name=name, raw=member.raw)
        else:
            yield Refusal(mark=f"#{name}" if name else "", code=member.code)
    if is_empty:
        raise AigaqError("empty")
