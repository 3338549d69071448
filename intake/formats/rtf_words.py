"""What RTF's control words mean for the text: where it goes, what is left out, which signs they stand for."""

from enum import Enum
from typing import Final

from intake.formats.comments import COMMENTS


class Mode(Enum):
    """What happens to the text of a group."""

    READ = "read"
    DROP = "drop"
    FONTS = "fonts"
    INSTRUCTION = "instruction"  # of a field
    SHAPE = "shape"  # only its text box is read
    OBJECT = "object"  # only its result is read
    TWICE = "twice"  # only its form in Unicode is read


# Destinations whose text is none of the document's, or repeats it for old programs.
_DROPPED = (
    "colortbl stylesheet info filetbl listtable listoverridetable revtbl rsidtbl author operator title "
    "subject keywords comment doccomm category manager company hlinkbase creatim revtim printim buptim "
    "ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pn pntext pntxta pntxtb listtext nonesttables "
    "nonshppict shprslt mmathPict formfield datafield tc tcn xe rxe txe atnid atnauthor atndate atnref "
    "atnparent atnicn atntime template bkmkstart bkmkend private userprops docvar objclass objname "
    "objdata objalias objsect"
)
MODES: Final = {
    **dict.fromkeys(_DROPPED.split(), Mode.DROP),
    "fonttbl": Mode.FONTS,
    "fldinst": Mode.INSTRUCTION,
    "shpinst": Mode.SHAPE,
    "do": Mode.SHAPE,
    "object": Mode.OBJECT,
    "upr": Mode.TWICE,
}
FLOWS: Final = {
    **dict.fromkeys("header headerl headerr headerf footer footerl footerr footerf".split(), "headers"),
    "footnote": "footnotes",
    "annotation": COMMENTS,
}
"""Texts beside the body, and how they are counted."""

BOXES: Final = frozenset({"shptxt", "dptxbxtext"})
READ_IN: Final = {"result": Mode.OBJECT, "ud": Mode.TWICE}
"""Parts that are read within a group whose other parts are not."""

# Marked as ignorable, but with text of the document in them.
_THROUGH = frozenset({"shppict", "nesttableprops", "moMath", "moMathPara"})
KNOWN: Final = frozenset({*MODES, *FLOWS, *BOXES, *READ_IN, *_THROUGH, "pict", "fldrslt"})
"""Destinations that are handled here; any other that is marked as ignorable is ignored."""

SIGNS: Final = {
    "tab": "\t", "\t": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "~": "\u00a0",
    "_": "-", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "\\": "\\", "{": "{", "}": "}",
    "nestcell": "\t",
}  # fmt: skip
PARAGRAPH_ENDS: Final = frozenset({"par", "sect", "\n", "\r"})
CODE_PAGES: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
