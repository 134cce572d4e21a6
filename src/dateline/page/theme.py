"""Reads a theme: the folder in which a publication has its name, its links, its mark and its look.

Pure. A theme is checked as a whole when Dateline starts: an error in it would otherwise be seen
first by readers.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from . import contrast

CSS: Final = "theme.css"
LINKS: Final = ("imprint", "ethics", "corrections", "unnamed_sources", "ownership", "contact")

_FACTS: Final = "publication.toml"
_KEYS: Final = ("name", "url", "preload", "links")
_OURS: Final = Path(__file__).parent
# Their HTML is stored, so a theme that replaced them would change only what is published later.
_STORED: Final = ("page/blocks/", "page/parts/")
_URL: Final = re.compile(r"""url\(\s*["']?([^"')]*?)["']?\s*\)""", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
# Also where no url() is around it, as in image-set("https://…").
_ELSEWHERE: Final = re.compile(r"""[^\s"'(,;:]*:?//[^\s"'),;]*""")


class BadTheme(ValueError):
    """A theme cannot be used. The message says which file is wrong, and why."""


@dataclass(frozen=True)
class Logo:
    """The file of a mark, below `static/`, with its size in the units of the drawing."""

    name: str
    width: str
    height: str


@dataclass(frozen=True)
class Theme:
    """What a publication says about itself, and how it looks.

    `links` has the addresses of those pages of LINKS that the publication has. `preload` names the
    fonts, below `static/`, that pages load at once. `css` is the text of its style sheet.
    `templates` names the templates that it brings. `digest` changes with any of its files.
    """

    folder: Path | None = None
    name: str = ""
    url: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    preload: tuple[str, ...] = ()
    logo: Logo | None = None
    css: str = ""
    templates: tuple[str, ...] = ()
    digest: str = ""

    def folders(self, name: str) -> list[Path]:
        """Returns the folder of this name in the theme, in a list; an empty list without one."""
        return [self.folder / name] if self.folder and (self.folder / name).is_dir() else []


BUILT_IN: Final = Theme()


def load(folder: Path) -> Theme:
    """Reads the theme in a folder. Raises BadTheme."""
    if not folder.is_dir():
        raise BadTheme(f"there is no folder {folder}.")
    facts = _facts(folder / _FACTS)
    css = _text(folder / CSS)
    _require_own_files(css, folder)
    return Theme(
        folder=folder,
        name=facts["name"],
        url=facts.get("url", ""),
        links=facts.get("links", {}),
        preload=_preloaded(facts.get("preload", []), folder),
        logo=_logo(folder / "static" / "logo.svg"),
        css=css,
        templates=tuple(_templates(folder / "templates")),
        digest=_digest(folder),
    )


def with_addresses(theme: Theme, addresses: Mapping[str, str]) -> str:
    """Returns the style sheet with an address for each file in `static/` that it names."""

    def replaced(found: re.Match[str]) -> str:
        address = addresses.get(found[1].removeprefix("static/"))
        return f'url("{address}")' if address else found[0]

    return _URL.sub(replaced, theme.css)


def files_named(theme: Theme) -> list[str]:
    """Returns the files in `static/` that the style sheet names, without that folder's name."""
    return [each.removeprefix("static/") for each in _named(theme.css)]


def contrast_faults(theme: Theme) -> list[str]:
    """Returns a sentence for each colour of the page whose contrast is too low."""
    ours = (_OURS / "static" / "page" / "page.css").read_text()
    return contrast.faults([ours, theme.css])


def _facts(path: Path) -> dict[str, Any]:
    try:
        facts = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadTheme(f"{path} is no TOML: {error}.") from None
    links = facts.get("links", {})
    _require_known(path, facts, _KEYS)
    if not isinstance(links, dict):
        raise BadTheme(f"{path}: links must be a table, [links].")
    _require_known(path, links, LINKS)
    texts = {"name": facts.get("name", ""), "url": facts.get("url", ""), **links}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise BadTheme(f"{path}: {key} must be a text in quotation marks.")
        if key != "name" and text and not text.startswith(("https://", "http://", "mailto:", "/")):
            raise BadTheme(f"{path}: {key} is {text!r}, but must be an address such as https://….")
    if not texts["name"].strip():
        raise BadTheme(f"{path} has no name.")
    return facts


def _require_known(path: Path, found: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key in found:
        if key not in known:
            raise BadTheme(f"{path} has the unknown key {key!r}. Known are {', '.join(known)}.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadTheme(f"{path} is not in UTF-8.") from None
    except OSError as error:
        raise BadTheme(f"{path} cannot be read: {error.strerror}.") from None


def _named(css: str) -> list[str]:
    return [each for each in _URL.findall(css) if not each.startswith("#")]


def _require_own_files(css: str, folder: Path) -> None:
    """Raises BadTheme if the style sheet loads something that browsers are told not to load."""
    rules = _COMMENT.sub(" ", css)
    if "\\" in rules:
        # Browsers read @\69mport as @import.
        raise BadTheme(f"{folder / CSS} has a backslash. Write each character as it is.")
    if "@import" in css.lower():
        raise BadTheme(f"{folder / CSS} has an @import. Write all rules into this file.")
    for name in [*_named(css), *_ELSEWHERE.findall(rules)]:
        if not name.startswith("static/"):
            raise BadTheme(f"{folder / CSS} loads {name!r}, but may load only files in static/.")
        _require_file(name, folder)


def _require_file(name: str, folder: Path) -> None:
    path = folder / name
    if not path.is_file() or not path.resolve().is_relative_to((folder / "static").resolve()):
        raise BadTheme(f"{name!r} is not a file in the theme {folder}.")


def _preloaded(names: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise BadTheme(f"{folder / _FACTS}: preload must be a list of files in static/.")
    for name in names:
        _require_file(f"static/{name}", folder)
        if not name.endswith(".woff2"):
            raise BadTheme(f"{folder / _FACTS}: preload has {name!r}, but only .woff2 is allowed.")
    return tuple(names)


def _logo(path: Path) -> Logo | None:
    if not path.exists():
        return None
    # Without its size the page would shift when the mark arrives.
    box = re.search(r'viewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)', _text(path))
    if not box:
        raise BadTheme(f"{path} has no viewBox, which says how large it is.")
    return Logo(path.name, box[1], box[2])


def _templates(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(_STORED):
            raise BadTheme(f"{path} cannot replace ours, because its HTML is stored. Use {CSS}.")
        if not name.startswith("theme/") and not (_OURS / "templates" / name).is_file():
            raise BadTheme(f"{path} replaces no template. Those of your own belong in theme/.")
        yield name


def _digest(folder: Path) -> str:
    files = [folder / _FACTS, folder / CSS]
    files += sorted((folder / "static").rglob("*")) + sorted((folder / "templates").rglob("*"))
    whole = hashlib.sha256()
    for path in files:
        if path.is_file():
            whole.update(f"{path.relative_to(folder)} {path.stat().st_size} ".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()
