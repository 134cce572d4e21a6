"""One walk for each action of the policy: over HTTP, as its form is sent, and by its command.

A walk does what its action allows, in the coverage `flood` with the posts 1 and 2, of which the
second has a photograph, and with a claim, beside the prepared coverage `fire`. `owner` is whose
draft it acts on.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.test import Client

from dateline.accounts.models import Member
from dateline.accounts.policy import Action, Person
from dateline.claims import read as claims_read
from dateline.coverage.kinds import Relation
from dateline.desk import publication
from dateline.desk.commands import (
    assessments,
    claims,
    coverages,
    drafts,
    erasure,
    front_matter,
    imports,
    notes,
    people,
    posts,
    questions,
    relations,
    tags,
)
from dateline.desk.commands.claim_rules import ClaimText
from dateline.desk.commands.coverages import Opening, Preparation
from dateline.drafts import store
from dateline.journal.models import Coverage
from tests.claims.acts import about, named, says
from tests.people import act, copy, seq_of

UID: Final = "d" * 32
TEXT: Final = {"part-0-kind": "text", "part-0-text": "The dam holds.", "byline-0-name": "Ada"}
OPENING: Final = {
    "slug": "fire",
    "headline": "Smoke over Varn",
    "zone": "UTC",
    "language": "en",
    "byline-0-name": "Ada",
}
Http = Callable[["Scene", Client], HttpResponse]
Command = Callable[["Scene", Person], object]


@dataclass(frozen=True)
class Scene:
    """The coverages, whoever walks, and whose draft they act on."""

    coverage: Coverage
    prepared: Coverage
    walker: Member
    owner: str

    def add_draft(self, state: str) -> None:
        """The draft on which a walk acts. It is shared, so that it can be found."""
        at = datetime.now(UTC)
        fields = TEXT | {"part-0-text": "Water at the bridge."}
        draft = store.add(self.coverage, UID, person=self.owner, fields=fields, at=at)
        waiting = {"submitted_by": self.owner, "submitted_at": at} if state == "submitted" else {}
        store.change(draft, shared=True, state=state, **waiting)

    @property
    def colleague(self) -> Member:
        """Somebody who is neither the walker nor an administrator."""
        return Member.objects.get(user__username="zoe")


@dataclass(frozen=True)
class Walk:
    """`http` is None for what only the command line does. `draft` is the state of the draft."""

    command: Command
    http: Http | None = None
    draft: str = ""
    # Whose drafts it is about: with drafts, its own and those of others.
    owners: tuple[str, ...] = field(default=("",))


def walk_draft(
    state: str,
    name: str,
    command: Callable[..., object],
    sent: Mapping[str, str] | None = None,
    **arguments: Any,
) -> Walk:
    """The walk of an act on a draft, by its address and by its command."""

    def over_http(scene: Scene, client: Client) -> HttpResponse:
        return client.post(f"/desk/flood/drafts/{UID}/{name}/", dict(sent or {}))

    def by_command(scene: Scene, by: Person) -> object:
        return command(by=by, coverage=scene.coverage, uid=UID, **arguments)

    return Walk(by_command, over_http, state, ("walker", "zoe"))


def walk_change(kind: str, command: Callable[..., object], words: str, **note: str) -> Walk:
    """The walk of a change of post 1."""

    def over_http(scene: Scene, client: Client) -> HttpResponse:
        sent = {"kind": kind, "do": "change", "part-0-kind": "text", "part-0-text": words} | note
        return client.post("/desk/flood/post/1/", sent | form(seq_of(scene.coverage, "post-1")))

    def by_command(scene: Scene, by: Person) -> object:
        return command(**act(by), **post_1(scene), copy=copy(words), **note)

    return Walk(by_command, over_http)


def walk_ending(name: str, command: Callable[..., object]) -> Walk:
    """The walk of a retraction or withdrawal of post 1."""

    def over_http(scene: Scene, client: Client) -> HttpResponse:
        sent = form(seq_of(scene.coverage, "post-1"), f"{name}-") | {f"{name}-reason": "A rumour."}
        return client.post(f"/desk/flood/post/1/{name}/", sent)

    def by_command(scene: Scene, by: Person) -> object:
        return command(**act(by), **post_1(scene), reason="A rumour.")

    return Walk(by_command, over_http)


def walk_front(
    section: str, about: str, sent: Mapping[str, str], command: Callable[..., object], **set_to: Any
) -> Walk:
    """The walk of a change of the front matter."""

    def over_http(scene: Scene, client: Client) -> HttpResponse:
        whole = dict(sent) | form(seq_of(scene.coverage, about)) | {"do": "set"}
        return client.post(f"/desk/flood/front/{section}/", whole)

    def by_command(scene: Scene, by: Person) -> object:
        seen = seq_of(scene.coverage, about)
        return command(**act(by), coverage=scene.coverage, expected_seq=seen, **set_to)

    return Walk(by_command, over_http)


def form(expected_seq: int = 0, prefix: str = "") -> dict[str, str]:
    """The hidden fields of a form."""
    return {
        f"{prefix}idempotency_key": uuid.uuid4().hex,
        f"{prefix}expected_seq": str(expected_seq),
    }


def post_1(scene: Scene) -> dict[str, Any]:
    seen = seq_of(scene.coverage, "post-1")
    return {"coverage": scene.coverage, "number": 1, "expected_seq": seen}


def post_2(scene: Scene) -> dict[str, Any]:
    seen = seq_of(scene.coverage, "post-2")
    return {"coverage": scene.coverage, "number": 2, "expected_seq": seen}


def send_about_post_2(scene: Scene, client: Client, page: str, **sent: str) -> HttpResponse:
    whole = sent | form(seq_of(scene.coverage, "post-2")) | {"do": "set"}
    return client.post(f"/desk/flood/post/2/{page}/", whole)


def record_claim(scene: Scene, by: Person) -> object:
    position = says(named("Varn"))
    claim = ClaimText(text="The dam holds")
    return claims.record_claim(**act(by), coverage=scene.coverage, claim=claim, position=position)


def record_claim_http(scene: Scene, client: Client) -> HttpResponse:
    sent = {"text": "The dam holds", "label": "Varn", "stance": "asserts", "post": "1"}
    return client.post("/desk/flood/claims/new/", sent | form() | {"do": "record"})


def pin_claims(scene: Scene, by: Person) -> object:
    chosen = recorded(scene)
    return claims.pin_claims(**act(by), coverage=scene.coverage, expected_seq=0, claims=(chosen,))


def pin_claims_http(scene: Scene, client: Client) -> HttpResponse:
    return client.post("/desk/flood/claims/pin/", form() | {"claim": recorded(scene)})


def assess_claim(scene: Scene, by: Person) -> object:
    chosen = about(scene.coverage, recorded(scene))
    verdict = assessments.Verdict(status="checking")
    return assessments.assess(**act(by), **chosen, verdict=verdict)


def assess_claim_http(scene: Scene, client: Client) -> HttpResponse:
    chosen = about(scene.coverage, recorded(scene))
    sent = form(chosen["expected_seq"]) | {"status": "checking", "do": "assess"}
    return client.post(f"/desk/flood/claims/{chosen['claim']}/assess/", sent)


def recorded(scene: Scene) -> str:
    """The claim of the scene."""
    (found,) = claims_read.with_text(scene.coverage, "It rains")
    return found


def publish_http(scene: Scene, client: Client) -> HttpResponse:
    return client.post("/desk/flood/", TEXT | form() | {"do": "publish"})


def mark_http(scene: Scene, client: Client) -> HttpResponse:
    sent = form(seq_of(scene.coverage, "post-1"), "mark-") | {"mark-key_event": "True"}
    return client.post("/desk/flood/post/1/mark/", sent)


def write_http(scene: Scene, client: Client) -> HttpResponse:
    sent = TEXT | {"draft": UID, "draft_version": "2"}
    return client.post("/desk/flood/drafts/", sent)


def write(scene: Scene, by: Person) -> object:
    return drafts.save(by=by, coverage=scene.coverage, uid=UID, version=2, fields=TEXT)


def open_http(scene: Scene, client: Client) -> HttpResponse:
    return client.post("/desk/fire/opening/", OPENING | form(1) | {"do": "open"})


def open_by_command(scene: Scene, by: Person) -> object:
    return coverages.open_prepared(
        **act(by), coverage=scene.prepared, expected_version=1, opening=opening("fire")
    )


def prepare_http(scene: Scene, client: Client) -> HttpResponse:
    return client.post("/desk/new/", OPENING | form() | {"slug": "smoke", "do": "prepare"})


def prepare(scene: Scene, by: Person) -> object:
    return coverages.prepare(by=by, preparation=Preparation(opening("smoke"), {}))


def roles_http(scene: Scene, client: Client) -> HttpResponse:
    prefix = f"member-{scene.colleague.pk}"
    sent = {f"{prefix}-role": "editor", f"{prefix}-before": "", "do": "roles"}
    return client.post("/desk/flood/people/", sent)


def set_roles(scene: Scene, by: Person) -> None:
    change = people.RoleChange(scene.colleague.pk, "", "editor")
    people.set_roles(by=by, coverage=scene.coverage, changes=[change])


def rules_http(scene: Scene, client: Client) -> HttpResponse:
    sent = {"rules-posts": "on", "rules-before": "", "do": "rules"}
    return client.post("/desk/flood/people/", sent)


def set_rules(scene: Scene, by: Person) -> None:
    people.set_rules(by=by, coverage=scene.coverage, before=frozenset(), after=frozenset({"posts"}))


def import_it(scene: Scene, by: Person) -> object:
    imported = imports.ImportedCoverage(opening("old"), (), "", (), (), ())
    return imports.import_coverage(**act(by), imported=imported)


def erase_it(scene: Scene, by: Person) -> object:
    seen = seq_of(scene.coverage, "post-1")
    about = erasure.ObjectRef.parse("post-1")
    return erasure.erase_entry(
        **act(by), coverage=scene.coverage, about=about, seq=seen, reason="safety"
    )


def opening(slug: str) -> Opening:
    return Opening(slug, "Smoke over Varn", "", (), "UTC")


def tomorrow() -> datetime:
    return datetime.now(UTC).replace(microsecond=0, second=0) + timedelta(days=1)


TITLE: Final = front_matter.Title("The Orrin falls", "", ())
WALKS: Final[dict[Action, Walk]] = {
    "publish": Walk(
        lambda scene, by: posts.publish(
            **act(by), coverage=scene.coverage, copy=copy("The dam holds.")
        ),
        publish_http,
    ),
    "revise": walk_change("revise", posts.revise, "Water at the door."),
    "update": walk_change("update", posts.update, "Water at two doors.", note="Two."),
    "clarify": walk_change("clarify", posts.clarify, "Water at the back door.", note="Back."),
    "correct": walk_change("correct", posts.correct, "Water at the gate.", note="The gate."),
    "retract": walk_ending("retract", posts.retract),
    "withdraw": walk_ending("withdraw", posts.withdraw),
    "set key event": Walk(
        lambda scene, by: posts.set_key_event(**act(by), **post_1(scene), key_event=True),
        mark_http,
    ),
    "set relations": Walk(
        lambda scene, by: relations.set_relations(
            **act(by), **post_2(scene), relations=(Relation("follows", 1),)
        ),
        lambda scene, client: send_about_post_2(scene, client, "relations", follows="#1"),
    ),
    "set tags": Walk(
        lambda scene, by: tags.set_tags(**act(by), **post_2(scene), tags=("Dam",)),
        lambda scene, client: send_about_post_2(scene, client, "tags", tags="Dam"),
    ),
    "retitle coverage": walk_front(
        "title",
        "coverage",
        {"headline": "The Orrin falls", "standfirst": "", "change": "updated"},
        front_matter.retitle,
        title=TITLE,
    ),
    "set key points": walk_front(
        "key-points",
        "key_points",
        {"text": "The dam holds.", "change": "updated"},
        front_matter.set_key_points,
        points=(front_matter.KeyPoint("The dam holds.", 0, ""),),
    ),
    "set summary": walk_front(
        "summary",
        "summary",
        {"part-0-kind": "text", "part-0-text": "It rains.", "change": "updated"},
        front_matter.set_summary,
        copy=copy("It rains."),
    ),
    "set pin": walk_front("pin", "pin", {"post": "1"}, front_matter.set_pin, post=1),
    "set lead picture": walk_front(
        "lead-picture", "lead_picture", {"post": "2"}, front_matter.set_lead_picture, post=2
    ),
    "record claims": Walk(record_claim, record_claim_http),
    "change claims": Walk(pin_claims, pin_claims_http),
    "assess claims": Walk(assess_claim, assess_claim_http),
    "set state": walk_front(
        "state", "coverage", {"state": "closed"}, front_matter.set_state, state="closed"
    ),
    "write draft": Walk(write, write_http, "draft", ("walker", "zoe")),
    "share draft": walk_draft("draft", "share", drafts.share, {"shared": ""}, shared=False),
    "hand over draft": walk_draft("draft", "hand-over", drafts.hand_over, {"to": "ann"}, to="ann"),
    "discard draft": walk_draft("draft", "discard", drafts.discard),
    "submit": walk_draft("draft", "submit", drafts.submit),
    "take back": walk_draft("submitted", "take-back", drafts.take_back),
    "take over": Walk(
        lambda scene, by: drafts.take_over(by=by, coverage=scene.coverage, uid=UID),
        lambda scene, client: client.post(f"/desk/flood/drafts/{UID}/take-over/"),
        "draft",
        # Nobody takes over their own draft.
        ("zoe",),
    ),
    "approve": walk_draft("submitted", "approve", publication.publish),
    "return": walk_draft(
        "submitted", "return", drafts.send_back, {"remark": "Who says so?"}, remark="Who says so?"
    ),
    "schedule": walk_draft(
        "draft",
        "schedule",
        drafts.schedule,
        {"due": f"{tomorrow():%Y-%m-%dT%H:%M}"},
        due=tomorrow(),
    ),
    "hold": walk_draft("draft", "hold", drafts.hold),
    "write note": Walk(
        lambda scene, by: notes.write_note(by=by, coverage=scene.coverage, about="", text="Wait."),
        lambda scene, client: client.post("/desk/flood/notes/", {"about": "", "text": "Wait."}),
    ),
    "ask question": Walk(
        lambda scene, by: questions.ask(by=by, coverage=scene.coverage, text="Who confirms it?"),
        lambda scene, client: client.post("/desk/flood/questions/", {"text": "Who confirms it?"}),
    ),
    "prepare coverage": Walk(prepare, prepare_http),
    "open coverage": Walk(open_by_command, open_http),
    "set roles": Walk(set_roles, roles_http),
    "set rules": Walk(set_rules, rules_http),
    "import": Walk(import_it),
    "erase": Walk(erase_it),
}
