"""An optional teacher for Russian news: slovnet's NER labels the unlabelled Wikinews texts (silver).

Needs a folder with slovnet's and navec's model archives (`slovnet_ner_news_v1.tar`,
`navec_news_v1_1B_250K_300d_100q.tar`, both MIT, by the natasha project); they are not on the package index by
themselves.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from training.corpora import NUMBER, UNKNOWN
from training.examples import Example, Span, make, pieces

NER_ARCHIVE: Final = "slovnet_ner_news_v1.tar"
NAVEC_ARCHIVE: Final = "navec_news_v1_1B_250K_300d_100q.tar"
_LABELS: Final = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}


def texts(corpora: Path, models: Path, *, words: int = 200) -> Iterator[Example]:
    """Pieces of ru-wikinews-unlabelled.jsonl with the teacher's labels; numbers stay unknown."""
    from navec import Navec  # type: ignore[import-untyped]  # noqa: PLC0415
    from slovnet import NER  # type: ignore[import-untyped]  # noqa: PLC0415

    tagger = NER.load(str(models / NER_ARCHIVE))
    tagger.navec(Navec.load(str(models / NAVEC_ARCHIVE)))
    with (corpora / "ru-wikinews-unlabelled.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            spans = [Span(s.start, s.stop, _LABELS[s.type]) for s in tagger(text).spans]
            spans += [Span(m.start(), m.end(), UNKNOWN) for m in NUMBER.finditer(text)]
            yield from pieces(make(text, spans, lang="ru", source="ru-wikinews (silver)"), words=words)
