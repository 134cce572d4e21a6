"""The texts that the page's script shows, in the coverage's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# An example of each plural category (CLDR) that is right for all languages in `locale`.
_CATEGORIES: Final = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def words() -> dict[str, object]:
    """Returns texts by name. A text with a number has a form for each plural category."""
    return {
        "live": _("This page is live"),
        "lost": _("Reconnecting; last heard {time}"),
        "closed": _("This coverage is closed"),
        "ours": _("Times here"),
        "yours": _("Times where you are"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "copied": _("Link copied"),
        "been": _("You had read to here"),
        "selection": _("The text that you had selected has changed"),
        "reloaded": _("This page was loaded again, and you are where you were"),
        "new": _forms(lambda n: ngettext("{n} new post", "{n} new posts", n)),
        "newer": _forms(lambda n: ngettext("{n} newer post", "{n} newer posts", n)),
        "tidings": _forms(lambda n: ngettext("{n} new or changed", "{n} new or changed", n)),
        "changes": _forms(lambda n: ngettext("{n} change", "{n} changes", n)),
    }


def _forms(form: Callable[[int], str]) -> dict[str, str]:
    return {category: form(number) for category, number in _CATEGORIES.items()}
