"""The forms of what is done with a draft and needs something typed in."""

from __future__ import annotations

from .fields import DeskForm, line, local_moment, text


class RemarkForm(DeskForm):
    remark = text("What is to be changed", required=True, help_text="Only the newsroom sees it.")


class DueForm(DeskForm):
    due = local_moment("At", "In the coverage’s time zone.")


class HandOverForm(DeskForm):
    to = line("To whom", required=True, help_text="The name with which they sign in.")
