"""References to the objects of a coverage. Pure."""

from __future__ import annotations

from typing import Final

from dateline.journal.entry import ObjectRef

COVERAGE: Final = ObjectRef("coverage")
SERIES: Final = ObjectRef("series")
SUMMARY: Final = ObjectRef("summary")
KEY_POINTS: Final = ObjectRef("key_points")
PIN: Final = ObjectRef("pin")
LEAD_PICTURE: Final = ObjectRef("lead_picture")
FRONT_MATTER: Final = (COVERAGE, SERIES, SUMMARY, KEY_POINTS, PIN, LEAD_PICTURE)
POST_TYPE: Final = "post"


def post(number: int) -> ObjectRef:
    """Returns the reference to the post with this number."""
    return ObjectRef(POST_TYPE, str(number))
