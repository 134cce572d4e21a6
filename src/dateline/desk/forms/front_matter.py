"""The forms about a coverage's front matter: headline, state, pin, key points."""

from __future__ import annotations

import re

from django import forms

from dateline.content.tree import KeyPoint

from .fields import CommandForm, HeadlineForm, text


class PinForm(CommandForm):
    post = forms.IntegerField(label="Post number (0: none)", min_value=0)


class StateForm(CommandForm):
    state = forms.ChoiceField(
        label="State",
        choices=[("live", "Live"), ("paused", "Paused"), ("closed", "Closed: as it happened")],
    )


class TitleForm(HeadlineForm):
    standfirst = text("Standfirst")


class KeyPointsForm(CommandForm):
    text = text(
        "Key points",
        help_text="One line each. A line that leads to a post ends with #12,"
        " one that leads to other coverage with its address: /river-rises",
    )

    def points(self) -> tuple[KeyPoint, ...]:
        return read_key_points(self.cleaned_data["text"])


def read_key_points(source: str) -> tuple[KeyPoint, ...]:
    points = []
    for each in filter(None, (line.strip() for line in source.splitlines())):
        found = re.fullmatch(r"(.*?)(?:\s+#(\d+)|\s+/([a-z0-9-]+)/?)?", each)
        assert found is not None
        points.append(KeyPoint(found[1], int(found[2] or 0), found[3] or ""))
    return tuple(points)


def write_key_points(points: tuple[KeyPoint, ...]) -> str:
    lines = []
    for each in points:
        leads_to = f" #{each.post}" if each.post else f" /{each.coverage}" if each.coverage else ""
        lines.append(each.line + leads_to)
    return "\n".join(lines)
