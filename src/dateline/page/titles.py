"""The title of a post in feeds, link previews, search results and the title bar of its page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dateline.coverage.state import PostState

from .structured import title_of


def title(post: PostState) -> str:
    """Returns a title that is never empty and says if the post was taken back.

    It is in the active language. A post without words, such as a map, is named by its number.
    """
    if post.status == "withdrawn":
        return _("Post withdrawn")
    text = title_of(post) or _("Post %(number)s") % {"number": post.number}
    return f"{_('Retracted')}: {text}" if post.status == "retracted" else text
