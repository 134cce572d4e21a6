"""Functions that the desk's views share."""

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
# The number of coverages or posts on one page of a list.
MAX_ROWS: Final = 50
EMPTY: Final = Copy("", (), ())


def find_coverage(slug: str) -> Coverage:
    """Returns the coverage with this slug. Raises Http404."""
    found = coverage_at(slug)
    if found is None:
        raise Http404
    return found


def find_post(coverage: Coverage, number: int) -> PostState:
    """Returns the state of a post. Raises Http404."""
    try:
        return post_state(coverage, number)
    except PostRow.DoesNotExist:
        raise Http404 from None


def run(form: CommandForm, command: Callable[[], object]) -> CommandRefused | None:
    """Runs a command. If it is refused, adds the reason to the form and returns the refusal."""
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
        # For example, the disk is full or read-only, or no file descriptor is left. The transaction
        # was rolled back, and the form still has the writer's text.
        logger.error("a command could not be stored: %s", error)
        form.add_error(None, str(NotStored()))
        return NotStored()
    return None


def after_conflict(form: Any, expected_seq: int) -> Any:
    """Returns the same form with a new idempotency key and the seq of the current version.

    The page shows the current version as well, so sending the form again replaces it knowingly.
    """
    fresh = CommandForm.fresh(expected_seq)
    data = form.data | {form.add_prefix(name): value for name, value in fresh.items()}
    again = type(form)(data, prefix=form.prefix)
    again.earlier = form.earlier
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def unvalidated(form: Any) -> Any:
    """Returns the form with the same values but no errors, while parts are added or moved."""
    return type(form)(
        initial={name: form[name].value() for name in form.fields}, prefix=form.prefix
    )


def read_time(form: NewPostForm, coverage: Coverage) -> datetime | None:
    """Returns the time entered in a form, in the coverage's zone; None if the field is empty.

    Adds an error to the form and returns None if that time does not exist.
    """
    at = form.cleaned_data["dated"]
    if at is None:
        return None
    try:
        # Django parsed the field as a time in UTC.
        return local_time.in_zone(at.replace(tzinfo=None), zone(coverage_state(coverage).zone))
    except local_time.NoSuchTime as error:
        form.add_error("dated", str(error))
        return None


def one_line(text: str) -> str:
    """Replaces line breaks and repeated spaces by single spaces."""
    return " ".join(text.split())
