"""Word documents: a statement a file, its masks shaded, its tags at the end.

Invariants: the paragraphs without a style, joined by newlines, are the text. A file holds the parts named
here and no others; its bytes depend on the statement alone: no author, no date, no program, nothing hidden.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.oxml.parser import OxmlElement
from docx.oxml.text.paragraph import CT_P

from models.abuse import HURIDOCS, AbuseCode
from models.findings import TagKind
from models.labels import Language
from share.contents import Contents, Item, ReleasedTag
from share.formats.documents import lines, pieces, write_each
from share.words import LANGUAGES, called, words

_SURROGATE = re.compile("[\ud800-\udfff]")

_DOCUMENT: Final = "word/document.xml"
_LANGUAGE: Final = {Language.EN: "en-GB", Language.RU: "ru-RU", Language.KK: "kk-KZ"}
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Everything in a file but the text itself; "LANGUAGE" is for screen readers and spelling.
_PARTS: Final = {
    "[Content_Types].xml": f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
</Types>""",
    "_rels/.rels": f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>
</Relationships>""",
    "word/_rels/document.xml.rels": f"""\
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_RELATIONS}/settings" Target="settings.xml"/>
</Relationships>""",
    _DOCUMENT: f"""<w:document {_W}><w:body><w:sectPr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="709" w:footer="709"
 w:gutter="0"/>
</w:sectPr></w:body></w:document>""",
    # without it Word takes the file for one of 2007 and says so in the title bar
    "word/settings.xml": f"""<w:settings {_W}><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat></w:settings>""",
    "word/styles.xml": f"""<w:styles {_W}>
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>
<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="LANGUAGE"/>
</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>
<w:spacing w:after="80" w:line="300" w:lineRule="auto"/>
</w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="240"/><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="480"/><w:outlineLvl w:val="1"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Tag"><w:name w:val="Tag"/><w:basedOn w:val="Normal"/>
<w:qFormat/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Mask"><w:name w:val="Mask"/><w:qFormat/>
<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/></w:rPr></w:style>
</w:styles>""",
}


def write_docx(contents: Contents, folder: Path, progress: Callable[[], None] | None = None) -> list[Path]:
    """A .docx a statement, in docx/ of the folder; raises AigaqError unwritable."""
    return write_each(contents, folder, "docx", _file, progress)


def _file(item: Item) -> bytes:
    document = docx.Document(BytesIO(_blank(item.language)))
    end = document.element.body.sectPr
    end.addprevious(_paragraph([(item.name, False)], "Heading1"))
    for line in lines(item.text):
        end.addprevious(_paragraph(pieces(line)))
    for text, style in _tags(item.tags):
        end.addprevious(_paragraph([(text, False)], style))
    return _zip({**_parts(item.language), _DOCUMENT: document.part.blob})


def _paragraph(runs: Iterable[tuple[str, bool]], style: str | None = None) -> CT_P:
    """A paragraph to put in; the way python-docx itself adds one looks through all that are there."""
    made = cast(CT_P, OxmlElement("w:p"))
    if style is not None:
        made.style = style
    for text, masked in runs:
        run = made.add_r()
        run.text = _SURROGATE.sub("\ufffd", text)
        if masked:
            run.style = "Mask"
    return made


def _tags(tags: tuple[ReleasedTag, ...]) -> Iterator[tuple[str, str]]:
    """The lines of the tags with their styles, each tag once, kind by kind; nothing where there is none."""
    once = list(dict.fromkeys((tag.kind, tag.code, tag.region) for tag in tags))
    if once:
        yield _named("tags"), "Heading2"
    for kind in TagKind:
        told = [_told(kind, code, region) for of, code, region in once if of is kind]
        if told:
            yield f"{_named(kind)}:", "Tag"
        yield from ((f"– {line}", "Tag") for line in told)


def _told(kind: TagKind, code: str, region: str) -> str:
    """A tag in three languages, with the codes that other collections know it by."""
    name = " · ".join(dict.fromkeys(called(kind, code, language) for language in LANGUAGES))
    if kind is TagKind.ABUSE and code in set(AbuseCode):
        known = HURIDOCS[AbuseCode(code)]
        codes = {"acts": known.acts, "methods": known.methods}
        told = "; ".join(f"{_named(word)} {', '.join(of)}" for word, of in codes.items() if of)
        return f"{name} (HURIDOCS: {told})"
    if kind is TagKind.PLACE and (region or code.startswith("KZ")):
        return f"{name} ({region or code})"
    return name


def _named(word: str) -> str:
    return " · ".join(words("document")[word][language] for language in LANGUAGES)


def _parts(language: Language) -> dict[str, bytes]:
    return {
        name: (_XML + part.replace("LANGUAGE", _LANGUAGE[language])).encode() for name, part in _PARTS.items()
    }


@cache
def _blank(language: Language) -> bytes:
    return _zip(_parts(language))


def _zip(parts: dict[str, bytes]) -> bytes:
    """The parts in one file, none with the time or the system of this computer."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 0
            member.compress_type = ZIP_DEFLATED
            archive.writestr(member, part)
    return out.getvalue()
