"""Entries about a coverage as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from dateline.content.tree import Byline
from dateline.journal.entry import Erased, Payload, entry_kind

RunningState = Literal["announced", "live", "paused", "closed"]
# How a text that is no post changed: like `PostRevised`, `PostUpdated`, `PostClarified` and
# `PostCorrected`. Only an update may have no note.
TextChange: TypeAlias = Literal["revised", "updated", "clarified", "corrected"]


@entry_kind(
    "coverage.opened",
    about_type="coverage",
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


@entry_kind("coverage.retitled", about_type="coverage", structural=("change",))
@dataclass(frozen=True, kw_only=True)
class CoverageRetitled(Payload):
    """The headline, standfirst or bylines were replaced. `change` says how, and `note` what."""

    headline: str | Erased
    standfirst: str | Erased
    bylines: tuple[Byline, ...] | Erased
    change: TextChange | Erased = "updated"
    note: str | Erased = ""


@entry_kind("coverage.state_set", about_type="coverage", structural=("state",))
@dataclass(frozen=True, kw_only=True)
class CoverageStateSet(Payload):
    """The state of the coverage was set. Pages label a closed coverage "as it happened"."""

    state: RunningState | Erased


@entry_kind("coverage.linked", about_type="series", structural=("side", "slug", "state"))
@dataclass(frozen=True, kw_only=True)
class CoverageLinked(Payload):
    """The previous or next coverage of the series was set, or its headline or state changed."""

    side: Literal["previous", "next"] | Erased
    slug: str | Erased
    headline: str | Erased
    state: RunningState | Erased
