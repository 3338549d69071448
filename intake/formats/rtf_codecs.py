"""RTF's bytes: each stands in the code page of its font, and which one that is may be told wrongly.

While a document is walked, a byte is kept as one character of a private plane that carries its code page;
when the whole text is there, the code pages are settled and the bytes read.
"""

import codecs
import re

from intake.formats.encodings import decode_eight_bit
from models.errors import AigaqError

DEFAULT = ""
"""The code page of fonts that name none: the one the document declares, if its bytes agree."""

_BASE = 0xF0000
_SURROGATES = re.compile("[\ud800-\udfff]")
_CHARSETS = {
    77: "mac_roman", 89: "mac_cyrillic", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES = {65001: "utf-8", 10000: "mac_roman", 10007: "mac_cyrillic", 936: "gbk", 950: "big5"}
# Programs write these numbers without a look at the text: Cyrillic in "western" fonts is common, and
# Kazakh relatives of windows-1251 have no number of their own.
_KAZAKH = ("cp1251", "kz1048", "ptcp154")
_CARELESS = {"cp1251": (*_KAZAKH, "cp1252", "cp1254"), "cp1252": ("cp1252", *_KAZAKH, "cp1254")}
_SAMPLE = 200_000


def codec_of_charset(charset: int) -> str:
    """The codec of a font's \\fcharset."""
    return _CHARSETS.get(charset, DEFAULT)


def codec_of_page(page: int) -> str:
    """The codec of a code page's number; DEFAULT where there is none."""
    name = _CODE_PAGES.get(page, f"cp{page}")
    try:
        return name if codecs.lookup(name) else DEFAULT
    except LookupError:
        return DEFAULT


class ByteText:
    """Stand-ins for bytes, and their reading."""

    def __init__(self) -> None:
        self.declared = "cp1252"
        self._codecs: list[str] = [DEFAULT]

    def stand_in(self, byte: int, codec: str) -> str:
        """The character that stands for a byte of this code page until the text is complete."""
        if codec not in self._codecs:
            self._codecs.append(codec)
        return chr(_BASE + (self._codecs.index(codec) << 8) + byte)

    def stand_ins(self, text: str, codec: str) -> str:
        """Text of a file without escapes: what is above ASCII in it are bytes of this code page."""
        self.stand_in(0, codec)
        shift = _BASE + (self._codecs.index(codec) << 8)
        return text.translate({byte: shift + byte for byte in range(0x80, 0x100)})

    def read(self, texts: list[str]) -> list[str]:
        """The texts with all bytes read; raises AigaqError damaged if too many of them are no characters."""
        whole = "\n".join(texts)
        settled = [self._settle(index, whole) for index in range(len(self._codecs))]
        found = wrong = 0
        for index, codec in enumerate(settled):

            def read_run(match: re.Match[str], codec: str = codec) -> str:
                nonlocal found, wrong
                raw = match[0].encode("utf-32-le")[
                    ::4
                ]  # the lowest byte of each stand-in is what it stands for
                text = raw.decode(codec, errors="replace")
                found += len(raw)
                wrong += text.count("\ufffd")
                return text

            texts = [self._plane(index).sub(read_run, text) for text in texts]
        if wrong > 2 and wrong * 100 > found:
            raise AigaqError("damaged")
        return [_join_surrogates(text) for text in texts]

    def _plane(self, index: int) -> re.Pattern[str]:
        first = _BASE + (index << 8)
        return re.compile(f"[{chr(first)}-{chr(first + 0xFF)}]+")

    def _settle(self, index: int, whole: str) -> str:
        """The codec that the bytes of one code page are really in."""
        declared = self._codecs[index] or self.declared
        choice = _CARELESS.get(declared, ()) if self._codecs[index] == DEFAULT else _KAZAKH
        if declared not in choice:
            return declared
        first = _BASE + (index << 8)
        high = self._plane(index).search(whole)
        if high is None:
            return declared
        start = max(high.start() - 100, 0)
        sample = bytes(
            point - first if first <= point < first + 256 else point if point < 0x80 else 0x20
            for point in map(ord, whole[start : start + _SAMPLE])
        )
        try:
            right = decode_eight_bit(sample)
        except AigaqError:
            return declared
        return next((codec for codec in choice if sample.decode(codec, errors="replace") == right), declared)


def _join_surrogates(text: str) -> str:
    """RTF writes characters beyond 16 bits in two halves; a half alone is no character."""
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
