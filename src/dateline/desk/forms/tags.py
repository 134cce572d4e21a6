"""The field for the tags of a post."""

from __future__ import annotations

from .fields import CommandForm, DeskForm, line


class TagsField(DeskForm):
    """Base class of forms with this field. `read_tags` returns the tags of a valid form."""

    tags = line("Tags", help_text="Topics by which readers find the post, with commas between them")

    def read_tags(self) -> tuple[str, ...]:
        written: str = self.cleaned_data["tags"]
        # The comma of Arabic, too.
        return tuple(filter(None, map(str.strip, written.replace("،", ",").split(","))))


class TagsForm(TagsField, CommandForm):
    pass
