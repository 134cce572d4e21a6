"""Entries about a coverage as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dateline.content.tree import Byline
from dateline.journal.entry import Erased, Payload, entry_kind

RunningState = Literal["announced", "live", "paused", "closed"]


@entry_kind(
    "coverage.opened",
    about="coverage",
    structural=("slug", "zone", "language", "state", "dated"),
)
@dataclass(frozen=True, kw_only=True)
class CoverageOpened(Payload):
    """A coverage was opened. `dated` is the time that it shows for its beginning."""

    slug: str | Erased
    headline: str | Erased
    standfirst: str | Erased
    bylines: tuple[Byline, ...] | Erased
    zone: str | Erased
    language: str | Erased
    state: RunningState | Erased
    dated: datetime | Erased


@entry_kind("coverage.retitled", about="coverage")
@dataclass(frozen=True, kw_only=True)
class CoverageRetitled(Payload):
    """The headline, standfirst or bylines of the coverage were replaced."""

    headline: str | Erased
    standfirst: str | Erased
    bylines: tuple[Byline, ...] | Erased


@entry_kind("coverage.state_set", about="coverage", structural=("state",))
@dataclass(frozen=True, kw_only=True)
class CoverageStateSet(Payload):
    """The state of the coverage was set. Pages label a closed coverage "as it happened"."""

    state: RunningState | Erased


@entry_kind("coverage.linked", about="series", structural=("side", "slug", "state"))
@dataclass(frozen=True, kw_only=True)
class CoverageLinked(Payload):
    """The previous or next coverage of the series was set, or its headline or state changed."""

    side: Literal["previous", "next"] | Erased
    slug: str | Erased
    headline: str | Erased
    state: RunningState | Erased
