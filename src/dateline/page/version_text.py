"""The text of a version, as readers compare it.

Each field is on a line, with its name if readers could not tell what it is.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from dateline.content.tree import Copy, Embed, Lost, MapMarks, Part, Photograph, text_of
from dateline.coverage.kinds import (
    CoverageOpened,
    CoverageRetitled,
    KeyPointsSet,
    PostChanged,
    PostPublished,
    SummarySet,
    copy_of,
)
from dateline.journal.entry import Payload, intact, value_or


def of(payload: Payload) -> str:
    """The text of a version, in the active language, without what was erased."""
    match payload:
        case PostPublished() | PostChanged():
            return _words(copy_of(payload))
        case SummarySet():
            parts: tuple[Part, ...] = intact(payload.parts)
            copy = Copy(value_or(payload.headline, ""), value_or(payload.bylines, ()), parts)
            return _words(copy)
        case KeyPointsSet():
            return "\n".join(each.line for each in value_or(payload.points, ()))
        case CoverageOpened() | CoverageRetitled():
            # Bylines last: they are often added later, and were compared with the standfirst.
            signed = _words(Copy("", value_or(payload.bylines, ()), ()))
            titles = [value_or(payload.headline, ""), value_or(payload.standfirst, "")]
            return "\n".join(filter(None, [*titles, signed]))
        case _:
            raise ValueError(f"{payload.kind} has no text")


def _words(copy: Copy) -> str:
    bylines = [", ".join(filter(None, [each.name, each.role, each.place])) for each in copy.bylines]
    return "\n".join(filter(None, [copy.headline, *bylines, *map(_part, copy.parts)]))


def _part(part: Part) -> str:
    match part:
        case Photograph(_renditions, alt_text, caption, credit):
            return _named(
                (_("Picture in words:"), alt_text),
                (_("Caption:"), caption),
                (_("Photo:"), credit),
            )
        case MapMarks(title, legend, places):
            return _named(
                (_("Map:"), title),
                *((_("Legend:"), layer) for layer in legend),
                *(
                    (_("Place:"), f"{place.name} ({place.latitude}, {place.longitude})")
                    for place in places
                ),
            )
        case Embed(address=address):
            text = text_of(part).removesuffix(f"\n{address}")
            return "\n".join(filter(None, [text, _named((_("Original:"), address))]))
        case Lost(what, caption, credit):
            lost = {
                "photograph": _("Photograph lost"),
                "map": _("Map lost"),
            }.get(what, _("Embed lost"))
            fields = _named((_("Caption:"), caption), (_("Photo:"), credit))
            return "\n".join(filter(None, [lost, fields]))
        case _:
            return text_of(part)


def _named(*fields: tuple[str, str]) -> str:
    return "\n".join(f"{name} {text}" for name, text in fields if text)
