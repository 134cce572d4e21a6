"""Plays the demo's script with the commands of the desk, as Ada and Ben."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections

from dateline.accounts.people import add_person
from dateline.accounts.policy import Role
from dateline.content.tree import Copy, Rendition
from dateline.coverage import objects
from dateline.coverage.read import post_state
from dateline.desk.commands import coverages, front_matter, posts
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.media import pictures

from . import claims, script
from .people import BEN, NIGHT_SHIFT

SLUG: Final = "halvern-flood"
PREVIOUS: Final = "halvern-flood-wednesday"
EVERY_SECONDS: Final = 4.0
# Safe only because the demo listens on the loopback interface, and has a newsroom of its own.
PASSWORDS: Final = {"ada": "ada", "eve": "eve", "ben": "ben"}
ROLES: Final[dict[str, Role]] = {"ada": "reporter", "eve": "editor", "ben": "administrator"}


class AnotherNewsroom(Exception):
    """This newsroom is not the demo's. Unset DATELINE_DATA and DATABASE_URL to play the demo."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def require_own_newsroom() -> None:
    """Raises AnotherNewsroom if there are people or coverages, but not the demo's.

    Otherwise the demo would give ada, eve and ben, who may be real people, its public passwords.
    """
    own = Coverage.objects.filter(slug=SLUG).exists()
    if not own and (Coverage.objects.exists() or User.objects.exists()):
        raise AnotherNewsroom


def prepare(*, back: bool) -> bool:
    """Creates people, yesterday's coverage and an empty one for today.

    With `back`, today's began when its first post is dated back to. Returns False if they exist
    already.
    """
    if Coverage.objects.filter(slug=SLUG).exists():
        return False
    for name, password in PASSWORDS.items():
        add_person(name, password, ROLES[name])
    _open(
        PREVIOUS,
        "The Orrin rises above Halvern",
        "Rain in the hills, sandbags in the town.",
        "",
        script.YESTERDAY_BEGAN,
    )
    yesterday = Coverage.objects.get(slug=PREVIOUS)
    play(yesterday, script.YESTERDAY, back=True)
    front_matter.set_state(
        by=BEN,
        idempotency_key=_key(),
        coverage=yesterday,
        expected_seq=last_seq(yesterday, objects.COVERAGE),
        state="closed",
    )
    _open(
        SLUG,
        "Halvern braces as the Orrin goes on rising",
        "The river is near the mark of 2012, and more rain is forecast for the night.",
        PREVIOUS,
        script.TODAY_BEGAN if back else 0,
    )
    return True


def play_beside(stop: threading.Event) -> threading.Thread:
    """Plays today's script in a thread, one step every EVERY_SECONDS."""

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
    """Plays all steps without a pause. With `back` each post shows the time in the script."""
    for step in steps:
        perform(coverage, step, back=back)


def perform(coverage: Coverage, step: script.Step, *, back: bool) -> None:
    """Plays one step."""
    arguments: dict[str, Any] = {"by": BEN, "idempotency_key": _key(), "coverage": coverage}
    match step:
        case script.Publish():
            _publish(coverage, step, back)
        case script.Change(kind, number, headline, words, note):
            run = posts.correct if kind == "correct" else posts.update
            before = post_state(coverage, number).copy
            copy = Copy(headline, before.bylines, (script.text(words), *before.parts[1:]))
            seq = last_seq(coverage, objects.post(number))
            run(**arguments, number=number, expected_seq=seq, copy=copy, note=note)
        case script.Withdraw(number, reason):
            seq = last_seq(coverage, objects.post(number))
            posts.withdraw(**arguments, number=number, expected_seq=seq, reason=reason)
        case script.Pin(number):
            seq = last_seq(coverage, objects.PIN)
            front_matter.set_pin(**arguments, expected_seq=seq, post=number)
        case script.LeadPicture(number):
            seq = last_seq(coverage, objects.LEAD_PICTURE)
            front_matter.set_lead_picture(**arguments, expected_seq=seq, post=number)
        case script.KeyEvent(number):
            seq = last_seq(coverage, objects.post(number))
            posts.set_key_event(**arguments, number=number, expected_seq=seq, key_event=True)
        case script.Summarise(headline, bylines, parts):
            seq = last_seq(coverage, objects.SUMMARY)
            copy = Copy(headline, bylines, parts)
            front_matter.set_summary(**arguments, expected_seq=seq, copy=copy)
        case script.KeyPoints(points):
            seq = last_seq(coverage, objects.KEY_POINTS)
            front_matter.set_key_points(**arguments, expected_seq=seq, points=points)
        case script.Retitle(headline, standfirst, bylines):
            seq = last_seq(coverage, objects.COVERAGE)
            title = front_matter.Title(headline, standfirst, bylines)
            front_matter.retitle(**arguments, expected_seq=seq, title=title)
        case _:
            claims.perform(coverage, step)


def _publish(coverage: Coverage, step: script.Publish, back: bool) -> None:
    copy = step.copy
    if step.pictures:
        copy = script.with_pictures(copy, [(each, _stored(each)) for each in step.pictures])
    dated = datetime.now(UTC) - timedelta(minutes=step.minutes_ago) if back else None
    posts.publish(by=NIGHT_SHIFT, idempotency_key=_key(), coverage=coverage, copy=copy, dated=dated)


def _stored(picture: script.Picture) -> tuple[Rendition, ...]:
    upload: File[bytes] = SimpleUploadedFile("scene.jpg", picture.scene())
    return pictures.renditions(pictures.store(upload).key)


def _open(slug: str, headline: str, standfirst: str, previous: str, minutes_ago: int) -> None:
    dated = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    opening = coverages.Opening(
        slug, headline, standfirst, (script.ADA,), script.ZONE, dated=dated, previous=previous
    )
    coverages.open_coverage(by=BEN, idempotency_key=_key(), opening=opening)


def _key() -> str:
    return uuid4().hex
