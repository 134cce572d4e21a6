"""What the desk's views share: finding things, running commands, showing a form again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError
from django.http import Http404
from django.views.decorators.http import require_http_methods

from dateline.content.tree import Copy
from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state, post_state
from dateline.coverage.state import PostState
from dateline.desk import local_time
from dateline.desk.errors import CommandRefused, NotStored
from dateline.desk.forms import CommandForm, NewPostForm
from dateline.journal.canonical import TooManyParts
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at
from dateline.page.render import zone

logger = logging.getLogger(__name__)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
post_only = require_http_methods(["POST"])
# Coverages or posts on one page of the desk; a link leads to the older ones.
MAX_ROWS: Final = 50
EMPTY: Final = Copy("", (), ())


def find_coverage(slug: str) -> Coverage:
    """The coverage at an address. Raises Http404."""
    found = coverage_at(slug)
    if found is None:
        raise Http404
    return found


def find_post(coverage: Coverage, number: int) -> PostState:
    """A post as it stands. Raises Http404."""
    try:
        return post_state(coverage, number)
    except PostRow.DoesNotExist:
        raise Http404 from None


def run(form: CommandForm, command: Callable[[], object]) -> CommandRefused | None:
    """Runs a command. A refusal becomes an error of the form, which keeps its text."""
    try:
        command()
    except CommandRefused as refusal:
        form.add_error(None, str(refusal))
        form.earlier = getattr(refusal, "earlier", "")
        return refusal
    except TooManyParts as error:
        form.add_error(None, str(error))
        return CommandRefused(str(error))
    except (DatabaseError, OSError) as error:
        # The disk may be full or read-only, or no file descriptor is left. What is not durable is
        # not published, and the writer keeps the text.
        logger.error("a command could not be stored: %s", error)
        form.add_error(None, str(NotStored()))
        return NotStored()
    return None


def after_conflict(form: Any, expected_seq: int) -> Any:
    """The form as it was sent, for a new act by a writer who has seen what now stands."""
    fresh = CommandForm.fresh(expected_seq)
    data = form.data | {form.add_prefix(name): value for name, value in fresh.items()}
    again = type(form)(data, prefix=form.prefix)
    again.earlier = form.earlier
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def unvalidated(form: Any) -> Any:
    """The same form with what was typed and without errors: the writer is not done yet."""
    return type(form)(
        initial={name: form[name].value() for name in form.fields}, prefix=form.prefix
    )


def read_time(form: NewPostForm, coverage: Coverage) -> datetime | None:
    """The time that a form gives a post, in the coverage's zone; None where it gives none.

    Adds an error to the form where there is no such time.
    """
    at = form.cleaned_data["dated"]
    if at is None:
        return None
    try:
        # Django has read it as UTC.
        return local_time.in_zone(at.replace(tzinfo=None), zone(coverage_state(coverage).zone))
    except local_time.NoSuchTime as error:
        form.add_error("dated", str(error))
        return None


def one_line(text: str) -> str:
    """A text with its line breaks and runs of spaces as single spaces."""
    return " ".join(text.split())
