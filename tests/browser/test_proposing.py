"""Who says what is proposed while one writes, and is accepted with single keys.

The sentences have what those of the specification have: denials, reversals, chains, conditions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.newsroom import Newsroom

from .conftest import open_page
from .test_screen import COUNT, keys_for, text_of

pytestmark = pytest.mark.browser

# Records what was said before. `claims` are sentences with their positions.
BEFORE: Final = """
import json
from dateline.claims.kinds import Number
from dateline.journal.models import Coverage
from tests.claims.acts import assess, named, record, says, source_id, take, view
from tests.people import publish
coverage = Coverage.objects.get(slug={slug!r})
publish(coverage, "What was reported before.")
for text, positions in json.loads({claims!r}):
    claim = ""
    for label, stance, number in positions:
        known = [each for each in __import__("dateline.claims.read").claims.read.sources(coverage)
                 if each.label == label]
        of = known[0].id if known else named(label)
        number = Number(str(number), str(number)) if number is not None else None
        if claim:
            take(coverage, claim, says(of, stance, number=number))
        else:
            claim = record(coverage, text, says(of, stance, number=number))
{then}
"""
STATES: Final = """
import json
from dateline.claims import read
from dateline.journal.models import Coverage
found = read.all_claims(Coverage.objects.get(slug={slug!r}))
print(json.dumps({{each.record.text: [
    each.state.name,
    len(each.state.flags.reversals),
    len(each.state.flags.number_changes),
    each.state.flags.corrected_by_us,
    len(each.state.flags.still_denied_by),
    [str(each.state.range.low), str(each.state.range.high)] if each.state.range else [],
] for each in found}}))
"""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence, the keys that accept what is proposed, and what follows.

    `before` has claims that are known, with label, stance and number of each position; `then` is
    more that happened before. `limit` is how many keys the specification allows.
    """

    words: str
    keys: str
    states: dict[str, list[Any]]
    limit: int
    # What the open page of a reader says of the claim; '' for one that is not listed there.
    told: str = ""
    before: tuple[tuple[str, tuple[tuple[str, str, int | None], ...]], ...] = ()
    then: str = ""


def state(
    name: str,
    *,
    reversals: int = 0,
    numbers: int = 0,
    corrected: bool = False,
    denied: int = 0,
    between: tuple[int, int] | None = None,
) -> list[Any]:
    ends = [str(each) for each in between] if between else []
    return [name, reversals, numbers, corrected, denied, ends]


SENTENCES: Final = {
    1: Sentence(
        words="Moscow denies that Tuesday's raids killed civilians.",
        before=(("Tuesday's raids killed civilians", (("The coalition", "asserts", None),)),),
        keys="Tab",
        states={"Tuesday's raids killed civilians": state("disputed")},
        limit=2,
        told="Disputed: The coalition says, Moscow denies",
    ),
    2: Sentence(
        words="The Kremlin admitted that its raids also hit other groups,"
        " something it had previously denied.",
        keys="Tab Tab",
        states={"The Kremlin's raids also hit other groups": state("admitted", reversals=1)},
        limit=6,
        told="Admitted by The Kremlin",
    ),
    3: Sentence(
        words="Sources in Lebanon told Reuters that hundreds of troops had arrived.",
        keys="Tab",
        states={"Hundreds of troops had arrived": state("reported", between=(200, 999))},
        limit=6,
        told="Unconfirmed report",
    ),
    4: Sentence(
        words="The rebels also claimed they downed a helicopter."
        " “If these reports are confirmed, it is grave”, said the envoy.",
        keys="Tab Tab n",
        states={"The rebels downed a helicopter": state("claimed")},
        limit=6,
        told="The rebels says",
    ),
    5: Sentence(
        words="The senator said he could absolutely confirm that the raids hit trained groups.",
        keys="Tab",
        states={"The raids hit trained groups": state("claimed")},
        limit=6,
        told="The senator says",
    ),
    6: Sentence(
        words="Sources close to Damascus said the raids were co-ordinated with the army.",
        keys="Tab 2",
        states={"The raids were co-ordinated with the army": state("reported")},
        limit=6,
        told="Unconfirmed report",
    ),
    7: Sentence(
        words="The ministry said twelve targets were hit.",
        before=(("Targets were hit", (("The ministry", "asserts", 8),)),),
        keys="Tab",
        states={"Targets were hit": state("claimed", numbers=1, between=(12, 12))},
        limit=2,
        told="The ministry says",
    ),
    8: Sentence(
        words="The Observatory put the toll at 28, the local council at 36.",
        before=(("People died in the raid", (("Moscow", "asserts", 0),)),),
        keys="Tab 2 Tab 2",
        states={"People died in the raid": state("disputed", between=(28, 36))},
        limit=12,
        told="Disputed: The Observatory and the local council say, Moscow denies",
    ),
    9: Sentence(
        words="A US official, speaking on condition of anonymity, would neither confirm nor deny"
        " that the army had an hour's notice.",
        keys="Tab 2 n",
        states={"The army had an hour's notice": state("no_position")},
        limit=6,
    ),
    10: Sentence(
        words="State TV withdrew its report that the town had fallen.",
        keys="Tab Tab",
        states={"The town had fallen": state("withdrawn_by_source")},
        limit=6,
        told="Withdrawn by State TV",
    ),
    11: Sentence(
        words="Ankara would neither confirm nor deny that the incursion has begun.",
        before=(("The incursion has begun", (("Ankara", "confirms", None),)),),
        then="from dateline.desk.commands import claims\n"
        "from tests.people import act\n"
        "claims.void_position(**act(), coverage=coverage, claim=claim,\n"
        "    position=view(coverage, claim).positions[0].id, reason='It had said less.')",
        keys="Tab n",
        states={"The incursion has begun": state("no_position", corrected=True)},
        limit=2,
    ),
    12: Sentence(
        words="The Russian ministry disputes that the film shows the town.",
        before=(("The film shows the town", (("The council", "asserts", None),)),),
        then="assess(coverage, claim, 'verified', basis=('geolocated', 'chronolocated'))",
        keys="Tab",
        states={"The film shows the town": state("confirmed", denied=1)},
        limit=2,
        told="still denied by The Russian ministry",
    ),
}


# What the post says of a claim on which nobody takes a side.
NO_ANSWER: Final = "neither confirms nor denies"


@pytest.fixture
def desk(ben, newsroom: Newsroom):
    """Ben's desk, whose script counts keys, and which knows the claims of the coverage."""
    ben.faults = []
    ben.on("pageerror", lambda error: ben.faults.append(str(error)))
    ben.add_init_script(COUNT)
    yield ben
    assert ben.faults == []


def open_desk(desk: Page, newsroom: Newsroom) -> None:
    desk.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    desk.locator(".chips[data-ready]").wait_for(state="attached")
    expect(text_of(desk)).to_be_focused()


def write(desk: Page, words: str) -> None:
    text_of(desk).fill(words)
    expect(desk.locator(".chips")).to_be_visible()


def post_of(reader: Page) -> Locator:
    """The new post on the open page of a reader."""
    return reader.locator("#post-2")


def states(newsroom: Newsroom) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(newsroom.python(STATES.format(slug=newsroom.slug)))
    return found


@pytest.mark.parametrize("number", SENTENCES)
def test_a_sentence_and_its_keys_give_the_state_that_an_editor_gives(
    desk, context, newsroom: Newsroom, number: int
):
    sentence = SENTENCES[number]
    claims = json.dumps(sentence.before)
    newsroom.python(BEFORE.format(slug=newsroom.slug, claims=claims, then=sentence.then))
    reader = open_page(context, newsroom)
    open_desk(desk, newsroom)
    write(desk, sentence.words)

    def press() -> None:
        for key in sentence.keys.split():
            desk.keyboard.press(key)

    pressed = keys_for(desk, press)
    assert pressed <= sentence.limit
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#row-2")).to_be_visible()
    assert states(newsroom) == sentence.states
    told = reader.locator('[data-block="claims"]') if sentence.told else post_of(reader)
    expect(told).to_contain_text(sentence.told or NO_ANSWER)


def test_what_was_not_accepted_waits_and_publishing_does_not(desk, newsroom: Newsroom):
    open_desk(desk, newsroom)
    write(desk, "The mayor denies that the dam has failed.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#row-1")).to_be_visible()
    assert states(newsroom) == {}
    desk.goto(f"{newsroom.address}/desk/{newsroom.slug}/claims/waiting/")
    desk.locator(".waiting-list[data-ready]").wait_for()
    chip = desk.locator(".chip > button")
    expect(chip).to_contain_text("The mayor denies it: The dam has failed")
    chip.focus()
    # Keys change it, and only Enter records it.
    desk.keyboard.press("p")
    expect(chip).to_contain_text("disputes it")
    desk.keyboard.press("Escape")
    assert states(newsroom) == {}
    chip.focus()
    desk.keyboard.press("d")
    desk.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    assert states(newsroom) == {"The dam has failed": state("denied")}


def test_escape_leaves_a_proposal_and_tab_then_goes_on_through_the_form(desk, newsroom: Newsroom):
    open_desk(desk, newsroom)
    write(desk, "The mayor denies that the dam has failed.")
    desk.keyboard.press("Tab")
    expect(desk.locator(".chip > button")).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("Escape")
    expect(desk.locator(".chips")).to_be_hidden()
    expect(text_of(desk)).to_be_focused()
    desk.keyboard.press("Tab")
    expect(text_of(desk)).not_to_be_focused()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#row-1")).to_be_visible()
    assert states(newsroom) == {}


def test_another_source_and_another_sentence_are_typed_in_the_chip(desk, newsroom: Newsroom):
    open_desk(desk, newsroom)
    write(desk, "The mayor denies that the dam has failed.")

    def press() -> None:
        desk.keyboard.press("Tab")
        desk.keyboard.press("s")
        desk.keyboard.type("Varn town")
        desk.keyboard.press("Enter")

    # A new source takes at most 14 keys.
    assert keys_for(desk, press) <= 14
    desk.keyboard.press("e")
    desk.keyboard.type("The Orrin dam has failed")
    desk.keyboard.press("Enter")
    expect(desk.locator(".chip > button")).to_contain_text("Varn town denies it: The Orrin dam")
    desk.keyboard.press("Enter")
    expect(text_of(desk)).to_be_focused()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#row-1")).to_be_visible()
    assert states(newsroom) == {"The Orrin dam has failed": state("denied")}


def test_a_decision_stays_while_the_sentence_is_written_on_and_goes_with_it(
    desk, newsroom: Newsroom
):
    open_desk(desk, newsroom)
    write(desk, "The mayor denies that the dam has failed.")
    desk.keyboard.press("Tab")
    chip = desk.locator(".chip > button")
    text_of(desk).fill("The mayor denies that the dam has failed at Varn.")
    expect(chip).to_have_attribute("aria-pressed", "true")
    # Now it says the opposite, so its writer has to decide again.
    text_of(desk).fill("The mayor confirms that the dam has failed at Varn.")
    expect(chip).to_have_attribute("aria-pressed", "false")
    desk.keyboard.press("Tab")
    expect(chip).to_have_attribute("aria-pressed", "true")
    # What is published at once after a change is what the text says then.
    text_of(desk).fill("It rains.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#row-1")).to_be_visible()
    assert states(newsroom) == {}


def test_tab_goes_on_through_the_form_after_the_last_proposal(desk, newsroom: Newsroom):
    open_desk(desk, newsroom)
    write(desk, "Ankara did not deny that it rains. Varn did not confirm that the dam has failed.")
    expect(desk.locator(".chip > button")).to_have_count(2)
    for _ in range(2):
        desk.keyboard.press("Tab")
        expect(desk.locator(".chip > button:focus")).to_have_count(1)
    desk.keyboard.press("Tab")
    expect(desk.locator(".chips :focus")).to_have_count(0)
    expect(text_of(desk)).not_to_be_focused()


def test_a_draft_keeps_what_was_accepted(desk, newsroom: Newsroom):
    open_desk(desk, newsroom)
    write(desk, "The mayor denies that the dam has failed.")
    desk.keyboard.press("Tab")
    expect(desk.locator(".draft-saved")).to_contain_text("Saved")
    desk.reload()
    chip = desk.locator(".chip > button")
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_contain_text("The mayor denies it: The dam has failed")


def test_a_draft_keeps_what_its_writer_changed(desk, newsroom: Newsroom):
    """What was read in the sentence is not what its writer chose."""
    open_desk(desk, newsroom)
    write(desk, "The mayor did not deny that the dam has failed.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("n")
    for key, words in (("s", "Varn town"), ("e", "The Orrin dam has failed")):
        desk.keyboard.press(key)
        desk.keyboard.type(words)
        desk.keyboard.press("Enter")
    expect(desk.locator(".draft-saved")).to_contain_text("Saved")
    desk.reload()
    chip = desk.locator(".chip > button")
    expect(chip).to_have_count(1)
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_contain_text("Varn town neither confirms nor denies it: The Orrin dam")
    # What is published is what the script then reads in the text again.
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#row-1")).to_be_visible()
    assert states(newsroom) == {"The Orrin dam has failed": state("no_position")}
