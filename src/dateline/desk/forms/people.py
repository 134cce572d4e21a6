"""The forms about people: their roles on a coverage, its rules, and each one's own settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django import forms

from dateline.accounts.policy import TwoPeople
from dateline.desk.keys import ACTS, chosen

from .fields import DeskForm, LimitedField

_ROLES: Final = (
    ("none", "No access"),
    ("reporter", "Reporter"),
    ("editor", "Editor"),
    ("lead", "Lead"),
)
RULED: Final[dict[TwoPeople, str]] = {
    "posts": "Two different people for a new post",
    "corrections": "Two different people for a change of a post",
    "withdrawals": "Two different people to retract or withdraw a post",
}


class RoleForm(DeskForm):
    """The role of one member on a coverage; '' is the one that they have in the newsroom."""

    role = forms.ChoiceField(
        label="Role", choices=[("", "As in the newsroom"), *_ROLES], required=False
    )
    before = forms.ChoiceField(
        choices=[("", ""), *_ROLES], required=False, widget=forms.HiddenInput
    )


class RulesForm(DeskForm):
    """For which acts two different people are needed, whatever their role. `before` is what was."""

    posts = forms.BooleanField(label=RULED["posts"], required=False)
    corrections = forms.BooleanField(label=RULED["corrections"], required=False)
    withdrawals = forms.BooleanField(label=RULED["withdrawals"], required=False)
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, two_people: frozenset[TwoPeople]) -> RulesForm:
        values: dict[str, object] = dict.fromkeys(two_people, True)
        return cls(initial=values | {"before": _joined(two_people)}, prefix="rules")

    def again(self, two_people: frozenset[TwoPeople]) -> RulesForm:
        """The same choice, beside what is stored now."""
        values: dict[str, object] = {name: self[name].value() for name in RULED}
        return RulesForm(initial=values | {"before": _joined(two_people)}, prefix="rules")

    def chosen(self) -> frozenset[TwoPeople]:
        return frozenset(name for name in RULED if self.cleaned_data[name])

    def seen(self) -> frozenset[TwoPeople]:
        return frozenset(name for name in RULED if name in self.cleaned_data["before"].split())


def _joined(two_people: frozenset[TwoPeople]) -> str:
    return " ".join(sorted(two_people))


class SettingsForm(DeskForm):
    """What each person sets for themself."""

    undo_seconds = forms.TypedChoiceField(
        label="How long a post of yours waits before it is published",
        help_text="You can undo it as long as it waits.",
        choices=[(0, "Not at all"), (5, "5 seconds"), (10, "10 seconds")],
        coerce=int,
        widget=forms.RadioSelect,
    )


class KeyForm(DeskForm):
    """The key of one act of the desk; '' is none. `act` and `group` are for its reader."""

    act = ""
    group = ""
    key = LimitedField(20, label="Key", required=False)

    @classmethod
    def all(cls, own: Mapping[str, str], sent: Mapping[str, str] | None = None) -> list[KeyForm]:
        """The forms of all acts, with a person's own keys, or as they were sent."""
        forms = []
        for act in chosen(own):
            form = cls(sent, initial={"key": act.key}, prefix=f"key-{act.name}")
            form.act, form.group = act.label, act.group
            forms.append(form)
        return forms


def keys_in(forms: Iterable[KeyForm]) -> dict[str, str]:
    """The keys that valid forms of all acts have, by act."""
    return {act.name: str(form.cleaned_data["key"]) for act, form in zip(ACTS, forms, strict=True)}
