"""What readers are told of claims: labels, the block, under a post, pages of claims and sources."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.utils import translation

from dateline.archive.export import export
from dateline.claims import read
from dateline.claims.kinds import CLAIM_KINDS, Hop, Moment
from dateline.claims.records import Source
from dateline.claims.state import StateName
from dateline.coverage.finding import Query, find
from dateline.desk.commands import claims, posts
from dateline.page import change_list, claim_words, number_chart, position_words
from dateline.page.blocks import BLOCKS, MAX_CLAIMS
from dateline.page.models import BlockRow
from dateline.page.render import zone
from tests.people import act, publish, seq_of

from . import claim_steps
from .claim_steps import at, claim, establish, named, say, unnamed, view

pytestmark = pytest.mark.any_database

UTC_ZONE = zone("UTC")
TODAY = datetime(2026, 1, 1, tzinfo=UTC)
SERVICE = named("The river service", standing=True, bloc="state")
UNION = named("The union", bloc="farmers", standing=True)


@pytest.fixture
def scene(coverage):
    """A coverage with three posts."""
    for words in ("Water at the door.", "The dam holds.", "Boats in the street."):
        publish(coverage, words)
    return coverage


def html(name: str) -> str:
    return str(BlockRow.objects.get(name=name).html)


def shown(page: str) -> str:
    """The words of a page or a block."""
    text = re.sub(r"<script.*?</script>|<head>.*?</head>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def page_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def claim_page(client, claim: str) -> str:
    return page_of(client, f"/flood/claims/{claim}/")


def label(coverage, claim: str) -> str:
    return claim_words.whole_label(view(coverage, claim))


def test_each_state_has_the_label_that_readers_know(scene):
    own = claim(scene, "The gate was open.", SERVICE, stance="denies", said=at("2026-01-01T08:00"))
    assert label(scene, own) == "Denied by The river service"
    say(scene, own, UNION, said=at("2026-01-01T09:00"))
    assert label(scene, own) == "Disputed: The union says, The river service denies"
    say(scene, own, SERVICE, stance="admits", said=at("2026-01-01T10:00"))
    assert label(scene, own) == "Admitted by The river service, previously denied"
    say(scene, own, named("The mayor", standing=True), stance="denies")
    assert label(scene, own).endswith("previously denied, denied by The mayor")
    establish(scene, own, "verified")
    assert label(scene, own) == "Confirmed by us, still denied by The mayor"
    establish(scene, own, "misleading")
    assert label(scene, own) == "Misleading"
    establish(scene, own, "false")
    assert label(scene, own) == "False"
    claim_steps.assess(scene, own, "inconclusive")
    assert label(scene, own) == "Checked: cannot be settled"
    claim_steps.assess(scene, own, "withdrawn", "It was a joke.")
    assert label(scene, own) == "Withdrawn by us, It was a joke."


def test_what_sources_say_alone_is_never_confirmed(scene):
    own = claim(scene, "The dam holds.", unnamed("Two officials"), stance="declines")
    assert label(scene, own) == "No position on record"
    say(scene, own, view(scene, own).positions[0].source)
    assert label(scene, own) == "Unconfirmed report"
    say(scene, own, SERVICE, modality="absolute")
    assert label(scene, own) == "The river service says"
    claim_steps.assess(scene, own, "corroborated")
    assert label(scene, own) == "Supported, not yet confirmed"
    claim_steps.assess(scene, own, "unverified")
    say(scene, own, UNION)
    assert label(scene, own) == "Several independent sources say"
    other = claim(scene, "It rains.", UNION, said=at("2026-01-01T08:00"))
    say(scene, other, UNION, stance="retracts", said=at("2026-01-01T09:00"))
    assert label(scene, other) == "Withdrawn by The union"
    assert "Confirmed" not in label(scene, own) + label(scene, other)


def test_a_label_has_three_names_at_most_and_says_how_many_there_are(scene):
    own = claim(scene, "It rains.", named("A"))
    for name in "BCDE":
        say(scene, own, named(name))
    assert label(scene, own) == "A, B, C and 2 others say"


def test_flags_are_sentences_with_arrows_and_days(scene):
    own = claim(
        scene, "Homes were lost.", SERVICE, unit="homes", number=("8", "8"),
        said=at("2025-12-30T00:00", "day"),
    )  # fmt: skip
    say(scene, own, SERVICE, number=("12", "1200.50"), said=at("2025-12-31T00:00", "day"))
    say(scene, own, SERVICE, stance="denies", said=at("2026-01-01T09:10"))
    say(scene, own, named("A minister", speaks_for="the state"))
    say(scene, own, named("An envoy", speaks_for="the state"), stance="denies")
    found = claim_words.flags(view(scene, own), UTC_ZONE, TODAY)
    assert "The river service: 8 → 12–1,200.5 homes" in found
    assert (
        "The river service: says so, 31 December 2025 → denies, 09:10" in found
        or "The river service: says so, 31 December → denies, 09:10" in found
    )
    assert "the state gives two accounts" in found
    softer = claim(scene, "It rose.", UNION, said=at("2026-01-01T08:00"))
    say(scene, softer, UNION, modality="hedged", said=at("2026-01-01T09:00"))
    (sentence,) = claim_words.flags(view(scene, softer), UTC_ZONE, TODAY)
    assert sentence == "The union is less certain now"


def test_a_position_that_was_learned_late_says_when(scene):
    own = claim(scene, "The gate was open.", UNION, said=at("2026-01-01T12:00"))
    say(scene, own, UNION, stance="denies", said=at("2026-01-01T08:00"))
    (sentence,) = claim_words.flags(view(scene, own), UTC_ZONE, TODAY)
    # The second one was recorded in the same second or later.
    assert sentence.startswith("The union: denies, 08:00 → says so, 12:00")


def test_a_chain_is_told_from_the_source_to_us_and_the_source_is_not_named(scene):
    own = claim(
        scene,
        "Troops arrived.",
        unnamed("Sources in Lebanon", anonymity_reason="unknown_to_us"),
        chain=(Hop("The Guardian", "unspecified"), Hop("Reuters", "wire")),
        how="interview",
        modality="hedged",
        scope="the number",
    )
    (position,) = view(scene, own).positions
    assert position_words.chain(position) == (
        "according to Reuters (agency report), via The Guardian"
    )
    words = shown(html("post-1"))
    assert "Sources in Lebanon (not named) says that it is so according to Reuters" in words
    assert "with reservations" in words
    assert "about this part: the number" in words
    assert "We do not know the name: somebody else reported it." in words


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("instant", "09:30, 30 December 2025"),
        ("hour", "about 09:30, 30 December 2025"),
        ("day", "30 December 2025"),
        ("week", "in the week of 30 December 2025"),
        ("month", "December 2025"),
        ("year", "2025"),
        ("unknown", "at a time that is not known"),
    ],
)
def test_a_time_is_told_as_precisely_as_it_is_known(precision, words):
    moment = at("2025-12-30T09:30", precision)
    assert position_words.said(moment, UTC_ZONE, TODAY, named=True) == words
    of_unnamed = position_words.said(moment, UTC_ZONE, TODAY, named=False)
    assert "09:30" not in of_unnamed


def test_the_block_has_seven_lines_by_how_far_they_are_established(client, scene):
    whole = html("claims") if BlockRow.objects.filter(name="claims").exists() else ""
    assert "<h2" not in whole
    assert '<nav class="claims" id="claims"' in page_of(client, "/flood/")
    first = claim(scene, "Claim number 0.", SERVICE, post=2)
    establish(scene, first, "verified")
    claim_steps.pin(scene, first)
    for number in range(1, MAX_CLAIMS + 2):
        claim(scene, f"Claim number {number}.", UNION, post=3)
    block = html("claims")
    assert block.count("<li>") == MAX_CLAIMS
    assert re.findall(r"<h3>(.*?)</h3>", block) == ["What we know", "Claimed, not confirmed"]
    assert f"All {MAX_CLAIMS + 2} claims" in shown(block)
    assert f'href="/flood/claims/{first}/"' in block
    assert 'href="/flood/post/2/"' in block
    assert "Claim number 1." not in block
    assert unescape(re.findall('data-news="([^"]*)"', block)[0]).endswith("Claim number 8.")
    assert block in page_of(client, "/flood/")


def test_a_page_without_claims_is_as_it_was(client, scene):
    page = page_of(client, "/flood/")
    assert "claim" not in shown(page)
    assert '"@graph"' not in page
    assert 'data-block="claims" data-seq="0"></nav>' in page


def test_a_post_says_who_says_so_and_that_the_state_moved_since(client, scene):
    own = claim(scene, "The dam holds.", UNION)
    before = html("post-1")
    assert "Who says so Claimed The dam holds. The union says that it is so" in shown(before)
    assert "data-changed" not in before
    assert "Now:" not in before
    seq = say_seq(scene, own)
    after = html("post-1")
    assert "Now: Disputed" in shown(after)
    assert f'data-changed="{seq}"' in after
    assert 'data-news="Now: Disputed – The dam holds."' in after
    # The post where it was said has read the new state already.
    assert "Now:" not in html("post-2")


def say_seq(coverage: Any, claim: str) -> int:
    say(coverage, claim, SERVICE, post=2, stance="denies")
    return view(coverage, claim).moved_seq


def test_a_withdrawn_post_says_nothing_and_nobody_says_it_there(client, scene):
    own = claim(scene, "The dam is safe.", UNION)
    seen = seq_of(scene, "post-1")
    posts.withdraw(**act(), coverage=scene, number=1, expected_seq=seen, reason="Wrong town.")
    say(scene, own, SERVICE, post=2, stance="denies")
    assert "The dam is safe." not in html("post-1")
    assert "union" not in html("post-1")
    blog, _ = json_ld(page_of(client, "/flood/"))["@graph"]
    mentioning = [each["@id"] for each in blog["liveBlogUpdate"] if "mentions" in each]
    assert mentioning == ["http://testserver/flood/post/2/"]


def test_who_says_so_in_a_retracted_post_is_struck_through_with_it(scene):
    claim(scene, "The dam is safe.", UNION)
    seen = seq_of(scene, "post-1")
    posts.retract(**act(), coverage=scene, number=1, expected_seq=seen, reason="Wrong town.")
    struck = re.search(r"<del.*?</del>", html("post-1"), re.DOTALL)[0]
    assert "The dam is safe." in struck


def test_a_claim_that_we_withdrew_or_erased_is_taken_from_open_pages_at_once(client, scene):
    own = claim(scene, "The dam broke.", UNION, quote="Swept away.", scope="Swept away.")
    assert "erased" not in html("claims") + html("post-1")
    claim_steps.assess(scene, own, "withdrawn", "It was a joke.")
    for address, text in every_answer(client, scene).items():
        assert "The dam broke." not in text, address
        assert "Swept away." not in text, address
    for name in ("claims", "post-1"):
        assert '<p class="claim-state not_so erased"><strong>Withdrawn by us' in html(name)
    other = claim(scene, "Ada was there.", UNION, post=2)
    claim_steps.erase(scene, other)
    for name in ("claims", "post-2"):
        assert re.search(r'<p class="claim-text erased"><a [^>]*>Claim removed', html(name))


def test_what_we_took_back_is_our_correction_and_not_what_the_source_said(client, scene):
    own = claim(scene, "The dam holds.", UNION)
    wrong = say(scene, own, SERVICE, stance="denies", quote="Never.")
    claim_steps.void(scene, own, wrong, "It was asked of the bridge.")
    for text in (shown(html("post-1")), shown(claim_page(client, own))):
        assert "Correction The river service did not say what we had written." in text
        assert "It was asked of the bridge." in text
        assert "The river service denies" not in text
        assert "Never." not in text
    assert "→" not in "".join(claim_words.flags(view(scene, own), UTC_ZONE, TODAY))


def test_all_claims_are_under_their_headings_also_those_without_an_answer(client, scene):
    claim(scene, "The dam holds.", UNION)
    claim(scene, "The mayor knew.", SERVICE, stance="declines")
    service = claim_steps.source(scene, "The river service").id
    page = page_of(client, "/flood/claims/")
    headings = [shown(each) for each in re.findall(r"<h2 .*?</h2>", page)]
    assert headings == ["Claimed, not confirmed 1", "Asked, no answer 1"]
    filtered = shown(page_of(client, f"/flood/claims/?source={service}"))
    assert "The mayor knew." in filtered
    assert "The dam holds." not in filtered


def test_an_unnamed_source_has_no_page_and_filters_nothing(client, scene):
    claim(scene, "The dam holds.", unnamed("Two officials"))
    (hidden,) = read.sources(scene)
    for address in (f"sources/{hidden.id}/", f"claims/?source={hidden.id}"):
        assert client.get(f"/flood/{address}").status_code == 404
    assert client.get(f"/flood/find/?source={hidden.id}").status_code == 404
    assert "Two officials (not named)" in page_of(client, "/flood/claims/") + html("post-1")
    assert hidden.id not in "".join(every_answer(client, scene).values())


def test_a_claim_has_its_positions_in_the_order_in_which_they_were_said(client, scene):
    own = claim(scene, "The gate was open.", UNION, post=2, said=at("2026-01-01T12:00"))
    say(scene, own, SERVICE, post=3, stance="admits", said=at("2026-01-02T09:00"))
    say(scene, own, SERVICE, post=3, stance="denies", said=at("2025-12-31T09:00"))
    page = claim_page(client, own)
    rows = [shown(each) for each in re.findall(r"<tr.*?</tr>", page, re.DOTALL)][1:]
    assert [re.search(r"denies|admits|says", row)[0] for row in rows] == [
        "denies",
        "says",
        "denies",
    ]
    assert "denies then admits" in rows[2]
    assert all("recorded" in row for row in rows)
    assert "Denied" not in rows[0]
    assert "Disputed then Admitted" not in shown(page) or "Claimed then Admitted" in shown(page)
    for number in (2, 3):
        assert f'href="/flood/post/{number}/"' in page


def test_numbers_are_drawn_on_one_scale_beside_the_table(client, scene):
    own = claim(scene, "Homes were lost.", UNION, unit="homes", number=("10", "10"))
    assert "<svg" not in claim_page(client, own)
    say(scene, own, named("The mayor"), number=("20", "30"))
    page = claim_page(client, own)
    assert page.count("<svg") == 2
    assert "The numbers side by side: 10–30 homes" in shown(page)


def test_bars_keep_their_places_between_both_ends():
    quantity = position_words.Quantity
    exact, range_, top = (
        quantity(Decimal(low), Decimal(high))
        for low, high in ((0, 0), (50, 100), (100, 100))
    )  # fmt: skip
    first, second, last = number_chart.bars([exact, range_, top])
    assert (first.is_exact, second.is_exact) == (True, False)
    assert float(first.start) < float(second.start) < float(last.start)
    assert float(second.start) + float(second.width) == pytest.approx(float(last.start))
    (alone,) = number_chart.bars([top])
    assert float(alone.start) == number_chart.WIDTH / 2
    assert number_chart.bars([]) == []


def test_a_merged_claim_keeps_its_address_and_leads_to_the_other(client, scene):
    own, other = claim(scene, "It rose.", UNION), claim(scene, "The water rose.", SERVICE)
    claim_steps.merge(scene, own, other)
    page = claim_page(client, own)
    assert "This is the same claim as another one" in shown(page)
    assert f'<link rel="canonical" href="http://testserver/flood/claims/{other}/">' in page
    assert "noindex" in page
    assert "Merged with this claim The union says It rose." in shown(claim_page(client, other))
    assert client.get("/flood/claims/0123/").status_code == 404


def test_a_named_source_has_a_page_with_what_it_said_of_all_claims(client, scene):
    own = claim(scene, "The gate was open.", SERVICE, stance="denies", said=at("2026-01-01T08:00"))
    claim(scene, "It rose.", SERVICE, said=at("2026-01-01T09:00"))
    say(scene, own, SERVICE, stance="admits", said=at("2026-01-01T10:00"))
    service = claim_steps.source(scene, "The river service").id
    page = shown(page_of(client, f"/flood/sources/{service}/"))
    places = [page.index(words) for words in ("denies it", "It rose.", "denies then admits")]
    assert places == sorted(places)
    assert "2 claims" in page


def test_posts_are_found_by_a_claim_and_by_a_named_source(client, scene):
    own = claim(scene, "The dam holds.", UNION, post=1)
    say(scene, own, SERVICE, post=3)
    union = claim_steps.source(scene, "The union").id

    def found(query: str) -> set[str]:
        page = page_of(client, f"/flood/find/?{query}")
        return set(re.findall(r'<article[^>]* id="post-(\d+)"', page))

    assert found(f"claim={own}") == {"1", "3"}
    assert found(f"source={union}") == {"1"}
    assert found(f"source={union}&claim={own}&q=water") == {"1"}
    assert found(f"claim={own}&q=street") == {"3"}
    assert find(scene, Query(posts=()), 10).numbers == []


@pytest.mark.parametrize("status", ["false", "misleading"])
@pytest.mark.parametrize("note", ["The dam stands.", ""])
def test_what_is_not_so_is_stated_by_no_title_and_no_card(client, scene, status, note):
    own = claim(scene, "The dam broke.", UNION)
    establish(scene, own, status, note)
    page = claim_page(client, own)
    head = page[: page.index("</head>")].split('<script type="application/ld+json">')[0]
    assert "The dam broke." not in head
    assert note in head
    assert "<h1" in page
    (headline,) = re.findall(r"<h1.*?</h1>", page)
    assert "The dam broke." not in headline
    # The label is read before the claim, here and in every list.
    for text in (shown(page), shown(html("claims")), shown(html("post-1"))):
        assert text.index(status.capitalize()) < text.index("The dam broke.")
    feed = client.get("/flood/feed.json").json()
    assert "The dam broke." not in next(each["title"] for each in feed["items"])


def test_a_claim_that_nobody_assessed_is_not_for_search_engines(client, scene):
    own = claim(scene, "The dam holds.", UNION)
    assert '<meta name="robots" content="noindex">' in claim_page(client, own)
    assert "<title>Claimed: The dam holds." in claim_page(client, own)
    claim_steps.assess(scene, own, "corroborated")
    assert "noindex" not in claim_page(client, own)


def test_our_finding_says_what_it_rests_on_and_who_decided_by_their_roles(client, scene):
    own = claim(scene, "The dam holds.", UNION)
    establish(scene, own, "verified", "We were there.")
    text = shown(claim_page(client, own))
    assert "We established that it is so. We were there." in text
    assert "pictures whose place we found" in text
    assert "Decided by an administrator and a lead of the coverage" in text
    for person in ("ben", "dan"):
        assert person not in text.lower().split()


def test_corrections_of_claims_are_among_all_others_page_by_page(client, scene, monkeypatch):
    monkeypatch.setattr(change_list, "SHOWN", 2)
    own = claim(scene, "The dam broke.", UNION)
    for number in range(3):
        wrong = say(scene, own, named(f"Body {number}", standing=True), stance="denies")
        claim_steps.void(scene, own, wrong, f"Mistake {number}.")
        seen = seq_of(scene, "post-1")
        posts.retract(**act(), coverage=scene, number=number + 1, expected_seq=seq_of(
            scene, f"post-{number + 1}"), reason=f"Reason {number}.")  # fmt: skip
        assert seen
    establish(scene, own, "false", "It stands.")
    address, told = "/flood/corrections/", ""
    for _ in range(20):
        page = page_of(client, address)
        told += page
        following = re.search(r'rel="next" href="(\?[^"]+)"', page)
        if following is None:
            break
        address = f"/flood/corrections/{following[1]}"
    found = re.findall(r"Mistake \d|Reason \d|It was|established that it is not so", told)
    order = [each for each in found if each[:3] in ("Mis", "Rea", "est")]
    assert order == [
        "established that it is not so",
        *(f"{word} {number}" for number in (2, 1, 0) for word in ("Reason", "Mistake")),
    ]
    assert told.count("New position") == 3


def json_ld(page: str) -> Any:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def test_structured_data_has_the_claims_of_its_posts_and_no_verdict(client, coverage):
    for number in range(45):
        publish(coverage, f"Post {number}.")
    early = claim(coverage, "An early claim.", UNION, post=1)
    late = claim(coverage, "A late claim.", unnamed("Two officials"), post=45, chain=True)
    establish(coverage, late, "verified", "We were there.")
    page = page_of(client, "/flood/")
    blog, *found = json_ld(page)["@graph"]
    assert [each["text"] for each in found] == ["A late claim."]
    mentioning = [each["@id"] for each in blog["liveBlogUpdate"] if "mentions" in each]
    assert mentioning == ["http://testserver/flood/post/45/"]
    assert found[0]["author"] == {
        "@type": "Person",
        "name": "Two officials (not named), according to Reuters (agency report)",
    }
    text = json.dumps(json_ld(page))
    for verdict in ("ClaimReview", "Rating", "Confirmed", "We were there."):
        assert verdict not in text
    oldest = json_ld(page_of(client, "/flood/page/1/"))["@graph"]
    assert [each["@id"] for each in oldest[1:]] == [f"http://testserver/flood/claims/{early}/"]


def test_only_what_we_established_is_reviewed_with_a_number(client, scene):
    own = claim(scene, "The dam holds.", UNION)
    say(scene, own, SERVICE, stance="denies")
    for status in ("checking", "unverified", "corroborated", "inconclusive"):
        claim_steps.assess(scene, own, status, "A note.")
        assert json_ld(claim_page(client, own))["@type"] == "Claim"
    for status, number in (("verified", 5), ("misleading", 2), ("false", 1)):
        establish(scene, own, status, "A note.")
        review = json_ld(claim_page(client, own))
        assert review["@type"] == "ClaimReview"
        assert review["reviewRating"]["ratingValue"] == number
        assert (review["reviewRating"]["bestRating"], review["reviewRating"]["worstRating"]) == (
            5,
            1,
        )
        assert review["reviewRating"]["ratingExplanation"] == "A note."
        assert review["claimReviewed"] == review["itemReviewed"]["text"] == "The dam holds."


def test_the_export_has_an_annotation_for_each_position_with_its_provenance(client, scene):
    own = claim(scene, "The dam holds.", UNION, chain=True, number=("1", "2"))
    wrong = say(scene, own, SERVICE, stance="denies")
    claim_steps.void(scene, own, wrong, "It was asked of the bridge.")
    answer = client.get(f"/flood/claims/{own}.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    node, first, second = answer.json()["@graph"]
    address = f"http://testserver/flood/claims/{own}/"
    assert (node["id"], node["dl:state"]) == (address, "claimed")
    assert (first["type"], first["target"]) == ("Annotation", address)
    assert first["body"]["dl:stance"] == "dl:asserts"
    relay, source = first["prov:qualifiedAttribution"]
    assert relay["prov:agent"]["schema:name"] == "Reuters"
    assert source["prov:agent"]["id"].startswith("http://testserver/flood/sources/")
    assert first["prov:wasQuotedFrom"] == "http://testserver/flood/post/1/"
    # What the source never said is repeated nowhere.
    assert "dl:stance" not in second["body"]
    assert "bridge" in second["prov:wasInvalidatedBy"]["schema:description"]
    assert len(client.get("/flood/claims.jsonld").json()["@graph"]) == 3


def every_answer(client, coverage) -> dict[str, str]:
    """All that is public of a coverage, by its address."""
    ids = [each.id for each in read.all_claims(coverage)]
    addresses = ["", "claims/", "claims.jsonld", "corrections/", "missed/?after=x", "print/"]
    addresses += ["changes/?after=x", "feed.atom", "feed.rss", "feed.json", "embed/", "find/"]
    addresses += [f"post/{number}/" for number in (1, 2, 3)]
    addresses += [f"claims/{each}{end}" for each in ids for end in ("/", ".jsonld")]
    return {each: client.get(f"/flood/{each}").content.decode() for each in addresses}


def test_nothing_joins_what_an_unnamed_source_says_of_two_claims(client, scene):
    # Hours away from the times at which anything is recorded now.
    moment = Moment(datetime.now(UTC) - timedelta(days=1, hours=3, minutes=17), "instant")
    minute = re.compile(rf"(?<![\d:]){moment.at:%H:%M}")
    one, two = (
        claim(scene, text, unnamed(name), post=post, said=moment, how="told_us")
        for text, name, post in (("It rose.", "An officer", 1), ("It fell.", "A witness", 2))
    )
    for address, text in every_answer(client, scene).items():
        assert not minute.search(text), address
    for source in read.sources(scene):
        for address, text in every_answer(client, scene).items():
            assert source.id not in text, address

    def tokens(claim: str) -> set[str]:
        texts = [
            client.get(f"/flood/claims/{claim}{end}").content.decode() for end in ("/", ".jsonld")
        ]
        return {each for text in texts for each in re.findall(r"[0-9a-f]{16,}", text)}

    assert tokens(one)
    assert tokens(one) & tokens(two) == set()
    whole = json.loads("".join(export(scene)))
    records = [json.dumps(each) for each in whole["claims"]]
    shared = [set(re.findall(r"[0-9a-f]{32}", each)) for each in records]
    assert shared[0] & shared[1] == set()
    # Their order is that of random ids, and not that in which they were recorded.
    assert [each["id"] for each in whole["sources"]] == sorted(
        each["id"] for each in whole["sources"]
    )


def test_the_words_of_every_state_and_kind_are_there(scene):
    for language in ("en", "de", "fr", "es", "ar", "uk"):
        with translation.override(language):
            words = [claim_words.word(each) for each in _states()]
            assert len(set(words)) == len(words), language
            name = position_words.who(Source(id="a", label="Orrin", standing=False))
            assert ("\u2068" in name) == (language == "ar")


def _states() -> tuple[StateName, ...]:
    from typing import get_args

    return get_args(StateName)


def test_the_block_of_claims_is_rendered_again_for_every_kind_of_entry_about_claims():
    (block,) = [each for each in BLOCKS if each.name == "claims"]
    assert block.kinds >= CLAIM_KINDS


def test_a_state_that_is_due_for_review_says_as_of_when(scene):
    own = claim(scene, "The dam holds.", UNION)
    due = datetime.now(UTC) + timedelta(hours=1)
    claim_steps.assess(scene, own, "corroborated", review_after=due)
    now = view(scene, own)
    assert "As of" not in "".join(claim_words.short_flags(now, UTC_ZONE))
    assert claims.MAX_PINNED == MAX_CLAIMS
