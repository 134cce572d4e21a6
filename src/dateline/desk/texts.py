"""How the desk names a text that somebody writes in or about: a post, a draft, a question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse

from dateline.accounts.policy import Person
from dateline.coverage.models import PostRow
from dateline.coverage.read import state_of
from dateline.drafts.models import Draft
from dateline.drafts.workflow import may_read
from dateline.journal.models import Coverage
from dateline.newsroom import about as abouts
from dateline.newsroom.models import Question
from dateline.page.render import zone

from . import rows
from .forms.drafts import plain_words_of
from .prepared import coverage_state

_WORDS: Final = 12


@dataclass(frozen=True)
class Text:
    """A text, in the words of the desk. `address` is '' if it has none for its reader."""

    about: str
    label: str
    words: str = ""
    address: str = ""


def named(coverage: Coverage, person: Person, found: Collection[str]) -> dict[str, Text]:
    """Returns the texts that `about` values name, as a person may see them.

    Of a draft that is not theirs to see only its owner is told.
    """
    read = {each: abouts.read(each) for each in found if each}
    by_kind: dict[str, list[str]] = {}
    for kind, name in read.values():
        by_kind.setdefault(kind, []).append(name)
    texts = {
        **_posts(coverage, by_kind.get("post", [])),
        **_drafts(coverage, person, by_kind.get("draft", [])),
        **_questions(coverage, by_kind.get("question", [])),
    }
    return {each: texts.get(each) or _gone(each) for each in read}


def zone_of(coverage: Coverage) -> ZoneInfo:
    """Returns the time zone of a coverage, which need not be public."""
    return zone(coverage_state(coverage).zone)


def _posts(coverage: Coverage, numbers: Collection[str]) -> dict[str, Text]:
    found = PostRow.objects.filter(coverage=coverage, number__in=[int(each) for each in numbers])
    return {
        f"post:{row.number}": Text(
            f"post:{row.number}",
            f"post {row.number}",
            _short(rows.words_of(state_of(row))),
            reverse("desk:post", args=[coverage.slug, row.number]),
        )
        for row in found
    }


def _drafts(coverage: Coverage, person: Person, uids: Collection[str]) -> dict[str, Text]:
    texts = {}
    for draft in Draft.objects.filter(coverage=coverage, uid__in=list(uids)):
        about = f"draft:{draft.uid}"
        if may_read(person, draft):
            address = f"{reverse('desk:coverage', args=[coverage.slug])}?draft={draft.uid}"
            words = _short(plain_words_of(draft.fields))
            texts[about] = Text(about, "a draft", words, address)
        else:
            texts[about] = Text(about, f"a draft of {draft.owner}")
    return texts


def _questions(coverage: Coverage, numbers: Collection[str]) -> dict[str, Text]:
    keys = [int(each) for each in numbers]
    return {
        f"question:{each.pk}": Text(f"question:{each.pk}", "a question", _short(each.text))
        for each in Question.objects.filter(coverage=coverage, pk__in=keys)
    }


def _gone(about: str) -> Text:
    """A draft that was not saved yet, or something that is not there any more."""
    kind = abouts.read(about).kind
    return Text(about, "a new draft" if kind == "draft" else f"a {kind}")


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
