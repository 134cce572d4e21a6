"""What the composer's buttons do: publish, submit, schedule, hold and save.

All of them keep the text as a draft, except a publication that does not wait.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dateline.accounts.policy import Person
from dateline.desk import draft_rows, local_time, publication
from dateline.desk.access import person
from dateline.desk.commands import drafts
from dateline.desk.errors import CommandRefused
from dateline.desk.forms import ChangeForm, NewPostForm, ReasonForm
from dateline.desk.forms.composer import Composer
from dateline.desk.forms.drafts import sent, text_of, words_of
from dateline.desk.forms.posts import NewerDraft
from dateline.desk.prepared import coverage_state
from dateline.drafts.models import Draft
from dateline.drafts.workflow import may_read, may_write
from dateline.journal.models import Coverage
from dateline.page.render import zone

from .shared import run, unvalidated

# The buttons that publish. The second is shown to a writer who was asked to look again.
PUBLISHING: Final = ("publish", "publish-anyway")
# The buttons that do something with the draft. Of these `save` accepts a text that is not valid.
ACTIONS: Final = (*PUBLISHING, "submit", "schedule", "hold", "save")
_KEY: Final = re.compile("[0-9a-f]{32}")


class Opened(NamedTuple):
    """A draft, and the forms with its text."""

    draft: Draft
    form: Any
    composer: Composer


@dataclass(frozen=True)
class Composition:
    """A form of the composer that was sent for a new post, or for a change of a post."""

    request: HttpRequest
    coverage: Coverage
    form: NewPostForm | ChangeForm
    composer: Composer
    post: int = 0

    @property
    def by(self) -> Person:
        return person(self.request)

    @property
    def uid(self) -> str:
        """The draft of this form. It is the same if the form is sent twice."""
        sent_key = self.request.POST.get("idempotency_key", "")
        return self.request.POST.get("draft") or uid_of(self.by, self.coverage, sent_key)

    def save(self) -> Draft:
        """Saves the text as a draft, whether it is valid or not. Raises CommandRefused."""
        return drafts.save(
            by=self.by,
            coverage=self.coverage,
            uid=self.uid,
            version=_number(self.request.POST.get("draft_version", "")),
            fields=text_of(self.request.POST, self.composer),
            post=self.post,
            expected_seq=_number(self.request.POST.get("expected_seq", "")) if self.post else 0,
        )


def carry_out(composition: Composition, action: str) -> CommandRefused | None:
    """Does what a button of the composer says, with a valid form unless it only saves.

    A refusal stands beside the field that it is about, and is returned.
    """
    form, request = composition.form, composition.request
    done: list[str] = []

    def command() -> None:
        done.append(_carry_out(composition, action))

    if action == "save":
        form.is_valid()
    refusal = run(form, command, composition.composer)
    if refusal is None:
        messages.success(request, done[0])
    return refusal


def is_kept(composition: Composition, action: str) -> bool:
    """Whether an action makes a draft, or uses one."""
    if action in ("submit", "schedule", "hold", "save") or composition.request.POST.get("draft"):
        return True
    # A change of a post does not wait.
    return not composition.post and publication.undo_seconds(composition.by) > 0


def after(composition: Composition, action: str) -> HttpResponse:
    """Leads back to the desk; after a save to the draft, to write on."""
    address = reverse("desk:coverage", args=[composition.coverage.slug])
    return redirect(f"{address}?draft={composition.uid}" if action == "save" else address)


def again(form: Any, refusal: CommandRefused, by: Person) -> Any:
    """Returns the form that is shown after a refusal.

    If the draft was saved elsewhere, the form has what it says now, and sent again it replaces
    that. If its writer may not write in it any more, the form makes a draft of its own.
    """
    if not isinstance(refusal, drafts.DraftOvertaken):
        return form
    draft = refusal.draft
    writable = may_write(by, draft)
    known = {"draft": draft.uid, "draft_version": draft.version}
    fresh = {"draft": "", "draft_version": "", "idempotency_key": uuid.uuid4().hex}
    shown = type(form)(form.data | (known if writable else fresh))
    shown.is_valid()
    shown.add_error(None, str(refusal))
    if may_read(by, draft):
        label, text = draft_rows.LABELS[draft.state], words_of(draft.fields)
        shown.newer = NewerDraft(draft.uid, label, draft.saved_by, text, writable)
    return shown


def opened(coverage: Coverage, by: Person, uid: str, post: int = 0) -> Opened | None:
    """Returns a draft of a post that a person may read, and the forms with its text, or None."""
    draft = _readable(coverage, by, uid)
    if draft is None or draft.post != post:
        return None
    key = uuid.uuid4().hex
    text = sent(draft.fields, post=post, expected_seq=draft.expected_seq, key=key)
    if isinstance(text.form, ReasonForm) or text.composer is None:
        return None
    form = unvalidated(text.form)
    form.initial.update({"draft": draft.uid, "draft_version": draft.version, "post": post})
    return Opened(draft, form, text.composer.rearranged("show"))


def post_of(coverage: Coverage, by: Person, uid: str) -> int:
    """Returns the number of the post that a draft changes; 0 for a new post or no draft."""
    draft = _readable(coverage, by, uid)
    return draft.post if draft else 0


def submit_ending(by: Person, coverage: Coverage, post: int, kind: str, form: ReasonForm) -> Draft:
    """Submits the retraction or withdrawal of a post, for somebody else to decide on."""
    cleaned = form.cleaned_data
    draft = drafts.save(
        by=by,
        coverage=coverage,
        uid=uid_of(by, coverage, cleaned["idempotency_key"]),
        version=0,
        fields={"kind": kind, "reason": cleaned["reason"]},
        post=post,
        expected_seq=cleaned["expected_seq"],
    )
    return drafts.submit(by=by, coverage=coverage, uid=draft.uid)


def uid_of(by: Person, coverage: Coverage, key: str) -> str:
    """Returns the draft of a form with this idempotency key: the same if it is sent twice."""
    if _KEY.fullmatch(key):
        return key
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{by.name} {coverage.slug} {key}").hex


def due_of(form: NewPostForm | ChangeForm, coverage: Coverage) -> datetime | None:
    """Returns the time at which a post is to come out; None if none was entered."""
    at: datetime | None = form.cleaned_data["due"]
    if at is None:
        return None
    return in_zone_of(coverage, at.replace(tzinfo=None))


def in_zone_of(coverage: Coverage, at: datetime) -> datetime:
    """Returns a time without a zone as one of the coverage's zone. Raises CommandRefused."""
    try:
        return local_time.in_zone(at, zone(coverage_state(coverage).zone))
    except local_time.NoSuchTime as error:
        raise CommandRefused(str(error), field="due") from None


def publishing_message(draft: Draft) -> str:
    """What is said after a draft was published, or after its publication began."""
    if draft.state == "published":
        return "Published."
    return f"Publishing in {draft_rows.seconds_until(draft)} s. You can still undo it."


def _readable(coverage: Coverage, by: Person, uid: str) -> Draft | None:
    try:
        return drafts.visible(by, coverage, uid)
    except drafts.NoSuchDraft:
        return None


def _carry_out(composition: Composition, action: str) -> str:
    by, coverage = composition.by, composition.coverage
    draft = composition.save()
    # If what follows is refused, the form that is shown again is about this draft.
    composition.form.data = {
        **composition.form.data,
        "draft": draft.uid,
        "draft_version": draft.version,
    }
    about: dict[str, Any] = {
        "by": by,
        "coverage": coverage,
        "uid": draft.uid,
        "version": draft.version,
    }
    if action == "save":
        return "Saved as a draft."
    if action == "submit":
        drafts.submit(**about)
        return "Submitted. An editor sees it now."
    if action == "hold":
        publication.hold(**about, due=due_of(composition.form, coverage))
        return "On hold."
    if action == "schedule":
        due = due_of(composition.form, coverage)
        if due is None:
            raise CommandRefused("Say when it is to be published.", field="due")
        publication.schedule(**about, due=due)
        return "Scheduled."
    published = publication.publish(
        **about,
        wait=publication.undo_seconds(by),
        unless_doubtful=action == "publish",
    )
    return publishing_message(published)


def _number(text: str) -> int:
    """A number of a hidden field, 0 if it is missing or was tampered with."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else 0
