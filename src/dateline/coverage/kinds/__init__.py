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
)
from .key_points import KeyPointsSet
from .pin import PinSet
from .posts import (
    PostChanged,
    PostClarified,
    PostCorrected,
    PostKeyEventSet,
    PostPublished,
    PostRetracted,
    PostRevised,
    PostUpdated,
    PostWithdrawn,
    copy_of,
)
from .summary import SummarySet

__all__ = [
    "KINDS",
    "CoverageLinked",
    "CoverageOpened",
    "CoverageRetitled",
    "CoverageStateSet",
    "KeyPointsSet",
    "PinSet",
    "PostChanged",
    "PostClarified",
    "PostCorrected",
    "PostKeyEventSet",
    "PostPublished",
    "PostRetracted",
    "PostRevised",
    "PostUpdated",
    "PostWithdrawn",
    "RunningState",
    "SummarySet",
    "copy_of",
]

KINDS: Final[tuple[type[Payload], ...]] = (
    CoverageOpened,
    CoverageRetitled,
    CoverageStateSet,
    CoverageLinked,
    KeyPointsSet,
    SummarySet,
    PinSet,
    PostPublished,
    PostRevised,
    PostUpdated,
    PostClarified,
    PostCorrected,
    PostRetracted,
    PostWithdrawn,
    PostKeyEventSet,
)
