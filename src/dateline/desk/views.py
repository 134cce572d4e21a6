"""The desk's pages. Every act is a form that works alone; commands do the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dateline.journal.canonical import TooManyParts
from dateline.journal.content import Bullets, Copy
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at, history, last_seq
from dateline.page import read
from dateline.page.fold import PostNow
from dateline.page.models import Post
from dateline.page.projection import masthead
from dateline.page.projection import post as post_now
from dateline.page.render import zone

from . import forms, markup, versions
from .commands import coverages as coverage_commands
from .commands import posts as post_commands
from .composer import Composer
from .errors import NotStored, Refused
from .people import person, signed_in
from .policy import may

logger = logging.getLogger(__name__)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
EMPTY = Copy("", (), ())
# The sections above the posts, and the object of the journal that each of them is about.
SECTIONS = {
    "summary": "summary",
    "pin": "pin",
    "key-points": "key-points",
    "title": "coverage",
    "state": "coverage",
}


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """GET /desk/: every coverage, and the way to a new one."""
    shown = [now for _, now in read.coverages()]
    context = {"coverages": shown, "may_open": may(person(request), "open")}
    return render(request, "desk/index.html", context)


@get_or_post
@signed_in
def new_coverage(request: HttpRequest) -> HttpResponse:
    """A form that opens a coverage."""
    if request.method != "POST":
        start = forms.KeyForm.fresh() | {"zone": "Europe/London", "language": "en"}
        rows = Composer.showing(EMPTY).bylines
        return _opening(request, forms.OpeningForm(initial=start), Composer(rows, []))
    form = forms.OpeningForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    if not all([form.is_valid(), composer.is_valid()]):
        return _opening(request, form, composer, 422)
    cleaned = form.cleaned_data
    opening = coverage_commands.Opening(
        slug=cleaned["slug"],
        headline=cleaned["headline"],
        standfirst=_joined(cleaned["standfirst"]),
        bylines=composer.read_bylines(),
        zone=cleaned["zone"],
        language=cleaned["language"],
        before=cleaned["before"].strip("/"),
        carry=cleaned["carry"],
    )

    def command() -> object:
        return coverage_commands.open_coverage(
            by=person(request), key=cleaned["key"], opening=opening
        )

    if refusal := _refusal(form, command):
        return _opening(request, form, composer, refusal.status)
    messages.success(request, "The coverage is open.")
    return redirect("desk:coverage", slug=cleaned["slug"])


@get_or_post
@signed_in
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """The board: a form for a new post, and every post with its way to be changed."""
    found = _find(slug)
    if request.method != "POST":
        return _board(
            request,
            found,
            forms.NewPostForm(initial=forms.KeyForm.fresh()),
            Composer.showing(EMPTY),
        )
    form = forms.NewPostForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "publish")
    if action != "publish":
        return _board(request, found, _again(form), composer.rearranged(action))
    if not all([form.is_valid(), composer.is_valid()]):
        return _board(request, found, form, composer, 422)
    cleaned = form.cleaned_data

    def command() -> object:
        return post_commands.publish(
            by=person(request),
            key=cleaned["key"],
            coverage=found,
            copy=composer.read(cleaned["headline"]),
            dated=_in_zone(cleaned["dated"], found),
        )

    if refusal := _refusal(form, command):
        return _board(request, found, form, composer, refusal.status)
    messages.success(request, "Published.")
    return redirect("desk:coverage", slug=slug)


@get_or_post
@signed_in
def post(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One post: its text to change, its versions, its withdrawal."""
    found = _find(slug)
    now = _find_post(found, number)
    seen = last_seq(found, f"post-{number}")
    if request.method != "POST":
        start = forms.KeyForm.fresh(seen) | {"headline": now.copy.headline}
        return _change(
            request, found, now, forms.ChangeForm(initial=start), Composer.showing(now.copy)
        )
    form = forms.ChangeForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "change")
    if action != "change":
        return _change(request, found, now, _again(form), composer.rearranged(action))
    if not all([form.is_valid(), composer.is_valid()]):
        return _change(request, found, now, form, composer, 422)
    command = _changing(request, found, number, form, composer)
    if refusal := _refusal(form, command):
        if refusal.status == 409:
            form = _after_overtaking(form, seen)
        return _change(request, found, now, form, composer, refusal.status)
    messages.success(request, f"Post {number} is changed, and says so.")
    return redirect("desk:coverage", slug=slug)


@require_http_methods(["POST"])
@signed_in
def take_back(request: HttpRequest, slug: str, number: int, how: str) -> HttpResponse:
    """POST: withdraws a post, or retracts it."""
    found = _find(slug)
    now = _find_post(found, number)
    form = forms.ReasonForm(request.POST, prefix=how)
    run = post_commands.withdraw if how == "withdraw" else post_commands.retract

    def command() -> object:
        cleaned = form.cleaned_data
        return run(
            by=person(request),
            key=cleaned["key"],
            coverage=found,
            number=number,
            was=cleaned["was"],
            reason=cleaned["reason"],
        )

    refusal = None if not form.is_valid() else _refusal(form, command)
    if form.errors:
        start = forms.KeyForm.fresh(last_seq(found, f"post-{number}"))
        change = forms.ChangeForm(initial=start | {"headline": now.copy.headline})
        status = refusal.status if refusal else 422
        if status == 409:
            form = _after_overtaking(form, int(str(start["was"])))
        composer = Composer.showing(now.copy)
        return _change(request, found, now, change, composer, status, **{how: form})
    messages.success(request, f"Post {number} is {how}n." if how == "withdraw" else "Retracted.")
    return redirect("desk:coverage", slug=slug)


@require_http_methods(["POST"])
@signed_in
def mark(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST: makes a post a key event, or none any more."""
    found = _find(slug)
    form = forms.MarkForm(request.POST, prefix="mark")

    def command() -> object:
        cleaned = form.cleaned_data
        return post_commands.mark(
            by=person(request),
            key=cleaned["key"],
            coverage=found,
            number=number,
            was=cleaned["was"],
            key_event=cleaned["key_event"],
        )

    refusal = None if not form.is_valid() else _refusal(form, command)
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    if not form.errors and refusal is None:
        messages.success(request, f"Post {number} is marked.")
    return redirect("desk:post", slug=slug, number=number)


@get_or_post
@signed_in
def front(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """What stands above the posts, a section a page: summary, pin, key points, title, state."""
    found = _find(slug)
    if section not in SECTIONS:
        raise Http404
    form, composer = _section(found, section)
    if request.method != "POST":
        return _front(request, found, section, form, composer)
    form = type(form)(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "set")
    if action != "set":
        return _front(request, found, section, _again(form), composer.rearranged(action))
    if not all([form.is_valid(), composer.is_valid()]):
        return _front(request, found, section, form, composer, 422)
    if refusal := _refusal(form, lambda: _set(request, found, section, form, composer)):
        if refusal.status == 409:
            form = _after_overtaking(form, last_seq(found, SECTIONS[section]))
        return _front(request, found, section, form, composer, refusal.status)
    messages.success(request, "Done.")
    return redirect("desk:coverage", slug=slug)


def _set(
    request: HttpRequest, found: Coverage, section: str, form: forms.KeyForm, composer: Composer
) -> object:
    cleaned: dict[str, Any] = form.cleaned_data
    act: dict[str, Any] = {
        "by": person(request),
        "key": cleaned["key"],
        "coverage": found,
        "was": cleaned["was"],
    }
    bylines = composer.read_bylines()
    match form:
        case forms.TitleForm():
            standfirst = _joined(cleaned["standfirst"])
            return coverage_commands.retitle(
                **act, headline=cleaned["headline"], standfirst=standfirst, bylines=bylines
            )
        case forms.KeyPointsForm():
            return coverage_commands.set_key_points(**act, points=form.points())
        case forms.PinForm():
            return coverage_commands.set_pin(**act, post=cleaned["post"])
        case forms.StateForm():
            return coverage_commands.turn_to(**act, state=cleaned["state"])
        case _:
            return coverage_commands.set_summary(
                **act,
                headline=cleaned["headline"],
                bylines=bylines,
                parts=composer.read_parts(),
            )


def _section(found: Coverage, section: str) -> tuple[forms.KeyForm, Composer]:
    """The form of a section with what now stands in it."""
    now = masthead(found)
    start: dict[str, Any] = forms.KeyForm.fresh(last_seq(found, SECTIONS[section]))
    no_rows = Composer([], [])
    match section:
        case "summary":
            summary = now.summary
            start["headline"] = summary.headline if summary else ""
            bylines = summary.bylines if summary else now.bylines
            parts = summary.parts if summary else (Bullets(()),)
            copy = Copy("", bylines, parts)
            return forms.HeadlineForm(initial=start), Composer.showing(copy)
        case "pin":
            return forms.PinForm(initial=start | {"post": now.pin}), no_rows
        case "key-points":
            start["text"] = markup.write_key_points(now.points)
            return forms.KeyPointsForm(initial=start), no_rows
        case "title":
            start |= {"headline": now.headline, "standfirst": now.standfirst}
            rows = Composer.showing(Copy("", now.bylines, ())).bylines
            return forms.TitleForm(initial=start), Composer(rows, [])
        case _:
            return forms.StateForm(initial=start | {"state": now.state}), no_rows


def _changing(
    request: HttpRequest,
    found: Coverage,
    number: int,
    form: forms.ChangeForm,
    composer: Composer,
) -> Callable[[], object]:
    cleaned = form.cleaned_data
    act: dict[str, Any] = {
        "by": person(request),
        "key": cleaned["key"],
        "coverage": found,
        "number": number,
        "was": cleaned["was"],
        "copy": composer.read(cleaned["headline"]),
    }
    noted = {
        "update": post_commands.update,
        "clarify": post_commands.clarify,
        "correct": post_commands.correct,
    }
    if cleaned["kind"] == "revise":
        return lambda: post_commands.revise(**act)
    return lambda: noted[cleaned["kind"]](**act, note=_joined(cleaned["note"]))


def _refusal(form: forms.KeyForm, command: Callable[[], object]) -> Refused | None:
    """Runs a command; a refusal becomes an error of the form, which keeps its text."""
    try:
        command()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.earlier = getattr(refusal, "earlier", "")
        return refusal
    except TooManyParts as error:
        form.add_error(None, str(error))
        return Refused(str(error))
    except DatabaseError:
        # A full disk, say. Not durable means not published, and the text is the writer's.
        logger.exception("a command could not be stored")
        form.add_error(None, str(NotStored()))
        return NotStored()
    return None


def _after_overtaking(form: Any, was: int) -> Any:
    """The form as it was sent, for a new act that has seen what now stands."""
    data = form.data | {form.add_prefix(n): v for n, v in forms.KeyForm.fresh(was).items()}
    again = type(form)(data, prefix=form.prefix)
    again.earlier = form.earlier
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def _again(form: Any) -> Any:
    """The same form with what was typed, unjudged: the writer is not done yet."""
    return type(form)(
        initial={name: form[name].value() for name in form.fields}, prefix=form.prefix
    )


def _board(
    request: HttpRequest,
    found: Coverage,
    form: forms.NewPostForm,
    composer: Composer,
    status: int = 200,
) -> HttpResponse:
    rows = Post.objects.filter(coverage=found).order_by("-place")
    context = {
        "now": masthead(found),
        "form": form,
        "composer": composer,
        "posts": [post_now(found, row.number) for row in rows[:200]],
        "more": max(0, rows.count() - 200),
        "kinds": forms.PART_FORMS.values(),
    }
    return render(request, "desk/board.html", context, status=status)


def _change(
    request: HttpRequest,
    found: Coverage,
    now: PostNow,
    form: forms.ChangeForm,
    composer: Composer,
    status: int = 200,
    **taking: forms.ReasonForm,
) -> HttpResponse:
    seen = last_seq(found, f"post-{now.number}")
    blank = {
        how: forms.ReasonForm(prefix=how, initial=forms.KeyForm.fresh(seen))
        for how in ("withdraw", "retract")
    }
    shown = versions.of(history(found, f"post-{now.number}"))
    context = {
        "now": masthead(found),
        "post": now,
        "form": form,
        "composer": composer,
        "mark": forms.MarkForm(
            prefix="mark", initial=forms.KeyForm.fresh(seen) | {"key_event": not now.key}
        ),
        "may_mark": may(person(request), "mark"),
        "versions": shown,
        "theirs": shown[0] if status == 409 and shown else None,
        "may_withdraw": may(person(request), "withdraw"),
        "kinds": forms.PART_FORMS.values(),
    } | {**blank, **taking}
    return render(request, "desk/post.html", context, status=status)


def _front(
    request: HttpRequest,
    found: Coverage,
    section: str,
    form: forms.KeyForm,
    composer: Composer,
    status: int = 200,
) -> HttpResponse:
    context = {
        "now": masthead(found),
        "section": section,
        "form": form,
        "composer": composer,
        "theirs": versions.of_block(found, section) if status == 409 else "",
        "kinds": forms.PART_FORMS.values() if section == "summary" else (),
        "may": may(person(request), "retitle"),
    }
    return render(request, "desk/front.html", context, status=status)


def _opening(
    request: HttpRequest, form: forms.OpeningForm, composer: Composer, status: int = 200
) -> HttpResponse:
    return render(request, "desk/new.html", {"form": form, "composer": composer}, status=status)


def _find(slug: str) -> Coverage:
    found = coverage_at(slug)
    if found is None:
        raise Http404
    return found


def _find_post(found: Coverage, number: int) -> PostNow:
    try:
        return post_now(found, number)
    except Post.DoesNotExist:
        raise Http404 from None


def _in_zone(at: datetime | None, found: Coverage) -> datetime | None:
    """A time typed at the desk is meant in the coverage's zone; Django has read it as UTC."""
    return at.replace(tzinfo=zone(masthead(found).zone)) if at else None


def _joined(text: str) -> str:
    return " ".join(text.split())
