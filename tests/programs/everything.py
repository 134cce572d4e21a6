"""A coverage with every kind of part and of change, and the addresses of every kind of page.

As a program it makes the coverage without a server: LANGUAGE. There must be none named `orrin`.
"""

from __future__ import annotations

import sys
from typing import Any

from dateline.content.tree import Byline, Copy, Photograph
from dateline.coverage.kinds import RunningState
from dateline.desk.commands import front_matter, posts
from dateline.desk.commands.revision import ChangeNote
from tests.conftest import open_coverage
from tests.coverage import histories
from tests.coverage.test_front_changes import summarise
from tests.page import claim_steps
from tests.people import act, publish, seq_of, store_files
from tests.programs.every_kind import parts

# The numbers of some posts. The last one has a headline and one part.
RETRACTED, WITHDRAWN, KEY_EVENT, NAMED = 1, 2, 4, 11
# The ids of some claims, and of a named source.
NUMBERS, UNTRUE, MERGED, ERASED, SOURCE = (f"{each}" * 32 for each in "abcde")

# Addresses of each route of readers' pages, more than one if its pages differ.
PAGES = {
    "front": ["/"],
    "author": ["/by/Ada_Lind/"],
    "coverage": ["/orrin/", "/orrin-after/"],
    "page": ["/orrin/page/1/"],
    "post": [f"/orrin/post/{number}/" for number in (NAMED, KEY_EVENT, RETRACTED, WITHDRAWN)],
    "history": [f"/orrin/post/{number}/history/" for number in (RETRACTED, WITHDRAWN)],
    "front_history": [f"/orrin/history/{name}/" for name in ("summary", "headline", "key-points")],
    "embed": ["/orrin/embed/"],
    "embed_post": [f"/orrin/post/{number}/embed/" for number in (NAMED, WITHDRAWN)],
    "changes": ["/orrin/changes/"],
    "missed": ["/orrin/missed/?after=x"],
    "print": ["/orrin/print/"],
    "find": ["/orrin/find/?q=post", "/orrin/find/?q=nothing", f"/orrin/find/?claim={NUMBERS}"],
    "corrections": ["/orrin/corrections/", "/orrin-after/corrections/"],
    "claims": ["/orrin/claims/", f"/orrin/claims/?source={SOURCE}", "/orrin-after/claims/"],
    "claims_data": ["/orrin/claims.jsonld"],
    "claim": [f"/orrin/claims/{claim}/" for claim in (NUMBERS, UNTRUE, MERGED, ERASED)],
    "claim_data": [f"/orrin/claims/{NUMBERS}.jsonld"],
    "source": [f"/orrin/sources/{SOURCE}/"],
}
NO_PAGE = "/nothing/x/y"


def fill(language: str) -> Any:
    """The closed coverage `orrin`, between two others of its series, with posts on two pages."""
    words: dict[str, Any] = {
        "language": language,
        "bylines": (Byline("Ada Lind", "editor", "Varn"),),
    }
    open_coverage("east", **words)
    found = open_coverage("orrin", previous="east", **words)
    publish(found, "Water.")
    picture = store_files(Photograph(histories.RENDITIONS, "", "", ""))
    histories.one_of_each(found)
    set_state(found, "live")
    for number in range(6):
        publish(found, f"Post {number}.")
    seen = seq_of(found, f"post-{KEY_EVENT}")
    posts.set_key_event(
        **act(), coverage=found, number=KEY_EVENT, expected_seq=seen, key_event=True
    )
    for part in parts(picture.renditions):
        for headline in ("", f"A post with a {type(part).__name__}"):
            posts.publish(**act(), coverage=found, copy=Copy(headline, words["bylines"], (part,)))
    record_claims(found)
    summarise(found, "The river stands at 4.2 m.", ChangeNote("corrected", "It stood at 4.2 m."))
    set_state(found, "closed")
    open_coverage("orrin-after", previous="orrin", **words)
    return found


def record_claims(coverage: Any) -> None:
    """Claims with everything that their pages show: numbers, a reversal, a verdict, an erasure."""
    post = KEY_EVENT
    river = claim_steps.named("The river service", standing=True)
    with claim_steps.ids(NUMBERS, SOURCE):
        claim_steps.claim(coverage, "The river rose.", river, post, "asserts", number=("4", "6"))
    unnamed = claim_steps.unnamed("Two officials")
    claim_steps.say(coverage, NUMBERS, unnamed, post, "asserts", number=("9", "9"), chain=True)
    claim_steps.say(coverage, NUMBERS, SOURCE, post, "denies", number=("0", "0"), quote="No.")
    with claim_steps.ids(UNTRUE):
        claim_steps.claim(coverage, "The dam broke.", SOURCE, post, "asserts")
    claim_steps.relate(coverage, NUMBERS, UNTRUE)
    claim_steps.establish(coverage, UNTRUE, "false", "The dam stands.")
    with claim_steps.ids(MERGED):
        claim_steps.claim(coverage, "The river went up.", SOURCE, post, "confirms")
    claim_steps.merge(coverage, MERGED, NUMBERS)
    with claim_steps.ids(ERASED):
        claim_steps.claim(coverage, "Ada was there.", SOURCE, post, "declines")
    claim_steps.erase(coverage, ERASED)


def set_state(coverage: Any, state: RunningState) -> None:
    seen = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=seen, state=state)


def main(language: str) -> None:
    fill(language)


if __name__ == "__main__":
    main(*sys.argv[1:])
