"""The forms of a draft: from its stored fields to the composer, and to what is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django import forms

from dateline.content import markup
from dateline.content.tree import Copy, plain_text
from dateline.coverage.kinds import Relation
from dateline.desk.commands.proposed import ProposedPosition

from .composer import Composer
from .parts import PhotographForm
from .posts import ChangeForm, NewPostForm, ReasonForm
from .problems import problems_of

# What a form sends beside the text: its command, its draft, and the button.
NOT_TEXT: Final = frozenset(
    "csrfmiddlewaretoken do draft draft_version due expected_seq idempotency_key post".split()
)
# The kinds of a draft that ends a post. Their only text is the reason.
ENDINGS: Final = frozenset({"retract", "withdraw"})
# Characters of a draft that are read for a list of drafts.
_BEGINNING: Final = 1000


class Sent(NamedTuple):
    """The text of a draft as forms that can be validated, and as what is published.

    `form` also holds the kind and the note of a change. `composer` is None for an ending.
    """

    form: NewPostForm | ChangeForm | ReasonForm
    composer: Composer | None

    def problems(self) -> list[str]:
        """Returns what is wrong with the text; [] if it can be published."""
        forms_sent: list[forms.BaseForm] = [self.form]
        valid = self.form.is_valid()
        errors: list[str] = []
        if self.composer is not None:
            valid &= self.composer.is_valid()
            forms_sent += [*self.composer.parts, *self.composer.bylines]
            errors = list(self.composer.errors)
        if valid:
            return []
        found = problems_of(forms_sent)
        return errors + [f"{each.label}: {each.message}".removeprefix(": ") for each in found]

    @property
    def kind(self) -> str:
        """The command of a valid change, such as "correct"; '' for a new post."""
        return str(self.form.cleaned_data.get("kind", ""))

    @property
    def copy(self) -> Copy:
        """What readers are to see, if this is valid and no ending."""
        assert self.composer is not None
        return self.composer.read(self.form.cleaned_data["headline"])

    @property
    def dated(self) -> datetime | None:
        """The time that was entered, without a zone."""
        at: datetime | None = self.form.cleaned_data.get("dated")
        return None if at is None else at.replace(tzinfo=None)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations of a valid new post to earlier posts."""
        assert isinstance(self.form, NewPostForm)
        return self.form.relations()

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of a valid new post."""
        assert isinstance(self.form, NewPostForm)
        return self.form.read_tags()

    @property
    def proposed(self) -> tuple[ProposedPosition, ...]:
        """Who says what in a valid new post."""
        found: tuple[ProposedPosition, ...] = self.form.cleaned_data["proposed"]
        return found

    @property
    def note(self) -> str:
        """The note of a change, or the reason of an ending, on one line."""
        cleaned = self.form.cleaned_data
        return " ".join(str(cleaned.get("note") or cleaned.get("reason") or "").split())


def sent(fields: Mapping[str, str], *, post: int = 0, expected_seq: int = 0, key: str = "") -> Sent:
    """Returns the forms for the fields of a draft, as if they were sent now."""
    data: dict[str, Any] = dict(fields) | {"expected_seq": expected_seq, "idempotency_key": key}
    if fields.get("kind") in ENDINGS:
        return Sent(ReasonForm(data), None)
    form = ChangeForm(data) if post else NewPostForm(data)
    return Sent(form, Composer.posted(data, {}).without_blank_texts())


def text_of(data: Mapping[str, Any], composer: Composer | None = None) -> dict[str, str]:
    """Returns the fields of a sent form that are its text, to be kept in a draft.

    A picture that was uploaded with the form is stored, and named by its field.
    """
    fields = {name: str(data[name]) for name in data if name not in NOT_TEXT}
    for part in composer.parts if composer else ():
        if isinstance(part, PhotographForm) and part.is_bound:
            part.is_valid()
            fields[part.add_prefix("picture")] = str(part["picture"].value() or "")
    return fields


def words_of(fields: Mapping[str, str]) -> str:
    """Returns all that was typed in a draft, on one line."""
    names = [name for name in fields if not name.endswith("-kind") and _is_typed(name)]
    first = [name for name in ("headline", "reason") if name in names]
    rest = [name for name in names if name.startswith("part-")]
    return " ".join(" ".join(fields[name] for name in (*first, *rest)).split())


def plain_words_of(fields: Mapping[str, str]) -> str:
    """Returns the beginning of what was typed in a draft, as it is read: without marks."""
    return plain_text(markup.read(words_of(fields)[:_BEGINNING]))


def _is_typed(name: str) -> bool:
    return not name.endswith(("-picture", "-credit"))
