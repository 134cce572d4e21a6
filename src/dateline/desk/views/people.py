"""The people of a coverage with their roles, its rules, and each person's own settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.models import AccessChange, CoverageRole, CoverageRules, Member
from dateline.accounts.policy import Person, TwoPeople, may, who_may
from dateline.desk import keys
from dateline.desk.access import keep_text, person, signed_in
from dateline.desk.commands.people import RoleChange, set_roles, set_rules
from dateline.desk.forms.fields import DeskForm
from dateline.desk.forms.people import KeyForm, RoleForm, RulesForm, SettingsForm, keys_in
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.page.render import zone

from .shared import find_coverage, get_or_post, not_allowed, run, show, unvalidated

# The changes of roles and rules that the page shows.
_CHANGES_SHOWN: Final = 20


class PersonRow(NamedTuple):
    """A member in the list of a coverage's people. `form` is None if their role cannot change."""

    member: Member
    name: str
    form: RoleForm | None


@get_or_post
@signed_in
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/people/: the roles on a coverage, and its rules for two different people."""
    coverage = find_coverage(slug)
    if not may(person(request), "set roles"):
        return keep_text(
            request, 403, "You may not do this", f"Only {who_may('set roles')} set roles and rules."
        )
    rows = _rows(request, coverage)
    rules = RulesForm.showing(_two_people(coverage))
    if request.method != "POST":
        return _page(request, coverage, rows, rules)
    action = request.POST.get("do", "roles")
    if action == "rules":
        rules = RulesForm(request.POST, prefix="rules")
        return _set_rules(request, coverage, rows, rules)
    if action == "roles":
        return _set_roles(request, coverage, rows, rules)
    # Enter alone changes nothing.
    return _page(request, coverage, _chosen_again(coverage, rows), rules)


@get_or_post
@signed_in
def own_settings(request: HttpRequest) -> HttpResponse:
    """/desk/settings/: what each person sets for themself: the wait to undo, and the keys."""
    member = Member.objects.get(user__username=person(request).name)
    if request.method != "POST":
        form = SettingsForm(initial={"undo_seconds": member.undo_seconds})
        return _settings(request, form, KeyForm.all(member.keys))
    form, key_forms = SettingsForm(request.POST), KeyForm.all(member.keys, request.POST)
    # The keys that a button chooses for all acts at once: the usual ones, or none.
    at_once = {"usual": {}, "none": {act.name: "" for act in keys.ACTS}}
    action = request.POST.get("do", "save")
    if action != "save" and action not in at_once:
        typed = {
            act.name: str(each["key"].value())
            for act, each in zip(keys.ACTS, key_forms, strict=True)
        }
        return _settings(request, unvalidated(form), KeyForm.all(typed))
    if (action == "save" and not _are_valid(key_forms)) or not form.is_valid():
        return _settings(request, form, key_forms, [form, *key_forms])
    chosen = at_once[action] if action != "save" else keys.changed(keys_in(key_forms))
    Member.objects.filter(pk=member.pk).update(
        undo_seconds=form.cleaned_data["undo_seconds"], keys=chosen
    )
    messages.success(request, "Your settings are stored.")
    return redirect("desk:settings")


def _are_valid(forms: list[KeyForm]) -> bool:
    """Whether keys are valid, each by itself and beside the others."""
    if [form for form in forms if not form.is_valid()]:
        return False
    wrong = keys.problems(keys_in(forms))
    for act, form in zip(keys.ACTS, forms, strict=True):
        if act.name in wrong:
            form.add_error("key", wrong[act.name])
    return not wrong


def _settings(
    request: HttpRequest,
    form: SettingsForm,
    key_forms: list[KeyForm],
    sent: Sequence[DeskForm] = (),
) -> HttpResponse:
    # Their fields are all called "Key".
    context = {"form": form, "keys": key_forms}
    return show(request, "desk/settings.html", context, sent, status=422 if sent else 200)


def _set_roles(
    request: HttpRequest, coverage: Coverage, rows: list[PersonRow], rules: RulesForm
) -> HttpResponse:
    sent = [row for row in rows if row.form is not None and row.form.is_bound]
    forms = [row.form for row in sent if row.form is not None]
    if [form for form in forms if not form.is_valid()]:
        return _page(request, coverage, rows, rules, 422)
    changes = [
        RoleChange(row.member.pk, form.cleaned_data["before"], form.cleaned_data["role"])
        for row, form in zip(sent, forms, strict=True)
        if form.cleaned_data["before"] != form.cleaned_data["role"]
    ]
    if not changes:
        messages.info(request, "Nothing was changed.")
        return redirect("desk:people", slug=coverage.slug)
    by = person(request)
    refusal = run(forms[0], lambda: set_roles(by=by, coverage=coverage, changes=changes))
    if refusal is None:
        messages.success(request, "The roles are stored. They hold from the next page on.")
        return redirect("desk:people", slug=coverage.slug)
    if refusal.status == 403:
        return not_allowed(request, refusal)
    return _page(
        request, coverage, _chosen_again(coverage, rows), rules, refusal.status, [forms[0]]
    )


def _set_rules(
    request: HttpRequest, coverage: Coverage, rows: list[PersonRow], rules: RulesForm
) -> HttpResponse:
    by = person(request)

    def command() -> None:
        set_rules(by=by, coverage=coverage, before=rules.seen(), after=rules.chosen())

    refusal = run(rules, command) if rules.is_valid() else None
    if not rules.errors:
        messages.success(request, "The rules are stored.")
        return redirect("desk:people", slug=coverage.slug)
    if refusal is not None and refusal.status == 403:
        return not_allowed(request, refusal)
    again = rules.again(_two_people(coverage))
    return _page(request, coverage, rows, again, refusal.status if refusal else 422, [rules])


def _rows(request: HttpRequest, coverage: Coverage) -> list[PersonRow]:
    """All members, each with the form as it was sent, or else as it is stored."""
    own = _own_roles(coverage)
    members = Member.objects.filter(user__is_active=True).select_related("user")
    sent = request.POST if request.method == "POST" else None
    rows = []
    for member in members.order_by("user__username"):
        name, prefix = member.user.get_username(), f"member-{member.pk}"
        role = own.get(member.pk, "")
        form = None
        if member.role != "administrator" and name != person(request).name:
            bound = sent if sent is not None and f"{prefix}-role" in sent else None
            form = RoleForm(bound, initial={"role": role, "before": role}, prefix=prefix)
        rows.append(PersonRow(member, name, form))
    return rows


def _chosen_again(coverage: Coverage, rows: list[PersonRow]) -> list[PersonRow]:
    """The rows with what was chosen, beside what is stored now."""
    own = _own_roles(coverage)
    return [
        row._replace(
            form=row.form
            and RoleForm(
                initial={"role": row.form["role"].value(), "before": own.get(row.member.pk, "")},
                prefix=row.form.prefix,
            )
        )
        for row in rows
    ]


def _own_roles(coverage: Coverage) -> dict[int, str]:
    return dict(CoverageRole.objects.filter(coverage=coverage).values_list("member_id", "role"))


def _two_people(coverage: Coverage) -> frozenset[TwoPeople]:
    stored = CoverageRules.objects.filter(coverage=coverage).values_list("two_people", flat=True)
    return frozenset(stored.first() or ())


def _page(
    request: HttpRequest,
    coverage: Coverage,
    rows: list[PersonRow],
    rules: RulesForm,
    status: int = 200,
    sent: Sequence[DeskForm] = (),
) -> HttpResponse:
    state = coverage_state(coverage)
    changes = AccessChange.objects.filter(coverage=coverage).order_by("-at", "-pk")
    me: Person = person(request)
    context = {
        "coverage": state,
        "zone": zone(state.zone),
        "rows": rows,
        "rules": rules,
        "me": me,
        "changes": changes[:_CHANGES_SHOWN],
    }
    bound = [row.form for row in rows if row.form is not None and row.form.is_bound]
    return show(request, "desk/people.html", context, [*bound, *sent], status=status)
