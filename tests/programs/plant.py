"""Plants marked strings in everything that is private, around the live coverage `orrin`.

Every private text field has a row with MARK. Posts with PROOF are public. Prints as JSON the
number of the last entry, and the digests of a picture that only a draft shows.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image

from dateline.accounts.models import AccessChange, CoverageRole, CoverageRules, Member
from dateline.accounts.people import add_person
from dateline.accounts.policy import Person
from dateline.content.tree import Byline, Copy, Photograph, Rendition
from dateline.desk import publication
from dateline.desk.commands import assessments, coverages, drafts, notes, posts, questions
from dateline.desk.commands.assessments import Verdict
from dateline.desk.commands.proposed import ProposedPosition
from dateline.desk.commands.questions import state_of
from dateline.drafts.models import Draft
from dateline.journal.models import Coverage
from dateline.journal.read import head
from dateline.media import pictures
from dateline.newsroom import presence
from dateline.newsroom.models import Question
from tests.claims.acts import named, record, says
from tests.people import copy, seq_of

MARK = "zqcanary"
PROOF = "proofheron"
PREPARED = f"{MARK}-prepared"
WRITER = Person(f"{MARK}-writer", "reporter")
EDITOR = Person(f"{MARK}-editor", "administrator")


def main() -> None:
    orrin = Coverage.objects.get(slug="orrin")
    people(orrin)
    prepared = coverages.prepare(by=EDITOR, preparation=preparation())
    for coverage in (orrin, prepared):
        write_drafts(coverage)
        talk(coverage)
    claim(orrin)
    public(orrin)
    hidden = [each.sha256 for each in hide_picture(orrin)]
    print(json.dumps({"seq": head().seq, "hidden": hidden}))


def people(coverage: Coverage) -> None:
    for person in (WRITER, EDITOR):
        member = add_person(person.name, "a password of four words", person.role)
        member.keys = {"publish": f"{MARK}-key"}
        member.save()
    User.objects.filter(username=WRITER.name).update(
        first_name=f"{MARK}-first", last_name=f"{MARK}-last", email=f"{MARK}@example.org"
    )
    member = Member.objects.get(user__username=WRITER.name)
    CoverageRole.objects.create(member=member, coverage=coverage, role="reporter")
    CoverageRules.objects.create(coverage=coverage, two_people=["withdrawals"])
    AccessChange.objects.create(
        coverage=coverage,
        at=datetime.now(UTC),
        person=EDITOR.name,
        about=WRITER.name,
        before=f"{MARK}-before",
        after=f"{MARK}-after",
    )


def preparation() -> coverages.Preparation:
    opening = coverages.Opening(
        slug=PREPARED,
        headline=f"{MARK} headline",
        standfirst=f"{MARK} standfirst",
        bylines=(Byline(f"{MARK} byline"),),
        zone="Europe/London",
    )
    fields = {"slug": PREPARED, "headline": opening.headline, "standfirst": opening.standfirst}
    fields |= {"zone": opening.zone, "language": "en", "byline-0-name": f"{MARK} byline"}
    return coverages.Preparation(opening, fields)


def save(coverage: Coverage, label: str, by: Person = WRITER, **more: Any) -> str:
    uid = drafts.new_uid()
    fields = {
        "headline": f"{MARK} {label} headline",
        "part-0-kind": "text",
        "part-0-text": f"{MARK} {label} text",
        "byline-0-name": f"{MARK} byline",
    } | more.pop("fields", {})
    drafts.save(by=by, coverage=coverage, uid=uid, version=0, fields=fields, **more)
    return uid


def write_drafts(coverage: Coverage) -> None:
    """A draft in each state, and on each way that ends without a publication."""
    save(coverage, "plain")
    shared: dict[str, Any] = {"coverage": coverage, "uid": save(coverage, "shared")}
    drafts.share(by=WRITER, **shared)
    drafts.take_over(by=EDITOR, **shared)
    for act in ("submit", "return", "take-back", "schedule", "hold", "undo", "wait", "discard"):
        more: dict[str, Any] = {"coverage": coverage, "uid": save(coverage, act)}
        if act == "discard":
            drafts.discard(by=WRITER, **more)
            continue
        drafts.submit(by=WRITER, **more)
        if act == "return":
            drafts.send_back(by=EDITOR, remark=f"{MARK} remark", **more)
        if act == "take-back":
            drafts.take_back(by=WRITER, **more)
        if coverage.slug == PREPARED:
            # Nothing of it can be published yet.
            continue
        if act == "schedule":
            drafts.schedule(by=EDITOR, due=datetime.now(UTC) + timedelta(days=1), **more)
        if act == "hold":
            drafts.hold(by=EDITOR, due=None, **more)
        if act in ("undo", "wait"):
            publication.publish(by=EDITOR, wait=3600, **more)
        if act == "undo":
            drafts.undo(by=EDITOR, **more)


def talk(coverage: Coverage) -> None:
    """Notes, questions and who is there."""
    uid = Draft.objects.filter(coverage=coverage, owner=WRITER.name).values_list("uid", flat=True)[
        0
    ]
    asked = questions.ask(by=WRITER, coverage=coverage, text=f"{MARK} question")
    for about in ("", f"draft:{uid}", f"question:{asked.pk}"):
        notes.write_note(by=WRITER, coverage=coverage, about=about, text=f"{MARK} note {about}")
    again = questions.ask(by=EDITOR, coverage=coverage, text=f"{MARK} other question")
    given: dict[str, Any] = {"by": EDITOR, "coverage": coverage}
    questions.take(**given, number=asked.pk, seen=state_of(asked))
    for each in (asked, again):
        each = Question.objects.get(pk=each.pk)
        text = f"{MARK} answer"
        questions.answer(**given, number=each.pk, seen=state_of(each), text=text)
    again.refresh_from_db()
    questions.reopen(**given, number=again.pk, seen=state_of(again))
    presence.seen(coverage, WRITER.name, f"{MARK}tab", f"draft:{uid}")
    presence.take_over(coverage, EDITOR.name, f"draft:{uid}")


def public(coverage: Coverage) -> None:
    """What marked people publish, whose names, earlier words and file names stay at the desk."""
    act: dict[str, Any] = {"by": EDITOR, "coverage": coverage}
    # A draft that lost its marked words before it was approved.
    draft: dict[str, Any] = {"coverage": coverage, "uid": save(coverage, "before")}
    plain = {"headline": "A draft", "part-0-kind": "text", "part-0-text": f"{PROOF} of a draft."}
    plain["byline-0-name"] = "Ada Lind"
    drafts.save(by=WRITER, version=1, fields=plain, **draft)
    drafts.submit(by=WRITER, **draft)
    publication.publish(by=EDITOR, **draft)
    shown = pictures.renditions(pictures.store(photograph()).key)
    for part in (Photograph(shown, "A door", "The door", "Ada Lind"),):
        text = Copy(f"{PROOF} with a picture", (Byline("Ada Lind"),), (part,))
        posts.publish(**act, idempotency_key=uuid.uuid4().hex, copy=text)
    posts.publish(**act, idempotency_key=uuid.uuid4().hex, copy=copy(f"{PROOF} in words."))
    # Changes that are being written, of a post that is public.
    number = Draft.objects.get(uid=draft["uid"]).number
    change: dict[str, Any] = {"post": number, "expected_seq": seq_of(coverage, f"post-{number}")}
    for kind, words in (("correct", "note"), ("withdraw", "reason")):
        fields = {"kind": kind, words: f"{MARK} {words} of a change"}
        save(coverage, kind, by=EDITOR, fields=fields, **change)
    posts.correct(
        **act,
        idempotency_key=uuid.uuid4().hex,
        number=number,
        expected_seq=change["expected_seq"],
        copy=copy(f"{PROOF} as corrected."),
        note=f"{PROOF} was wrong.",
    )
    posts.publish(**act, idempotency_key=uuid.uuid4().hex, copy=copy(f"{PROOF} at last."))


def claim(coverage: Coverage) -> None:
    """A public claim, with a verdict that is only proposed, and what waits for an editor."""
    name = record(coverage, f"{PROOF} was said", says(named("The harbour office")))
    verdict = Verdict(status="verified", basis=("expert",), note=f"{MARK} verdict")
    assessments.propose(by=EDITOR, coverage=coverage, claim=name, verdict=verdict)
    waiting = ProposedPosition(
        sentence=f"{MARK} sentence",
        claim_text=f"{MARK} claim",
        label=f"{MARK} source",
        stance="denies",
        relay=f"{MARK} relay",
        low="28",
        accepted=True,
    )
    words = copy(f"{PROOF} with what waits.")
    key = uuid.uuid4().hex
    posts.publish(
        by=EDITOR, idempotency_key=key, coverage=coverage, copy=words, proposed=(waiting,)
    )


def hide_picture(coverage: Coverage) -> tuple[Rendition, ...]:
    """Stores a picture in a draft."""
    stored = pictures.store(photograph(colour=(9, 9, 90)))
    part = {"part-1-kind": "photograph", "part-1-picture": stored.key}
    save(coverage, "picture", fields=part | {"part-1-alt_text": f"{MARK} picture"})
    return pictures.renditions(stored.key)


def photograph(colour: tuple[int, int, int] = (200, 40, 40)) -> ContentFile[bytes]:
    """A picture whose file name and camera data are marked."""
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x013B, 0x8298):
        exif[tag] = f"{MARK} camera"
    file = BytesIO()
    comment = f"{MARK} comment".encode()
    Image.new("RGB", (900, 600), colour).save(file, "JPEG", exif=exif, comment=comment)
    return ContentFile(file.getvalue(), name=f"{MARK}-file.jpg")


if __name__ == "__main__":
    main()
