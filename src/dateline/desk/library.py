"""The picture library of a coverage: the photographs that its posts show, to be used again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from dateline.content.tree import Photograph
from dateline.coverage import objects, read
from dateline.coverage.models import PostRow
from dateline.coverage.state import PostState
from dateline.journal.models import Coverage
from dateline.media.models import PictureUseRow

POSTS_SHOWN: Final = 30


@dataclass(frozen=True)
class LibraryPicture:
    """A photograph, the newest post that shows it, and the numbers of all posts that do.

    `position` is its place among the parts of that post. With both it is chosen again.
    """

    photograph: Photograph
    post: PostState
    position: int
    used_in: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"{self.post.number}-{self.position}"

    @property
    def by(self) -> str:
        return ", ".join(each.name for each in self.post.copy.bylines)

    @property
    def thumbnail(self) -> str:
        """The URL of its smallest JPEG, or ''."""
        jpegs = [each for each in self.photograph.renditions if each.media_type == "image/jpeg"]
        return reverse("desk:picture", args=[f"{jpegs[0].sha256}.jpg"]) if jpegs else ""


@dataclass(frozen=True)
class LibraryPage:
    """Pictures, the newest first. `next` is the argument `before` for the next page, or 0."""

    pictures: list[LibraryPicture]
    next: int


def pictures_of(coverage: Coverage, before: int = 0) -> LibraryPage:
    """Returns the photographs of the newest posts that show any; with `before`, of earlier posts.

    Those of withdrawn posts, and those that were erased, are not among them.
    """
    uses = PictureUseRow.objects.filter(
        coverage=coverage, public=True, object__startswith=f"{objects.POST_TYPE}-"
    )
    names = uses.values_list("object", flat=True).distinct()
    numbers = sorted((int(name.partition("-")[2]) for name in names), reverse=True)
    if before:
        numbers = [each for each in numbers if each < before]
    shown = numbers[:POSTS_SHOWN]
    posts = sorted(read.posts(coverage, shown), key=lambda post: post.number, reverse=True)
    following = shown[-1] if len(numbers) > POSTS_SHOWN else 0
    return LibraryPage(_each_once(posts), following)


def chosen(coverage: Coverage, post: int, position: int) -> Photograph | None:
    """Returns the photograph at a position of a post that stands; None if there is none."""
    row = PostRow.objects.filter(coverage=coverage, number=post).first()
    parts = read.state_of(row).copy.parts if row else ()
    part = parts[position] if position < len(parts) else None
    return part if isinstance(part, Photograph) else None


def _each_once(posts: list[PostState]) -> list[LibraryPicture]:
    found: dict[tuple[object, ...], list[tuple[PostState, int, Photograph]]] = {}
    for post in posts:
        for position, part in enumerate(post.copy.parts):
            if isinstance(part, Photograph):
                found.setdefault(part.renditions, []).append((post, position, part))
    return [
        LibraryPicture(part, post, position, tuple(each.number for each, _, _ in uses))
        for uses in found.values()
        for post, position, part in uses[:1]
    ]
