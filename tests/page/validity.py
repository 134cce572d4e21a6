"""A validator for the pages' HTML, which needs neither Java nor a network.

A page is read twice: as it is written, tag by tag, and as browsers read it (WHATWG HTML, by
JustHTML). Both must give the same tree, so no element is closed or moved by error recovery. Then
the tree is compared with the rules of the standard for the elements and attributes that Dateline
uses. One that is not in these tables is a fault: look it up in the standard, and add it.

JustHTML was chosen because it is one package without dependencies, is typed, and is tested with the
parser tests of the standard. The validator of the W3C needs Java. It was tried once, and found
nothing in these pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

from justhtml import JustHTML

VOID: Final = set("base br hr img input link meta source".split())
METADATA: Final = set("base link meta title script".split())
INTERACTIVE: Final = set("a button input select textarea label summary".split())
PHRASING: Final = INTERACTIVE - {"summary"} | set(
    "abbr b br cite code del em i img ins kbd mark picture q s small span strong sub sup time"
    " noscript script".split()
)
HEADINGS: Final = set("h1 h2 h3 h4 h5 h6".split())
FLOW: Final = PHRASING | HEADINGS
FLOW |= set(
    "article aside blockquote details dialog div dl fieldset figure footer form header hr main nav"
    " ol p pre section table template ul".split()
)
# Drawings. As text they say nothing, so they have no children with words.
SHAPES: Final = set("circle path rect".split())
PHRASING |= {"svg", "datalist"}
FLOW |= {"svg", "datalist"}
# The elements that may be children of an element. The children of those in TRANSPARENT are those
# that their parent may have.
CHILDREN: Final = {
    "#document": {"html"},
    "html": {"head", "body"},
    "head": METADATA,
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "dt": FLOW,
    "dd": FLOW,
    "select": {"option", "optgroup"},
    "datalist": {"option"},
    "picture": {"source", "img"},
    "figure": FLOW | {"figcaption"},
    "details": FLOW | {"summary"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "svg": SHAPES,
    "fieldset": FLOW | {"legend"},
    "summary": PHRASING | HEADINGS,
    "legend": PHRASING | HEADINGS,
    **{name: set() for name in "title option script textarea".split()},
    **dict.fromkeys(
        "body article aside blockquote caption dialog div figcaption footer form header li main nav"
        " section td template th".split(),
        FLOW,
    ),
    **dict.fromkeys(
        "p pre b em i strong small span time button label abbr cite code kbd mark q s sub"
        " sup".split(),
        PHRASING,
    ),
    **dict.fromkeys(HEADINGS, PHRASING),
}
TRANSPARENT: Final = {"a", "del", "ins", "noscript"}
GLOBAL: Final = set(
    "autocapitalize autofocus class dir hidden id lang popover role tabindex title"
    " translate".split()
)
ATTRIBUTES: Final = {
    "a": "href rel target download",
    "base": "href target",
    "button": "type name value disabled formnovalidate formaction popovertarget"
    " popovertargetaction",
    "form": "action method enctype",
    "img": "src srcset sizes width height alt loading decoding fetchpriority",
    "input": "type name value checked list required placeholder autocomplete accept max maxlength"
    " min multiple pattern step",
    "label": "for",
    "link": "rel href type title hreflang media",
    "meta": "charset name content property media",
    "ol": "reversed start",
    "option": "value selected",
    "script": "type src async",
    "select": "name",
    "source": "type srcset sizes media",
    "svg": "viewbox",
    "circle": "cx cy r",
    "path": "d",
    "rect": "x y width height rx",
    "th": "scope",
    "textarea": "name rows cols maxlength required",
    "time": "datetime",
    "del": "datetime",
}
REQUIRED: Final = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "html": {"lang"},
    "time": {"datetime"},
    "svg": {"viewbox", "aria-hidden"},
    "th": {"scope"},
    "source": {"srcset"},
}
ARIA: Final = set(
    "aria-hidden aria-label aria-labelledby aria-describedby aria-live aria-current aria-expanded"
    " aria-controls aria-pressed aria-atomic aria-busy aria-haspopup".split()
)
_AMPERSAND: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|#[0-9]+|#x[0-9a-fA-F]+);).{,9}")
REFERENCES: Final = ("for", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.all()


def faults(html: str) -> list[str]:
    """Returns what is not valid in a page."""
    written = _Written(html)
    if written.faults:
        return written.faults
    page = written.root
    # Without scripts, since browsers with scripts read no elements in <noscript>.
    read = JustHTML(html, sanitize=False, collect_errors=True, scripting_enabled=False)
    found = [f"{error.code} in line {error.line}" for error in read.errors]
    found += [f"an ampersand is not escaped: {each[0]}" for each in _AMPERSAND.finditer(html)]
    browsers = _shape_of_node(read.root)
    if _shape(page) != browsers:
        found.append(f"browsers read {_first_difference(_shape(page), browsers)}")
    found += _faults_of_children(page, CHILDREN["#document"], ())
    for each in page.all():
        found += _faults_of_attributes(each)
    return found + _faults_of_ids(page) + _faults_of_outline(page)


class _Written(HTMLParser):
    """The tree of the tags as they are written. Every element must be closed, except void ones."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.root = Element("#document")
        self._open = [self.root]
        if not html.lower().startswith("<!doctype html>"):
            self.faults.append("there is no doctype")
        self.feed(html)
        self.close()
        self.faults += [f"<{each.name}> is not closed" for each in self._open[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if len(element.attributes) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults.append(f"<{tag}/> is not HTML")

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1].name == tag:
            self._open.pop()
        else:
            line, _ = self.getpos()
            self.faults.append(f"</{tag}> ends <{self._open[-1].name}> in line {line}")

    def handle_data(self, data: str) -> None:
        self._open[-1].text += data


Shape = tuple[str, tuple["Shape", ...]]


def _shape(element: Element) -> Shape:
    return element.name, tuple(map(_shape, element.children))


def _shape_of_node(node: object) -> Shape:
    # What is in a template is no child of it (WHATWG HTML, 4.12.3).
    content = getattr(node, "template_content", None)
    children = getattr(content or node, "children", None) or ()
    elements = [each for each in children if each.name[0] not in "#!"]
    return str(getattr(node, "name", "")), tuple(map(_shape_of_node, elements))


def _first_difference(written: Shape, read: Shape) -> str:
    names = [child[0] for child in read[1]]
    if [child[0] for child in written[1]] != names:
        return f"{names} in <{written[0]}>"
    pairs = zip(written[1], read[1], strict=True)
    return next(_first_difference(one, two) for one, two in pairs if one != two)


def _faults_of_children(element: Element, allowed: set[str], within: tuple[str, ...]) -> list[str]:
    found = []
    for child in element.children:
        if child.name not in allowed and not (child.name in METADATA and element.name == "head"):
            found.append(f"<{child.name}> in <{element.name}>")
        if child.name in INTERACTIVE and {"a", "button"} & {*within, element.name}:
            found.append(f"<{child.name}> in an <a> or <button>")
        inner = allowed if child.name in TRANSPARENT else CHILDREN.get(child.name, set())
        if element.name == "dl" and child.name == "div":
            inner = {"dt", "dd"}
        found += _faults_of_children(child, inner, (*within, element.name))
    if element.name in ("ul", "ol", "select", "picture") and element.text.strip():
        found.append(f"text in <{element.name}>")
    return found


def _faults_of_attributes(element: Element) -> list[str]:
    known = GLOBAL | ARIA | set(ATTRIBUTES.get(element.name, "").split())
    names = {name for name in element.attributes if not name.startswith("data-")}
    found = [f"<{element.name} {name}> is unknown" for name in sorted(names - known)]
    missing = REQUIRED.get(element.name, set()) - names
    found += [f"<{element.name}> has no {name}" for name in sorted(missing)]
    for name in ("href", "src", "content", "lang", "id", "for", "datetime"):
        if element.attributes.get(name) == "" and element.name != "meta":
            found.append(f"<{element.name} {name}> is empty")
    if any(letter in element.attributes.get("id", "") for letter in " \t\n"):
        found.append(f"the id {element.attributes['id']!r} has a space")
    return found


def _faults_of_ids(page: Element) -> list[str]:
    ids = [each.attributes["id"] for each in _outside_templates(page) if "id" in each.attributes]
    # The fragment "top" leads to the top of every page.
    known = {*ids, "top"}
    found = [f"the id {each} is there twice" for each in sorted(set(ids)) if ids.count(each) > 1]
    for each in _outside_templates(page):
        named = [each.attributes.get(name, "") for name in REFERENCES]
        address = each.attributes.get("href", "")
        named += [address[1:]] if address.startswith("#") else []
        found += [f"there is no id {name}" for name in " ".join(named).split() if name not in known]
    return found


def _outside_templates(element: Element) -> Iterator[Element]:
    """All elements but those in templates, which are no part of the page."""
    yield element
    if element.name != "template":
        for child in element.children:
            yield from _outside_templates(child)


def _faults_of_outline(page: Element) -> list[str]:
    names = [each.name for each in page.all()]
    found = [
        f"there are {names.count(name)} <{name}>"
        for name in ("title", "h1", "main")
        if names.count(name) != 1
    ]
    titles = [each for each in page.all() if each.name in ("title", "h1")]
    found += [f"<{each.name}> is empty" for each in titles if not _text(each).strip()]
    levels = [int(name[1]) for name in names if name in HEADINGS]
    for before, after in pairwise(levels):
        if after > before + 1:
            found.append(f"h{after} follows h{before}")
    return found


def _text(element: Element) -> str:
    return element.text + "".join(map(_text, element.children))
