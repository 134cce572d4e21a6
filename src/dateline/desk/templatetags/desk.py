"""Template tags of the desk."""

from __future__ import annotations

from typing import Any

from django import forms, template

from dateline.coverage import finding
from dateline.coverage.state import CoverageState
from dateline.desk import local_time, placing
from dateline.journal.read import coverage_at
from dateline.page.render import zone

register = template.Library()
register.filter(placing.is_backdated)


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
