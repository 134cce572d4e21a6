"""Plays the demo's script: one act after the other, as Ada and Ben would at the desk."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections

from dateline.desk.commands import coverages, posts
from dateline.desk.people import add_person
from dateline.desk.policy import Person
from dateline.journal.content import Copy
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.media import pictures
from dateline.page.projection import post as post_now

from . import script

SLUG: Final = "halvern-flood"
BEFORE: Final = "halvern-flood-wednesday"
EVERY_SECONDS: Final = 4.0
ADA: Final = Person("ada", "reporter")
BEN: Final = Person("ben", "editor")
# Only for a demo, which listens on this machine alone.
PASSWORDS: Final = {"ada": "ada", "ben": "ben"}


def prepare() -> bool:
    """People, yesterday's coverage and an empty one for today; False where they are there."""
    if Coverage.objects.filter(slug=SLUG).exists():
        return False
    for name, password in PASSWORDS.items():
        add_person(name, password, "editor" if name == "ben" else "reporter")
    _open(BEFORE, "The Orrin rises above Halvern", "Rain in the hills, sandbags in the town.", "")
    yesterday = Coverage.objects.get(slug=BEFORE)
    play(yesterday, script.YESTERDAY, back=True)
    was = last_seq(yesterday, "coverage")
    coverages.turn_to(by=BEN, key=_key(), coverage=yesterday, was=was, state="closed")
    _open(
        SLUG,
        "Halvern braces as the Orrin goes on rising",
        "The river is near the mark of 2012, and more rain is forecast for the night.",
        BEFORE,
    )
    return True


def play_beside(stop: threading.Event) -> threading.Thread:
    """Plays today's script in a thread, an act every few seconds."""

    def run() -> None:
        coverage = Coverage.objects.get(slug=SLUG)
        for step in script.TODAY:
            if stop.wait(EVERY_SECONDS):
                return
            close_old_connections()
            perform(coverage, step, back=False)

    thread = threading.Thread(target=run, name="demo", daemon=True)
    thread.start()
    return thread


def play(coverage: Coverage, steps: Iterable[script.Step], *, back: bool) -> None:
    """Plays steps at once; with `back` each post shows the time that the script gives it."""
    for step in steps:
        perform(coverage, step, back=back)


def perform(coverage: Coverage, step: script.Step, *, back: bool) -> None:
    """Plays one step."""
    act: dict[str, Any] = {"by": BEN, "key": _key(), "coverage": coverage}
    match step:
        case script.Publish():
            _publish(coverage, step, back)
        case script.Change(kind, number, headline, words, note):
            run = posts.correct if kind == "correct" else posts.update
            now = post_now(coverage, number).copy
            copy = Copy(headline, now.bylines, (script.text(words), *now.parts[1:]))
            was = last_seq(coverage, f"post-{number}")
            run(**act, number=number, was=was, copy=copy, note=note)
        case script.Withdraw(number, reason):
            was = last_seq(coverage, f"post-{number}")
            posts.withdraw(**act, number=number, was=was, reason=reason)
        case script.Pin(number):
            coverages.set_pin(**act, was=last_seq(coverage, "pin"), post=number)
        case script.Summarise(headline, bylines, parts):
            was = last_seq(coverage, "summary")
            coverages.set_summary(**act, was=was, headline=headline, bylines=bylines, parts=parts)
        case script.KeyPoints(points):
            was = last_seq(coverage, "key-points")
            coverages.set_key_points(**act, was=was, points=points)
        case script.Retitle(headline, standfirst, bylines):
            was = last_seq(coverage, "coverage")
            coverages.retitle(
                **act, was=was, headline=headline, standfirst=standfirst, bylines=bylines
            )


def _publish(coverage: Coverage, step: script.Publish, back: bool) -> None:
    copy = step.copy
    if step.scene is not None:
        upload: File[bytes] = SimpleUploadedFile("scene.jpg", step.scene())
        shown = pictures.renditions(pictures.take_in(upload).key)
        copy = script.with_picture(copy, shown, step.picture)
    dated = datetime.now(UTC) - timedelta(minutes=step.minutes_ago) if back else None
    posts.publish(by=ADA, key=_key(), coverage=coverage, copy=copy, dated=dated)


def _open(slug: str, headline: str, standfirst: str, before: str) -> None:
    opening = coverages.Opening(
        slug, headline, standfirst, (script.ADA,), script.ZONE, before=before
    )
    coverages.open_coverage(by=BEN, key=_key(), opening=opening)


def _key() -> str:
    return uuid4().hex
