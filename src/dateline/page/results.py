"""The results of a search as readers see them: posts with marks, and the texts above the posts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from dateline.content.tree import text_of
from dateline.coverage import search_text
from dateline.coverage.finding import Query
from dateline.coverage.state import CoverageState
from dateline.coverage.stems import stems
from dateline.journal.models import Coverage

from . import marking, read
from .limits import MAX_BLOCKS_BEHIND
from .read import Block

# The line with the time of a post, which links to it.
_WHEN: Final = re.compile(r'<p class="when"><a href="([^"]*)">.*?</p>')
# What readers must be told of a post, even if they see only some of its words.
_NOTE: Final = re.compile(r'<p class="(?:change(?! quiet)|tombstone)\b[^>]*>.*?</p>')


@dataclass(frozen=True)
class FrontText:
    """A text of the front matter that was found: the block with it, and a snippet with marks."""

    block: str
    snippet: SafeString


def with_marks(posts: list[Block], query: Query, language: str) -> list[Block]:
    """Returns blocks of posts with the words of the query marked, and excerpts of long ones."""
    phrases = search_text.phrases(query.words, language)
    return [replace(post, html=_result(post, phrases, language)) for post in posts]


def changed_posts(coverage: Coverage, seq: int) -> list[Block] | None:
    """Returns the posts that changed after `seq`, None if too many blocks did.

    They need not match the query: one that did before may be shown.
    """
    changed = read.blocks_after(coverage, seq, MAX_BLOCKS_BEHIND + 1)
    if len(changed) > MAX_BLOCKS_BEHIND:
        return None
    return [block for block in changed if block.sort_key]


def front_texts(state: CoverageState, query: Query) -> list[FrontText]:
    """Returns the texts of the front matter that have all words of the query.

    There are none for a query with other conditions, which only posts meet, or for further posts.
    """
    phrases = search_text.phrases(query.words, state.language)
    if not phrases or replace(query, words="", oldest_first=False, since=0) != Query():
        return []
    found = []
    for block, texts in _texts(state).items():
        text = " · ".join(filter(None, texts))
        if all(search_text.matches(stems(search_text.split(text), state.language), phrases)):
            marked = marking.marked(escape(text), phrases, state.language)
            found.append(FrontText(block, mark_safe(marking.snippet(marked))))
    return found


def _result(post: Block, phrases: list[list[str]], language: str) -> str:
    if not phrases:
        return post.html
    html = marking.marked(post.html, phrases, language)
    text = marking.text_below(html)
    when = _WHEN.search(html)
    if not marking.is_long(text) or when is None:
        return html
    context = {
        "name": post.name,
        "when": when[0],
        "address": unescape(when[1]),
        "headline": marking.headline(html),
        "words": marking.excerpt(text),
        "notes": _NOTE.findall(html),
    }
    return render_to_string("page/excerpt.html", context)


def _texts(state: CoverageState) -> dict[str, Iterable[str]]:
    """The texts of the front matter by the name of their block."""
    summary = state.summary
    return {
        "headline": (state.headline, state.standfirst),
        "key-points": [point.line for point in state.key_points],
        "summary": (summary.headline, *map(text_of, summary.parts)) if summary else (),
    }
