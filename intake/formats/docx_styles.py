"""Which runs of a Word document are hidden: by themselves, by their style, or by their paragraph's."""

from lxml import etree

_OFF = frozenset({"0", "false", "off"})


def hidden_styles(root: etree._Element) -> dict[str, bool]:
    """For each style that says so itself or by inheritance: whether its text is hidden.

    The key "" stands for the default paragraph style.
    """
    own: dict[str, bool | None] = {}
    parents: dict[str, str] = {}
    default = None
    for style in root.findall("{*}style"):
        name = _attribute(style, "styleId")
        if name is None:
            continue
        own[name] = _vanish(style.find("{*}rPr"))
        based_on = style.find("{*}basedOn")
        if based_on is not None:
            parents[name] = _attribute(based_on, "val") or ""
        if _attribute(style, "type") == "paragraph" and _attribute(style, "default") not in {None, *_OFF}:
            default = name
    resolved: dict[str, bool] = {}
    for name in own:
        answer = _inherited(name, own, parents)
        if answer is not None:
            resolved[name] = answer
            if name == default:
                resolved[""] = answer
    return resolved


def is_hidden(run: etree._Element, *, paragraph_style: str | None, styles: dict[str, bool]) -> bool:
    """Whether a run is hidden: its own word counts first, then its style's, then its paragraph's."""
    own = _vanish(run.find("{*}rPr"))
    if own is not None:
        return own
    run_style = style_of(run, "r")
    if run_style in styles:
        return styles[run_style]
    return styles.get(paragraph_style or "", False)


def style_of(element: etree._Element, kind: str) -> str | None:
    """The style that a paragraph ("p") or a run ("r") names."""
    style = element.find(f"{{*}}{kind}Pr/{{*}}{kind}Style")
    return None if style is None else _attribute(style, "val")


def _inherited(name: str, own: dict[str, bool | None], parents: dict[str, str]) -> bool | None:
    seen: set[str] = set()
    while name in own and name not in seen:  # a damaged file may inherit in a circle
        answer = own[name]
        if answer is not None:
            return answer
        seen.add(name)
        name = parents.get(name, "")
    return None


def _vanish(settings: etree._Element | None) -> bool | None:
    vanish = None if settings is None else settings.find("{*}vanish")
    return None if vanish is None else (_attribute(vanish, "val") or "1") not in _OFF


def _attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name: it carries the document's namespace, of which there are two."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
