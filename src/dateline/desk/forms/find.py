"""The form of the desk's search. What it asks is in the address of its page."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from dateline.coverage.finding import Query
from dateline.drafts.workflow import OPEN, WAITING

from .fields import DeskForm, line

_ANY: Final = [("", "Any")]
# The states of posts, each with the kind of change that led to it; "" for any post.
_POSTS: Final = {"post": "", "retracted": "retracted", "withdrawn": "withdrawn"}
_STATES: Final = [
    ("post", "Post"),
    ("retracted", "Retracted post"),
    ("withdrawn", "Withdrawn post"),
    *((each, each.replace("_", " ").capitalize()) for each in sorted(OPEN | WAITING)),
]
_KINDS: Final = ["revised", "updated", "clarified", "corrected", "erased"]


class FindForm(DeskForm):
    q = line("Words")
    person = line("Person")
    state = forms.ChoiceField(label="State", required=False, choices=_ANY + _STATES)
    kind = forms.ChoiceField(
        label="Changed by",
        required=False,
        choices=_ANY + [(each, each.capitalize()) for each in _KINDS],
    )

    def asks(self) -> bool:
        """Whether anything is asked."""
        return any(self.data.get(name) for name in self.fields)

    def asks_for_posts(self) -> bool:
        return self.asks() and self.cleaned_data["state"] in ("", *_POSTS)

    def states_of_drafts(self) -> frozenset[str]:
        """The states of the drafts that are asked for. A draft has no kind of change yet."""
        chosen = self.cleaned_data["state"]
        if not self.asks() or self.cleaned_data["kind"] or chosen in _POSTS:
            return frozenset()
        return frozenset({chosen} if chosen else OPEN | WAITING)

    def query(self) -> Query:
        cleaned: dict[str, Any] = self.cleaned_data
        changes = (_POSTS.get(cleaned["state"], ""), cleaned["kind"])
        return Query(cleaned["q"], byline=cleaned["person"], changes=tuple(filter(None, changes)))
