"""The steps of the demo's coverage. Everything in it is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dateline.claims.kinds import AnonymityReason
from dateline.claims.records import Stance
from dateline.content import markup
from dateline.content.tree import (
    Bullet,
    Bullets,
    Byline,
    Copy,
    Embed,
    KeyPoint,
    MapMarks,
    Part,
    Photograph,
    Place,
    Question,
    Quotation,
    Rendition,
    Text,
)
from dateline.desk.commands.assessments import Verdict

from . import scenes

ADA: Final = Byline("Ada Lindqvist", "", "Halvern")
BEN: Final = Byline("Ben Okafor", "Environment editor", "")
ZONE: Final = "Europe/London"
# Minutes ago: when the coverages and their first posts begin.
YESTERDAY_BEGAN: Final = 26 * 60
TODAY_BEGAN: Final = 310


@dataclass(frozen=True)
class Picture:
    """A photograph that `scene` draws."""

    scene: Callable[[], bytes]
    alt_text: str
    caption: str
    credit: str = "Dateline demo"


@dataclass(frozen=True)
class Publish:
    """Ada publishes a post. Two pictures or more are a gallery."""

    copy: Copy
    minutes_ago: int
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Change:
    """Ben changes the headline and the first part of a post. `kind` is "correct" or "update"."""

    kind: str
    number: int
    headline: str
    words: str
    note: str


@dataclass(frozen=True)
class Withdraw:
    number: int
    reason: str


@dataclass(frozen=True)
class Pin:
    number: int


@dataclass(frozen=True)
class LeadPicture:
    number: int


@dataclass(frozen=True)
class KeyEvent:
    number: int


@dataclass(frozen=True)
class Summarise:
    headline: str
    bylines: tuple[Byline, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class KeyPoints:
    points: tuple[KeyPoint, ...]


@dataclass(frozen=True)
class Retitle:
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]


@dataclass(frozen=True, kw_only=True)
class Says:
    """A source takes a position on a claim in a post. Either of them may be new.

    An unnamed source has the reason why it is not named.
    """

    source: str
    stance: Stance
    claim: str
    post: int
    number: str = ""
    unit: str = ""
    unnamed: AnonymityReason = ""


@dataclass(frozen=True)
class NeverSaid:
    """Ben says that the last position on a claim was our mistake."""

    claim: str
    reason: str


@dataclass(frozen=True)
class Establish:
    """What we say of a claim. The night shift proposes it, and Ben agrees."""

    claim: str
    verdict: Verdict


ClaimStep = Says | NeverSaid | Establish
Step = (
    Publish
    | Change
    | Withdraw
    | Pin
    | LeadPicture
    | KeyEvent
    | Summarise
    | KeyPoints
    | Retitle
    | ClaimStep
)
HIGHEST: Final = "The Orrin is higher at Halvern than in 2012"
LEAVE: Final = "Households have been asked to leave Weir Street and Tanner’s Row"
SAFE: Final = "The dam at Cold Edge is safe"
LATE: Final = "Water was released from the dam two days too late"
SWEPT: Final = "A man was swept from the footbridge at Low Mill"


def text(words: str) -> Text:
    return Text(markup.read(words))


def with_pictures(copy: Copy, shown: list[tuple[Picture, tuple[Rendition, ...]]]) -> Copy:
    """Returns the copy with photographs after its first part."""
    found = [
        Photograph(files, picture.alt_text, picture.caption, picture.credit)
        for picture, files in shown
    ]
    return Copy(copy.headline, copy.bylines, (*copy.parts[:1], *found, *copy.parts[1:]))


YESTERDAY: Final[tuple[Step, ...]] = (
    Publish(
        Copy(
            "First sandbags go out",
            (ADA,),
            (
                text(
                    "Halvern town council has opened its depot on Mill Lane. Anybody may take sandbags; there are about 2,000."
                ),
            ),
        ),
        YESTERDAY_BEGAN,
    ),
    Publish(
        Copy(
            "",
            (ADA,),
            (
                text(
                    "The Orrin stands at **2.8 m** at the old bridge, 40 cm more than a day ago. The river service expects the peak tomorrow."
                ),
            ),
        ),
        22 * 60,
    ),
)

TODAY: Final[tuple[Step, ...]] = (
    Publish(
        Copy(
            "The Orrin passes the 2012 mark",
            (ADA,),
            (
                text(
                    "The river stood at **3.9 m** at the old bridge in Halvern at the last reading, the river service says. In 2012, when the lower town was flooded, it reached 3.7 m."
                ),
                text(
                    "Water is coming up through the drains in Weir Street. Nobody is reported hurt."
                ),
            ),
        ),
        TODAY_BEGAN,
        (
            Picture(
                scenes.river_at_dusk,
                "A drawing: a wide brown river below dark hills, the sky orange",
                "The Orrin above Halvern as the water rose",
            ),
        ),
    ),
    Publish(
        Copy(
            "",
            (ADA,),
            (
                text(
                    "Marit Voss, who runs the ferry, has not left the landing since the water rose."
                ),
                Quotation(
                    markup.read(
                        "“I have the mark of every flood since my grandfather on that wall. This one is over all of them.”"
                    ),
                    "Marit Voss, ferrywoman",
                ),
            ),
        ),
        288,
    ),
    Publish(
        Copy(
            "Two schools closed, a third waits",
            (ADA,),
            (
                text(
                    "Riverside and St Brannoc’s stay shut, the council says. Hill School has yet to decide."
                ),
            ),
        ),
        262,
    ),
    Says(source="The river service", stance="asserts", claim=HIGHEST, post=1),
    Establish(
        HIGHEST,
        Verdict(
            status="verified",
            basis=("own_reporter_witnessed", "official_record"),
            note="Our reporter read the gauge, and the record of 2012 is public.",
        ),
    ),
    Pin(1),
    KeyEvent(1),
    Publish(
        Copy(
            "",
            (),
            (
                text("The river service has posted its new forecast."),
                Embed(
                    "",
                    "Orrin River Service",
                    "latest bulletin",
                    markup.read(
                        "Orrin at Halvern: peak of 4.2 to 4.6 m expected within six hours. The dam at Cold Edge is releasing 180 cubic metres a second."
                    ),
                ),
            ),
        ),
        240,
    ),
    Publish(
        Copy(
            "Families leave Weir Street",
            (ADA,),
            (
                text(
                    "About 40 households have been asked to leave Weir Street and Tanner’s Row. Buses go from the market square to the sports hall."
                ),
                MapMarks(
                    "Where to go in Halvern",
                    ("Streets to leave", "Places that are open"),
                    (
                        Place("Weir Street", "52.0411", "-3.1270"),
                        Place("Sports hall", "52.0466", "-3.1189"),
                    ),
                ),
            ),
        ),
        211,
        (
            Picture(
                scenes.bridge_in_rain,
                "A drawing: water close under the arches of a stone bridge in the rain",
                "The old bridge, closed to all traffic",
            ),
            Picture(
                scenes.street_under_water,
                "A drawing: houses with lit windows, and water up to their doors",
                "Weir Street, where the water came up through the drains",
            ),
        ),
    ),
    Publish(
        Copy(
            "What we know about the dam",
            (BEN,),
            (
                text("Ben Okafor answers what readers have asked most."),
                Question(
                    "Is the dam at Cold Edge in danger?",
                    markup.read(
                        "The river service says it is not. The dam was inspected on Monday, and water is let out so that it does not rise too far."
                    ),
                ),
                Question(
                    "Then why does it release water now?",
                    markup.read(
                        "Because more rain is forecast. What is released now makes room for it.\n\nThe farmers’ union disagrees: it says the release began two days too late."
                    ),
                ),
            ),
        ),
        170,
    ),
    Says(
        source="The council", stance="asserts", claim=LEAVE, post=5, number="40", unit="households"
    ),
    Says(source="The river service", stance="asserts", claim=SAFE, post=6),
    Says(source="The farmers’ union", stance="asserts", claim=LATE, post=6),
    KeyEvent(5),
    LeadPicture(5),
    Change(
        "correct",
        5,
        "Families leave Weir Street",
        "About 14 households have been asked to leave Weir Street and Tanner’s Row. Buses go from the market square to the sports hall.",
        "We wrote that 40 households were asked to leave. It is 14; the council gave 40 people.",
    ),
    NeverSaid(LEAVE, "The council had spoken of 40 people. The households are 14."),
    Says(
        source="The council", stance="asserts", claim=LEAVE, post=5, number="14", unit="households"
    ),
    Summarise(
        "What we know",
        (ADA, BEN),
        (
            Bullets(
                (
                    Bullet(
                        markup.read_line(
                            "The Orrin is higher than ever measured in Halvern. The peak is expected **within hours**."
                        ),
                        (1, 4),
                    ),
                    Bullet(
                        markup.read_line(
                            "About 14 households have been asked to leave their homes. Nobody is reported hurt."
                        ),
                        (5,),
                    ),
                    Bullet(
                        markup.read_line(
                            "The river service says the dam at Cold Edge is safe. The farmers’ union says water was released too late."
                        ),
                        (6,),
                    ),
                )
            ),
        ),
    ),
    Publish(
        Copy(
            "", (), (text("A man was swept from the footbridge at Low Mill, two callers tell us."),)
        ),
        128,
    ),
    Says(source="Two callers", stance="asserts", claim=SWEPT, post=7, unnamed="safety"),
    KeyPoints(
        (
            KeyPoint("Orrin passes its highest mark", 1),
            KeyPoint("Who has to leave, and where to go", 5),
            KeyPoint("Questions and answers: is the dam safe?", 6),
            KeyPoint("Yesterday: the river rises", 0, "halvern-flood-wednesday"),
        )
    ),
    Withdraw(
        7,
        "The callers meant a bicycle. Police and the fire service know of nobody missing; we should"
        " have asked them first.",
    ),
    Establish(
        SWEPT,
        Verdict(
            status="withdrawn",
            note="Police and the fire service know of nobody missing. We should have asked first.",
        ),
    ),
    Publish(
        Copy(
            "Dam to release less water",
            (BEN,),
            (
                text(
                    "The river service is cutting the release at Cold Edge from 180 to 120 cubic metres a second. It denies that water was released too late."
                ),
            ),
        ),
        84,
    ),
    Says(source="The river service", stance="denies", claim=LATE, post=8),
    KeyEvent(8),
    Change(
        "update",
        3,
        "Three schools closed",
        "Riverside and St Brannoc’s stay shut, the council says. Hill School is closed as well.",
        "Hill School has decided: it is closed.",
    ),
    Retitle(
        "Orrin at its highest in Halvern as the peak nears",
        "The river is above every mark on record. Households by the water are"
        " being moved; the dam upstream lets less through.",
        (ADA, BEN),
    ),
    Publish(
        Copy(
            "The water has stopped rising",
            (ADA,),
            (
                text(
                    "For half an hour the gauge at the old bridge has shown **4.3 m** without a change."
                ),
                Quotation(
                    markup.read("“I would not call it the peak yet. Ask me again in two hours.”"),
                    "Jon Hale, river service",
                ),
            ),
        ),
        12,
    ),
    KeyEvent(9),
)
