"""The bytes of an entry are those of the test vectors of the specifications."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from dateline.content.tree import Run, Text
from dateline.coverage.kinds import PostPublished
from dateline.journal import canonical
from dateline.journal.entry import ERASED, all_kinds

AT = datetime(2026, 3, 1, 5, 4, 3, tzinfo=UTC)
HEAD = canonical.LeafFields("post.published", AT, "c-1", "post-1", 1, 0)


def test_a_disclosure_has_the_digest_of_rfc_9901():
    text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert canonical.digest(text) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert canonical.open_disclosure(text)[1:] == ("family_name", "Möbius")


def test_a_leaf_is_canonical_json_without_content():
    leaf = canonical.leaf_bytes(HEAD, ["b", "a"])
    assert leaf == (
        b'{"coverage":"c-1","digests":["a","b"],"format":"dateline/1",'
        b'"kind":"post.published","object":"post-1","previous":0,"revision":1,"time":"2026-03-01T05:04:03Z"}'
    )


def test_a_leaf_stays_under_four_kilobytes():
    assert len(canonical.leaf_bytes(HEAD, ["x" * 43] * 80)) <= 4096
    with pytest.raises(canonical.TooManyParts, match="Split it"):
        canonical.leaf_bytes(HEAD, ["x" * 43] * 90)


def test_a_leaf_may_be_as_long_as_its_limit_to_the_byte():
    short = len(canonical.leaf_bytes(HEAD, [""]))
    assert len(canonical.leaf_bytes(HEAD, ["x" * (canonical.LEAF_LIMIT - short)])) == 4096
    with pytest.raises(canonical.TooManyParts):
        canonical.leaf_bytes(HEAD, ["x" * (canonical.LEAF_LIMIT - short + 1)])


def test_the_same_words_are_disclosed_differently_each_time():
    payload = PostPublished(headline="One", bylines=(), dated=AT, parts=())
    assert canonical.disclose(payload)[0].digest != canonical.disclose(payload)[0].digest


def test_what_is_disclosed_is_read_again():
    parts = (Text(((Run("Ünïcode “quoted”", ("strong",), "https://a.example/"),),)),)
    payload = PostPublished(headline="One", bylines=(), dated=AT, parts=parts)
    assert canonical.read_payload(payload.kind, canonical.disclose(payload)) == payload


def test_an_erased_disclosure_is_read_as_erased():
    payload = PostPublished(headline="One", bylines=(), dated=AT, parts=())
    gone = [canonical.Disclosure(d.digest, d.name, None) for d in canonical.disclose(payload)]
    read = canonical.read_payload(payload.kind, gone)
    assert isinstance(read, PostPublished)
    assert (read.headline, read.bylines, read.dated) == (ERASED, ERASED, ERASED)


def test_a_disclosure_that_was_tampered_with_is_refused():
    one, two = (
        canonical.disclose(PostPublished(headline=words, bylines=(), dated=AT, parts=()))
        for words in ("One", "Two")
    )
    swapped = [canonical.Disclosure(one[0].digest, "headline", two[0].text), *one[1:]]
    with pytest.raises(ValueError, match="does not match"):
        canonical.read_payload("post.published", swapped)


def test_a_disclosure_of_another_field_is_refused_though_it_has_its_own_digest():
    made = canonical.disclose(PostPublished(headline="One", bylines=(), dated=AT, parts=()))
    named = {each.name: each for each in made}
    bylines = named["bylines"]
    swapped = [
        canonical.Disclosure(bylines.digest, "headline", bylines.text),
        *(each for each in made if each.name != "headline"),
    ]
    with pytest.raises(ValueError, match="does not match its digest"):
        canonical.read_payload("post.published", swapped)


@pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.kind)
def test_every_kind_is_documented_and_named_as_a_journal_names_things(kind):
    assert kind.__doc__
    assert kind.__doc__.rstrip().endswith(".")
    noun, verb = kind.kind.split(".")
    assert re.fullmatch("[a-z_]+", noun)
    assert re.fullmatch("[a-z_]+", verb)
