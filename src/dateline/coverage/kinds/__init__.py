"""The kinds of entry about a coverage, one module for each kind of object. Pure.

docs/journal.md is generated from the docstrings of these classes.
"""

from typing import Final

from dateline.journal.entry import Payload

from .coverage import (
    CoverageLinked,
    CoverageOpened,
    CoverageRetitled,
    CoverageStateSet,
    RunningState,
    TextChange,
)
from .key_points import KeyPointsSet
from .lead_picture import LeadPictureSet
from .pin import Pin, PinSet, PinsSet, pins_of
from .posts import (
    PostChanged,
    PostClarified,
    PostCorrected,
    PostKeyEventSet,
    PostKeyEventTitled,
    PostPublished,
    PostRetracted,
    PostRevised,
    PostUpdated,
    PostWithdrawn,
    copy_of,
)
from .relations import RELATION_NAMES, PostRelationsSet, Relation, RelationName
from .summary import SummarySet
from .tags import PostTagsSet

__all__ = [
    "KINDS",
    "RELATION_NAMES",
    "CoverageLinked",
    "CoverageOpened",
    "CoverageRetitled",
    "CoverageStateSet",
    "KeyPointsSet",
    "LeadPictureSet",
    "Pin",
    "PinSet",
    "PinsSet",
    "PostChanged",
    "PostClarified",
    "PostCorrected",
    "PostKeyEventSet",
    "PostKeyEventTitled",
    "PostPublished",
    "PostRelationsSet",
    "PostRetracted",
    "PostRevised",
    "PostTagsSet",
    "PostUpdated",
    "PostWithdrawn",
    "Relation",
    "RelationName",
    "RunningState",
    "SummarySet",
    "TextChange",
    "copy_of",
    "pins_of",
]

KINDS: Final[tuple[type[Payload], ...]] = (
    CoverageOpened,
    CoverageRetitled,
    CoverageStateSet,
    CoverageLinked,
    KeyPointsSet,
    SummarySet,
    LeadPictureSet,
    PinSet,
    PinsSet,
    PostPublished,
    PostRevised,
    PostUpdated,
    PostClarified,
    PostCorrected,
    PostRetracted,
    PostWithdrawn,
    PostKeyEventSet,
    PostKeyEventTitled,
    PostRelationsSet,
    PostTagsSet,
)
