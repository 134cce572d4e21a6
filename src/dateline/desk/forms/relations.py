"""The fields for the relations of a post to earlier posts, one for each name of a relation."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms

from dateline.coverage.kinds import RELATION_NAMES, Relation

from .fields import CommandForm, DeskForm, line

_NUMBER: Final = re.compile(r"#?([0-9]{1,9})")
_POSTS: Final = "Numbers of earlier posts, such as #12 #14"


class RelationFields(DeskForm):
    """Base class of forms with these fields. `relations` returns those of a valid form."""

    updates = line("Updates", help_text=_POSTS)
    answers = line("Answers", help_text=_POSTS)
    contradicts = line("Contradicts", help_text=_POSTS)
    follows = line("Follows", help_text=_POSTS)

    def clean_updates(self) -> tuple[int, ...]:
        return _numbers(self.cleaned_data["updates"])

    def clean_answers(self) -> tuple[int, ...]:
        return _numbers(self.cleaned_data["answers"])

    def clean_contradicts(self) -> tuple[int, ...]:
        return _numbers(self.cleaned_data["contradicts"])

    def clean_follows(self) -> tuple[int, ...]:
        return _numbers(self.cleaned_data["follows"])

    def relations(self) -> tuple[Relation, ...]:
        return tuple(
            Relation(name, post) for name in RELATION_NAMES for post in self.cleaned_data[name]
        )

    @property
    def relation_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in RELATION_NAMES]

    @property
    def has_relations(self) -> bool:
        """Whether one of the fields has a value or an error, so that they must be seen."""
        return any(field.value() or field.errors for field in self.relation_fields)


class RelationsForm(RelationFields, CommandForm):
    pass


def fields_of_relations(relations: tuple[Relation, ...]) -> dict[str, Any]:
    """Returns the values of the fields that give these relations."""
    posts = {
        name: [each.post for each in relations if each.name == name] for name in RELATION_NAMES
    }
    return {name: " ".join(f"#{post}" for post in found) for name, found in posts.items()}


def _numbers(written: str) -> tuple[int, ...]:
    found = [(_NUMBER.fullmatch(each), each) for each in written.replace(",", " ").split()]
    for number, each in found:
        if number is None:
            raise forms.ValidationError(
                f"“{each}” is not the number of a post. Write numbers such as #12."
            )
    return tuple(int(number[1]) for number, _ in found if number)
