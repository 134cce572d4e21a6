"""A draft: its autosave, its page with all versions, and what is done with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from dateline.accounts.policy import Person
from dateline.coverage.kinds import Relation
from dateline.coverage.read import post_state
from dateline.desk import draft_rows, ledger, preview, publication
from dateline.desk.access import person, signed_in
from dateline.desk.beside import beside
from dateline.desk.commands import drafts
from dateline.desk.errors import CommandRefused
from dateline.desk.forms.acts import DueForm, HandOverForm, RemarkForm
from dateline.desk.forms.composer import Composer
from dateline.desk.forms.drafts import ENDINGS, Sent, sent, text_of, words_of
from dateline.desk.forms.fields import DeskForm
from dateline.desk.prepared import coverage_state
from dateline.drafts.models import Draft
from dateline.drafts.workflow import ACTS, may_read, may_write
from dateline.journal.models import Coverage
from dateline.journal.serialize import format_time
from dateline.page.render import zone

from .composing import in_zone_of, publishing_message
from .shared import find_coverage, post_only, show

_NUMBER: Final = re.compile("[0-9]{1,18}")


@post_only
@signed_in
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /desk/<slug>/drafts/: saves the composer's fields as a draft.

    Answers with JSON: the version that is stored now, or with status 409 the newer one.
    """
    coverage = find_coverage(slug)
    composer = Composer.posted(request.POST, request.FILES) if request.FILES else None
    try:
        draft = drafts.save(
            by=person(request),
            coverage=coverage,
            uid=request.POST.get("draft") or drafts.new_uid(),
            version=_number(request, "draft_version"),
            fields=text_of(request.POST, composer),
            post=_number(request, "post"),
            expected_seq=_number(request, "expected_seq"),
        )
    except CommandRefused as refusal:
        return JsonResponse(_refused(refusal, person(request)), status=refusal.status)
    if "text/html" in request.headers.get("Accept", ""):
        return redirect(f"{reverse('desk:coverage', args=[slug])}?draft={draft.uid}")
    return JsonResponse(_stored(draft))


@signed_in
def page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """/desk/<slug>/drafts/<uid>/: a draft as readers will see it, its versions and its acts."""
    return _render(request, find_coverage(slug), uid)


@post_only
@signed_in
def act(request: HttpRequest, slug: str, uid: str, name: str) -> HttpResponse:
    """POST /desk/<slug>/drafts/<uid>/<act>/: does something with a draft."""
    coverage = find_coverage(slug)
    if name not in _ACTS:
        raise Http404
    wants_json = "application/json" in request.headers.get("Accept", "")
    form = _FORMS[name](request.POST) if name in _FORMS else None
    if form is not None and not form.is_valid():
        if wants_json:
            return JsonResponse({"error": _errors(form)}, status=422)
        return _render(request, coverage, uid, {name: form}, status=422)
    try:
        draft, done = _ACTS[name](request, person(request), coverage, uid, form)
    except CommandRefused as refusal:
        if wants_json:
            return JsonResponse(_refused(refusal, person(request)), status=refusal.status)
        if form is None or refusal.field not in form.fields:
            messages.error(request, str(refusal))
            return _render(request, coverage, uid, status=refusal.status)
        form.add_error(refusal.field, str(refusal))
        return _render(request, coverage, uid, {name: form}, status=refusal.status)
    if wants_json:
        return JsonResponse(_stored(draft) | {"done": done})
    messages.success(request, done)
    return redirect("desk:coverage", slug=slug)


def _publish(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, _: DeskForm | None
) -> tuple[Draft, str]:
    draft = publication.publish(
        by=by,
        coverage=coverage,
        uid=uid,
        version=_number(request, "version"),
        wait=publication.undo_seconds(by),
    )
    return draft, publishing_message(draft)


def _approve(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, form: DeskForm | None
) -> tuple[Draft, str]:
    draft, done = _publish(request, by, coverage, uid, form)
    return draft, f"Approved: “{draft_rows.short_words_of(draft)}” {done}"


def _plain(command: Callable[..., Draft], done: str) -> Callable[..., tuple[Draft, str]]:
    """An act that needs nothing but the draft."""

    def run(
        request: HttpRequest, by: Person, coverage: Coverage, uid: str, _: DeskForm | None
    ) -> tuple[Draft, str]:
        version = _number(request, "version")
        return command(by=by, coverage=coverage, uid=uid, version=version), done

    return run


def _return(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, form: DeskForm
) -> tuple[Draft, str]:
    version, remark = _number(request, "version"), form.cleaned_data["remark"]
    draft = drafts.send_back(by=by, coverage=coverage, uid=uid, version=version, remark=remark)
    return draft, f"Returned to {draft.owner}."


def _schedule(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, form: DeskForm
) -> tuple[Draft, str]:
    at = form.cleaned_data["due"]
    if at is None:
        raise CommandRefused("Say when it is to be published.", field="due")
    draft = publication.schedule(
        by=by,
        coverage=coverage,
        uid=uid,
        version=_number(request, "version"),
        due=in_zone_of(coverage, at.replace(tzinfo=None)),
    )
    return draft, "Scheduled."


def _hold(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, form: DeskForm
) -> tuple[Draft, str]:
    at = form.cleaned_data["due"]
    draft = publication.hold(
        by=by,
        coverage=coverage,
        uid=uid,
        version=_number(request, "version"),
        due=in_zone_of(coverage, at.replace(tzinfo=None)) if at else None,
    )
    return draft, "On hold."


def _hand_over(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, form: DeskForm
) -> tuple[Draft, str]:
    draft = drafts.hand_over(
        by=by,
        coverage=coverage,
        uid=uid,
        version=_number(request, "version"),
        to=form.cleaned_data["to"],
    )
    return draft, f"Handed over to {draft.owner}."


def _share(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, _: DeskForm | None
) -> tuple[Draft, str]:
    shared = bool(request.POST.get("shared", "1"))
    draft = drafts.share(by=by, coverage=coverage, uid=uid, shared=shared)
    return draft, "Everybody at this desk sees it." if shared else "Only you see it."


def _restore(
    request: HttpRequest, by: Person, coverage: Coverage, uid: str, _: DeskForm | None
) -> tuple[Draft, str]:
    number, version = _number(request, "number"), _number(request, "version")
    draft = drafts.restore(by=by, coverage=coverage, uid=uid, number=number, version=version)
    return draft, "It is back. What was there before is among its versions."


_ACTS: Final[dict[str, Callable[..., tuple[Draft, str]]]] = {
    "submit": _plain(drafts.submit, "Submitted. An editor sees it now."),
    "take-back": _plain(drafts.take_back, "Taken back. You can write on."),
    "return": _return,
    "approve": _approve,
    "publish": _publish,
    "schedule": _schedule,
    "hold": _hold,
    "release": _plain(drafts.release, "Called off."),
    "undo": _plain(drafts.undo, "Undone. Nothing was published."),
    "discard": _plain(drafts.discard, "Discarded. It can be brought back."),
    "restore": _restore,
    "share": _share,
    "hand-over": _hand_over,
    "take-over": _plain(drafts.take_over, "It is yours now."),
}
assert set(_ACTS) == set(ACTS)
_FORMS: Final[dict[str, type[DeskForm]]] = {
    "return": RemarkForm,
    "schedule": DueForm,
    "hold": DueForm,
    "hand-over": HandOverForm,
}


def _render(
    request: HttpRequest,
    coverage: Coverage,
    uid: str,
    refused: dict[str, DeskForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a draft. `refused` holds the form of an act, with its errors."""
    by = person(request)
    try:
        draft = drafts.visible(by, coverage, uid)
    except CommandRefused:
        raise Http404 from None
    acts = {name: form(auto_id=f"{name}_%s") for name, form in _FORMS.items()} | (refused or {})
    state = coverage_state(coverage)
    context = _shown(coverage, draft) | beside(coverage, by, f"draft:{draft.uid}")
    context |= {
        "coverage": state,
        "zone": zone(state.zone),
        "draft": draft_rows.of(draft, by),
        "versions": _versions(draft),
        "remark_form": acts["return"],
        "schedule_form": acts["schedule"],
        "hold_form": acts["hold"],
        "hand_over_form": acts["hand-over"],
    }
    sent_forms = list((refused or {}).values())
    return show(request, "desk/drafts/draft.html", context, sent_forms, status=status)


def _shown(coverage: Coverage, draft: Draft) -> dict[str, Any]:
    """The text of a draft as readers will see it, or else what is missing."""
    text = sent(draft.fields, post=draft.post, expected_seq=draft.expected_seq, key=draft.uid)
    if missing := text.problems():
        return {"missing": missing, "plain": words_of(draft.fields)}
    if draft.fields.get("kind") in ENDINGS:
        return {"note": text.note}
    relations, tags = _beside_text(coverage, draft, text)
    state = coverage_state(coverage)
    return {
        "preview": preview.of(coverage, state, text.copy, relations, tags),
        "proposed": [] if draft.post else ledger.in_words(coverage, text.proposed),
        "note": text.note,
    }


def _beside_text(
    coverage: Coverage, draft: Draft, text: Sent
) -> tuple[tuple[Relation, ...], tuple[str, ...]]:
    """The relations and tags with which a post would be shown; a change leaves them as they are."""
    if not draft.post:
        return text.relations, text.tags
    post = post_state(coverage, draft.post)
    return post.relations, post.tags


def _versions(draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "version": each.version,
            "at": each.at,
            "person": each.person,
            "label": draft_rows.LABELS.get(each.state, ""),
            "text": words_of(each.fields),
        }
        for each in draft.versions.order_by("-version")
    ]


def _stored(draft: Draft) -> dict[str, Any]:
    return {
        "uid": draft.uid,
        "version": draft.version,
        "saved_at": format_time(draft.saved_at),
        "state": draft.state,
        "due": format_time(draft.due) if draft.due else None,
        "number": draft.number,
    }


def _refused(refusal: CommandRefused, by: Person) -> dict[str, Any]:
    """A refusal, with the newer version of the draft if there is one and its reader may see it.

    Whoever wrote in a draft is told whose it is now, and not what that person has written since.
    """
    said: dict[str, Any] = {"error": str(refusal)}
    if not isinstance(refusal, drafts.DraftOvertaken):
        return said
    draft = refusal.draft
    said |= {"owner": draft.owner, "writable": may_write(by, draft)}
    if may_read(by, draft):
        said |= _stored(draft) | {"fields": draft.fields, "saved_by": draft.saved_by}
    return said


def _errors(form: DeskForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else 0
