"""Which text of an OpenDocument file is hidden: by its style, or by a style that this one inherits from."""

from lxml import etree

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    **{
        name: f"urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"
        for name, uri in {
            "draw": "drawing",
            "form": "form",
            "office": "office",
            "style": "style",
            "table": "table",
            "text": "text",
        }.items()
    },
}
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}

HiddenStyles = dict[tuple[str, str], bool | None]
"""By family ("text", "paragraph") and name: whether text is hidden, None where nothing says so."""


def qualified(element: etree._Element) -> str:
    """An element's name with its usual prefix: "text:p"; "other:p" outside of the namespaces known here."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    uri, _, name = tag.rpartition("}")
    return f"{_PREFIXES.get(uri[1:], 'other')}:{name}"


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its prefixed name: "text:display"."""
    prefix, _, local = name.partition(":")
    value = element.get(f"{{{NAMESPACES[prefix]}}}{local}")
    return None if value is None else str(value)


def hidden_styles(roots: list[etree._Element]) -> HiddenStyles:
    """The text and paragraph styles of all parts that say so, themselves or by inheritance."""
    own: dict[tuple[str, str], bool | None] = {}
    parents: dict[tuple[str, str], tuple[str, str]] = {}
    for root in roots:
        for style in root.iter("{*}style", "{*}default-style"):
            family = attribute(style, "style:family") or ""
            key = (family, attribute(style, "style:name") or "")
            own[key] = _hides(style)
            parents[key] = (family, attribute(style, "style:parent-style-name") or "")
    resolved: HiddenStyles = {}
    for key in own:
        _resolve(key, own, parents, resolved)
    return resolved


def _resolve(
    key: tuple[str, str],
    own: dict[tuple[str, str], bool | None],
    parents: dict[tuple[str, str], tuple[str, str]],
    resolved: HiddenStyles,
) -> None:
    """Follow the inheritance until a style gives an answer; each style is passed once in all."""
    passed: list[tuple[str, str]] = []
    answer: bool | None = None
    seen: set[tuple[str, str]] = set()
    while key in own and key not in seen:  # a damaged file may inherit in a circle
        if key in resolved:
            answer = resolved[key]
            break
        seen.add(key)
        passed.append(key)
        answer = own[key]
        if answer is not None:
            break
        key = parents[key]
    for style in passed:
        resolved[style] = answer


def _hides(style: etree._Element) -> bool | None:
    properties = style.find("style:text-properties", NAMESPACES)
    display = None if properties is None else attribute(properties, "text:display")
    return None if display is None else display == "none"
