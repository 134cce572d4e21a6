"""For each kind of entry a command that appends one, and what readers are told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from dateline.content.tree import Byline, Copy, Photograph, Rendition
from dateline.coverage import kinds
from dateline.desk.commands import erasure, front_matter, posts, relations
from dateline.desk.commands.front_matter import Title
from dateline.desk.commands.pins import set_pins
from dateline.desk.commands.revision import ChangeNote
from dateline.desk.commands.tags import set_tags
from dateline.journal.entry import EntryErased, ObjectRef, Payload
from dateline.journal.models import Coverage
from tests.coverage.test_front_changes import retitle, set_points, summarise
from tests.people import act, copy, publish, seq_of, store_files

SURFACES: Final = ("open page", "returning reader", "corrections", "feed", "history")
FIRST = "It is the first version: nothing that anybody has read was changed."
SPELLING = "Spelling and layout change no meaning. The post says that it was edited."
NO_TEXT = "It has no text with versions. The list of changes is its history."
UNCHANGED = "A text is in the feed once it was changed: only its readers could miss that."
NO_KEY_TITLES = "A feed has posts, and no list of key events in which this title stands."
NO_CATEGORY = "The post comes again, without the category. Feeds have no words for what is gone."


@dataclass(frozen=True)
class Walk:
    """A kind of entry, a command that appends one, and what readers are told of it.

    `block` is the block that changes on the page `slug`, and `words` is what a reader reads there.
    Other surfaces may say it with words of their own, which `elsewhere` has. `why_not` has the
    reasons why a surface does not tell it.
    """

    kind: type[Payload]
    perform: Callable[[Coverage], object]
    block: str = ""
    words: str = ""
    slug: str = "flood"
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    why_not: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind.kind} {self.words}"

    def words_in(self, surface: str) -> str:
        return self.elsewhere.get(surface, self.words)


def change_post(command: Callable[..., object], words: str = "", note: str = "") -> Callable:
    def perform(coverage: Coverage) -> None:
        change = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
        more: dict[str, object] = {"copy": copy(words)} if words else {"reason": note}
        if words and note:
            more["note"] = note
        command(**act(), **change, **more)

    return perform


def mark(key_event: bool) -> Callable:
    def perform(coverage: Coverage) -> None:
        posts.set_key_event(
            **act(),
            coverage=coverage,
            number=2,
            expected_seq=seq_of(coverage, "post-2"),
            key_event=key_event,
        )

    return perform


def title_key_event(title: str) -> Callable:
    return lambda coverage: posts.title_key_event(
        **act(),
        coverage=coverage,
        number=2,
        expected_seq=seq_of(coverage, "post-2"),
        title=title,
    )


def tag(*tags: str) -> Callable:
    return lambda coverage: set_tags(
        **act(),
        coverage=coverage,
        number=2,
        expected_seq=seq_of(coverage, "post-2"),
        tags=tags,
    )


def relate(*named: kinds.Relation) -> Callable:
    def perform(coverage: Coverage) -> None:
        seen = seq_of(coverage, "post-2")
        relations.set_relations(
            **act(), coverage=coverage, number=2, expected_seq=seen, relations=named
        )

    return perform


def pin(post: int) -> Callable:
    return lambda coverage: front_matter.set_pin(
        **act(), coverage=coverage, expected_seq=seq_of(coverage, "pin"), post=post
    )


def pin_several(*pins: kinds.Pin) -> Callable:
    return lambda coverage: set_pins(
        **act(), coverage=coverage, expected_seq=seq_of(coverage, "pin"), pins=pins
    )


def publish_picture(coverage: Coverage) -> None:
    sizes = tuple(Rendition("a" * 64, kind, 480, 300, 9) for kind in ("image/avif", "image/jpeg"))
    shown = store_files(Photograph(sizes, "In words", "The bridge", "Ada Lind"))
    posts.publish(**act(), coverage=coverage, copy=Copy("The old bridge", (), (shown,)))


def lead(post: int) -> Callable:
    return lambda coverage: front_matter.set_lead_picture(
        **act(), coverage=coverage, expected_seq=seq_of(coverage, "lead_picture"), post=post
    )


def set_state(state: str, slug: str = "flood") -> Callable:
    def perform(coverage: Coverage) -> None:
        found = Coverage.objects.get(slug=slug)
        seen = seq_of(found, "coverage")
        front_matter.set_state(**act(), coverage=found, expected_seq=seen, state=state)

    return perform


def name_author(coverage: Coverage) -> None:
    title = Title("The Orrin rises", "Rain in the hills.", (Byline("Mo Reyes"),))
    seen = seq_of(coverage, "coverage")
    front_matter.retitle(**act(), coverage=coverage, expected_seq=seen, title=title)


def name_author_of_other_texts(coverage: Coverage) -> None:
    title = Title("The Orrin falls", "No rain.", (Byline("Mo Reyes"),))
    seen = seq_of(coverage, "coverage")
    front_matter.retitle(**act(), coverage=coverage, expected_seq=seen, title=title)


def remove_summary(coverage: Coverage) -> None:
    front_matter.set_summary(
        **act(),
        coverage=coverage,
        expected_seq=seq_of(coverage, "summary"),
        copy=Copy("", (), ()),
    )


def erase(name: str) -> Callable:
    about = ObjectRef.parse(name)
    return lambda coverage: erasure.erase_entry(
        **act(),
        coverage=coverage,
        about=about,
        seq=seq_of(coverage, name),
        reason="data_protection",
    )


def after(*steps: Callable) -> Callable:
    """Performs all of these steps."""

    def perform(coverage: Coverage) -> None:
        for step in steps:
            step(coverage)

    return perform


def retitle_other(slug: str, headline: str) -> Callable:
    return lambda _: retitle(Coverage.objects.get(slug=slug), headline, "")


def noted(kind: str) -> ChangeNote:
    return ChangeNote(kind, f"What was {kind}.")


PERSONAL = "This was done to protect personal data."
LATER = datetime(2126, 1, 1, 18, tzinfo=UTC)
IN_LIST = {"history": NO_TEXT}
withdraw = change_post(posts.withdraw, note="Wrong town.")

WALKS: Final = [
    Walk(
        kinds.CoverageOpened,
        lambda _: None,
        why_not=dict.fromkeys(SURFACES, FIRST),
    ),
    Walk(
        kinds.CoverageRetitled,
        lambda coverage: retitle(coverage, "The Orrin falls", "Rain in the hills."),
        "headline",
        "Headline changed: The Orrin falls",
        elsewhere={"corrections": "Headline changed", "history": "falls"},
    ),
    Walk(
        kinds.CoverageRetitled,
        lambda coverage: retitle(coverage, "The Orrin rises", "No rain any more."),
        "headline",
        "Standfirst changed: No rain any more.",
        elsewhere={
            "corrections": "Standfirst changed",
            "feed": "Standfirst changed",
            "history": "any more",
        },
    ),
    Walk(
        kinds.CoverageRetitled,
        name_author,
        "headline",
        "Byline changed: Mo Reyes",
        elsewhere={
            "corrections": "Byline changed",
            "feed": "Byline changed",
            "history": "Mo Reyes",
        },
    ),
    Walk(
        kinds.CoverageRetitled,
        name_author_of_other_texts,
        "headline",
        "Headline changed: The Orrin falls · Standfirst changed: No rain. · Byline changed: Mo",
        elsewhere={
            "corrections": "Headline changed · Standfirst changed · Byline changed",
            "history": "No rain",
        },
    ),
    *(
        Walk(
            kinds.CoverageRetitled,
            lambda coverage, kind=kind: retitle(coverage, "The Orrin falls", "", noted(kind)),
            "headline",
            f"What was {kind}.",
        )
        for kind in ("updated", "clarified", "corrected")
    ),
    Walk(
        kinds.CoverageStateSet,
        set_state("paused"),
        "headline",
        "Coverage paused",
        "flood",
        {},
        IN_LIST,
    ),
    Walk(
        kinds.CoverageStateSet,
        after(set_state("paused"), set_state("live")),
        "headline",
        "Coverage live again",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.CoverageStateSet, set_state("closed"), "headline", "Coverage closed", why_not=IN_LIST
    ),
    Walk(
        kinds.CoverageStateSet,
        after(set_state("closed"), set_state("live")),
        "headline",
        "Coverage reopened",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.CoverageStateSet,
        set_state("live", "soon"),
        "headline",
        "Live coverage has begun",
        "soon",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.CoverageLinked,
        retitle_other("second", "The dam breaks"),
        "series",
        "After this: The dam breaks",
        elsewhere={"corrections": "The dam breaks"},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.CoverageLinked,
        set_state("closed", "second"),
        "series",
        "After this: The second day – as it happened",
        elsewhere={"corrections": "The second day"},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.CoverageLinked,
        retitle_other("flood", "The Orrin falls"),
        "series",
        "Before this: The Orrin falls",
        "second",
        elsewhere={"corrections": "The Orrin falls"},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.KeyPointsSet,
        lambda coverage: set_points(Coverage.objects.get(slug="soon"), "Rain is forecast."),
        "key-points",
        "Key points: Published",
        "soon",
        elsewhere={"history": "Rain is forecast."},
        why_not={"corrections": FIRST, "feed": UNCHANGED},
    ),
    Walk(
        kinds.KeyPointsSet,
        lambda coverage: set_points(coverage, "The dam is gone."),
        "key-points",
        "Key points: Update",
        elsewhere={"corrections": "Key points", "feed": "Update: Key points", "history": "is gone"},
    ),
    Walk(
        kinds.KeyPointsSet,
        set_points,
        "key-points",
        "Key points: Removed",
        elsewhere={
            "corrections": "Removed",
            "feed": "Removed: Key points",
            "history": "Update",
        },
    ),
    *(
        Walk(
            kinds.KeyPointsSet,
            lambda coverage, kind=kind: set_points(coverage, "It fell.", change=noted(kind)),
            "key-points",
            f"What was {kind}.",
        )
        for kind in ("updated", "clarified", "corrected")
    ),
    Walk(
        kinds.SummarySet,
        lambda coverage: summarise(Coverage.objects.get(slug="soon"), "Rain is forecast."),
        "summary",
        "Summary: Published",
        "soon",
        elsewhere={"history": "Rain is forecast."},
        why_not={"corrections": FIRST, "feed": UNCHANGED},
    ),
    Walk(
        kinds.SummarySet,
        lambda coverage: summarise(coverage, "Three are dead."),
        "summary",
        "Summary: Update",
        elsewhere={"corrections": "Summary", "feed": "Update: Summary", "history": "Three are"},
    ),
    Walk(
        kinds.SummarySet,
        remove_summary,
        "summary",
        "Summary: Removed",
        elsewhere={"corrections": "Removed", "feed": "Removed: Summary", "history": "Update"},
    ),
    *(
        Walk(
            kinds.SummarySet,
            lambda coverage, kind=kind: summarise(coverage, "Three died.", noted(kind)),
            "summary",
            f"What was {kind}.",
        )
        for kind in ("updated", "clarified", "corrected")
    ),
    Walk(
        kinds.PinSet,
        pin(1),
        "pin",
        "Pinned: Water at the door.",
        elsewhere={"corrections": "Water at the door."},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PinSet,
        after(pin(1), pin(2)),
        "pin",
        "Pinned: The dam holds.",
        elsewhere={"corrections": "The dam holds."},
        why_not=IN_LIST,
    ),
    Walk(kinds.PinSet, after(pin(1), pin(0)), "pin", "Pin removed", why_not=IN_LIST),
    Walk(
        kinds.PinsSet,
        pin_several(kinds.Pin(2, LATER), kinds.Pin(1)),
        "pin",
        "Pinned: The dam holds. · Water at the door.",
        elsewhere={"corrections": "The dam holds. · Water at the door."},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PinsSet,
        after(pin_several(kinds.Pin(2), kinds.Pin(1)), pin_several(kinds.Pin(1))),
        "pin",
        "Pin removed",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PinsSet,
        after(pin_several(kinds.Pin(2), kinds.Pin(1)), pin_several(kinds.Pin(1), kinds.Pin(2))),
        "pin",
        "Pins changed",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.LeadPictureSet,
        after(publish_picture, lead(3)),
        "lead-picture",
        "Lead picture changed: The bridge",
        elsewhere={"corrections": "Lead picture changed The old bridge"},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.LeadPictureSet,
        after(publish_picture, lead(3), lead(0)),
        "lead-picture",
        "Lead picture removed",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PostPublished,
        lambda coverage: publish(coverage, "Boats in the street."),
        "post-3",
        "Boats in the street.",
        why_not={"corrections": FIRST},
    ),
    Walk(
        kinds.PostRevised,
        change_post(posts.revise, words="Water at the door ."),
        "post-1",
        "Edited",
        elsewhere={"feed": "Edited"},
        why_not={
            "returning reader": SPELLING,
            "corrections": "The list has changes of meaning. The versions have this one.",
        },
    ),
    Walk(kinds.PostUpdated, change_post(posts.update, "Wine.", "More."), "post-1", "More."),
    Walk(
        kinds.PostClarified, change_post(posts.clarify, "Wine.", "The inn."), "post-1", "The inn."
    ),
    Walk(
        kinds.PostCorrected,
        change_post(posts.correct, "Wine.", "Not water."),
        "post-1",
        "Not water.",
    ),
    Walk(
        kinds.PostRetracted,
        change_post(posts.retract, note="Wrong town."),
        "post-1",
        "Wrong town.",
    ),
    Walk(kinds.PostWithdrawn, withdraw, "post-1", "Wrong town."),
    Walk(
        kinds.PostKeyEventSet,
        mark(True),
        "key-events",
        "Key event: The dam holds.",
        elsewhere={"corrections": "Key event", "feed": "Key event"},
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PostKeyEventSet,
        after(mark(True), mark(False)),
        "key-events",
        "No longer a key event: Post 2",
        elsewhere={"corrections": "No longer a key event"},
        why_not=IN_LIST | {"feed": NO_CATEGORY},
    ),
    Walk(
        kinds.PostKeyEventTitled,
        after(mark(True), title_key_event("The dam")),
        "key-events",
        "Title of the key event changed: The dam",
        elsewhere={"corrections": "Title of the key event changed The dam"},
        why_not=IN_LIST | {"feed": NO_KEY_TITLES},
    ),
    Walk(kinds.PostTagsSet, tag("The dam", "Rain"), "post-2", "The dam · Rain", why_not=IN_LIST),
    Walk(
        kinds.PostTagsSet,
        after(tag("The dam"), tag()),
        "post-2",
        "Topics removed",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PostRelationsSet,
        relate(kinds.Relation("answers", 1)),
        "post-2",
        "Answers: Post 1",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PostRelationsSet,
        after(relate(kinds.Relation("answers", 1)), relate()),
        "post-2",
        "No longer linked to an earlier post",
        why_not=IN_LIST,
    ),
    Walk(
        kinds.PostRelationsSet,
        lambda coverage: publish(
            coverage, "The dam broke.", relations=(kinds.Relation("contradicts", 2),)
        ),
        "post-3",
        "Contradicts The dam holds.",
        # A reader who comes back is told of the post, by its title.
        elsewhere={"history": "The dam broke.", "returning reader": "The dam broke."},
        why_not={"corrections": FIRST},
    ),
    Walk(EntryErased, erase("coverage"), "headline", f"headline, standfirst or byline. {PERSONAL}"),
    Walk(EntryErased, erase("key_points"), "key-points", f"out of the key points. {PERSONAL}"),
    Walk(EntryErased, erase("summary"), "summary", f"out of the summary. {PERSONAL}"),
    Walk(
        EntryErased,
        erase("series"),
        "series",
        f"links to other coverage. {PERSONAL}",
        why_not=IN_LIST,
    ),
    Walk(EntryErased, erase("post-1"), "post-1", f"out of this post. {PERSONAL}"),
    Walk(EntryErased, after(withdraw, erase("post-1")), "post-1", f"out of this post. {PERSONAL}"),
]
