"""Functions that the desk's views share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dateline.accounts.policy import actions_of
from dateline.content.tree import Copy
from dateline.coverage.models import PostRow
from dateline.coverage.read import post_state
from dateline.coverage.state import PostState
from dateline.desk import local_time
from dateline.desk.access import keep_text, person
from dateline.desk.errors import CommandRefused, Doubtful, NotStored
from dateline.desk.forms import CommandForm, NewPostForm
from dateline.desk.forms.composer import Composer
from dateline.desk.forms.fields import DeskForm
from dateline.desk.forms.problems import Problem, problems_of
from dateline.desk.prepared import coverage_state
from dateline.journal.canonical import TooManyParts
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_or_prepared_at
from dateline.page.render import zone

logger = logging.getLogger(__name__)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
post_only = require_http_methods(["POST"])
# The number of coverages on one page of the list.
MAX_ROWS: Final = 50
EMPTY: Final = Copy("", (), ())


def find_coverage(slug: str) -> Coverage:
    """Returns the coverage with this slug, which may be a prepared one. Raises Http404."""
    found = coverage_or_prepared_at(slug)
    if found is None:
        raise Http404
    return found


def find_post(coverage: Coverage, number: int) -> PostState:
    """Returns the state of a post. Raises Http404."""
    try:
        return post_state(coverage, number)
    except PostRow.DoesNotExist:
        raise Http404 from None


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    sent: Sequence[DeskForm] = (),
    composer: Composer | None = None,
    status: int = 200,
) -> HttpResponse:
    """Renders a page of the desk, with a summary of what is wrong with the forms `sent`."""
    problems = problems_of(sent)
    if composer is not None:
        problems += [*map(Problem, composer.errors), *problems_of(composer.parts)]
        problems += problems_of(composer.bylines)
    whole = context | {
        "composer": composer,
        "problems": problems,
        "actions": actions_of(person(request)),
    }
    return render(request, template, whole, status=status)


def run(
    form: DeskForm, command: Callable[[], object], composer: Composer | None = None
) -> CommandRefused | None:
    """Runs a command. If it is refused, adds the reason to the form and returns the refusal.

    The reason stands beside the field that it is about.
    """
    try:
        command()
    except CommandRefused as refusal:
        _add_refusal(form, composer, refusal)
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


def _add_refusal(form: DeskForm, composer: Composer | None, refusal: CommandRefused) -> None:
    about: DeskForm = form
    if composer is not None and refusal.part is not None:
        about = composer.form_of(refusal.part)
    about.add_error(refusal.field if refusal.field in about.fields else None, str(refusal))
    if isinstance(form, CommandForm):
        form.earlier = getattr(refusal, "earlier", "")
        form.doubtful = isinstance(refusal, Doubtful)


def not_allowed(request: HttpRequest, refusal: CommandRefused) -> HttpResponse:
    """Shows a writer whose role does not allow what they sent the text that they sent."""
    explanation = f"{refusal} Nothing was changed. Below is the text that you sent."
    return keep_text(request, refusal.status, "You may not do this", explanation)


def after_conflict(form: Any, expected_seq: int) -> Any:
    """Returns the same form with a new idempotency key and the seq of the current version.

    The page shows the current version as well, so sending the form again replaces it knowingly.
    """
    fresh = CommandForm.fresh(expected_seq)
    data = form.data | {form.add_prefix(name): value for name, value in fresh.items()}
    again = type(form)(data, prefix=form.prefix, auto_id=form.auto_id)
    again.earlier = form.earlier
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def unvalidated(form: Any) -> Any:
    """Returns the form with the same values but no errors, while parts are added or moved."""
    again = type(form)(
        initial={name: form[name].value() for name in form.fields}, prefix=form.prefix
    )
    again.notices = form.notices_when_shown_again()
    return again


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
