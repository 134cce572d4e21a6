"""What an erasure takes and what it leaves."""

from __future__ import annotations

from dateline.coverage import objects
from dateline.desk.commands import erasure
from dateline.journal.models import CompletedCommand, Disclosure
from dateline.journal.read import last_seq
from tests.people import act, publish


def erase(coverage, about, seq: int) -> None:
    erasure.erase_entry(**act(), coverage=coverage, about=about, seq=seq, reason="data_protection")


def test_an_erasure_leaves_what_puts_the_page_together(coverage):
    seq = publish(coverage, "Her name and address.", "Her name").first_seq
    erase(coverage, objects.post(1), seq)
    left = Disclosure.objects.filter(leaf=seq, text__isnull=False)
    assert list(left.values_list("name", flat=True)) == ["dated"]


def test_nothing_is_remembered_of_a_command_of_which_one_entry_was_erased(
    coverage, open_coverage_named
):
    following = open_coverage_named("flood-two", previous="flood", headline="Her name")
    seq = last_seq(following, objects.SERIES)
    command = CompletedCommand.objects.get(last_seq__gte=seq, first_seq__lte=seq)
    # A digest of what was said could confirm a guess.
    assert command.digest
    assert command.first_seq < seq < command.last_seq
    others = CompletedCommand.objects.exclude(pk=command.pk)
    before = list(others.values_list("digest", flat=True))
    erase(following, objects.SERIES, seq)
    command.refresh_from_db()
    assert command.digest == ""
    now = others.filter(last_seq__lt=seq).values_list("digest", flat=True)
    assert list(now) == before
