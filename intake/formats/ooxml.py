"""Office XML: a parser that fetches and expands nothing, and names without their namespaces.

Two namespaces are in use for the same elements (transitional and strict), so names are compared by their
local part.
"""

from lxml import etree


def parse(part: bytes) -> etree._Element:
    """The root element of one XML part; raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(part, parser)


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_tag(element: etree._Element, names: str | tuple[str, ...]) -> bool:
    """Whether the element bears this name, or one of these."""
    return local_name(element) in ((names,) if isinstance(names, str) else names)


def text_of(element: etree._Element) -> str:
    """All letters under an element, deleted ones too, without blanks around."""
    return "".join(
        item.text or "" for item in element.iter("{*}t", "{*}delText") if isinstance(item.tag, str)
    ).strip()
