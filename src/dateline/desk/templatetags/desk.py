"""Template tags of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms, template

from dateline.coverage import finding
from dateline.coverage.state import CoverageState
from dateline.desk import ledger, local_time, placing
from dateline.desk.forms import claims
from dateline.journal.read import coverage_at
from dateline.page.render import zone

register = template.Library()
register.filter(placing.is_backdated)
# The names of what a claim, a position or an assessment says, by what it is.
_NAMES: Final[Mapping[str, Mapping[Any, str]]] = {
    "state": ledger.STATE_NAMES,
    "stance": claims.STANCE_NAMES,
    "modality": claims.MODALITY_NAMES,
    "status": claims.STATUS_NAMES,
    "basis": claims.BASIS_NAMES,
    "relation": claims.RELATION_NAMES,
}


@register.filter
def name_of(value: str, what: str) -> str:
    """The name of a stance, for example: `position.stance|name_of:"stance"`."""
    return _NAMES[what][value]


@register.simple_tag
def tags_used(coverage: CoverageState) -> list[str]:
    """The tags of the posts of a coverage."""
    found = coverage_at(coverage.slug)
    return finding.tags(found) if found else []


@register.inclusion_tag("desk/place.html")
def place_of_new_post(field: forms.BoundField, coverage: CoverageState) -> dict[str, Any]:
    """Where a post with the time that was entered in a field will stand; nothing without one."""
    local = zone(coverage.zone)
    shown = {"coverage": coverage, "zone": local}
    found = coverage_at(coverage.slug)
    try:
        at = field.field.to_python(field.value())
        if at is None or found is None:
            return shown
        dated = local_time.in_zone(at.replace(tzinfo=None), local)
    except (forms.ValidationError, local_time.NoSuchTime):
        # The field says what is wrong with it.
        return shown
    return shown | {"place": placing.place_of(found, dated)}
