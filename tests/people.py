"""Ada reports, Eve edits, Dan leads, and Ben administers. Cleo is not a member, Rex only reads."""

from __future__ import annotations

import uuid
from typing import Any

from dateline.accounts.policy import Person
from dateline.content import markup
from dateline.content.tree import Copy, Photograph, Text

ADA = Person("ada", "reporter")
EVE = Person("eve", "editor")
DAN = Person("dan", "lead")
BEN = Person("ben", "administrator")
PASSWORD = "a password of four words"


def act(by: Person = BEN, key: str = "") -> dict[str, Any]:
    """The arguments of a command: a person, and a new idempotency key."""
    return {"by": by, "idempotency_key": key or uuid.uuid4().hex}


def copy(words: str, headline: str = "") -> Copy:
    """A post of one text part."""
    return Copy(headline, (), (Text(markup.read(words)),))


def store_files(photograph: Photograph) -> Photograph:
    """Writes files for invented renditions, without which no command accepts them."""
    from dateline.media import pictures

    for each in photograph.renditions:
        path = pictures.path_of(each.sha256, "jpg" if each.media_type == "image/jpeg" else "avif")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return photograph


def publish(coverage: Any, words: str, headline: str = "", key: str = "", **more: Any) -> Any:
    from dateline.desk.commands import posts

    return posts.publish(**act(key=key), coverage=coverage, copy=copy(words, headline), **more)


def seq_of(coverage: Any, name: str) -> int:
    """The seq of an object's last entry, as in a form; `name` is for example `post-1`."""
    from dateline.journal.entry import ObjectRef
    from dateline.journal.read import last_seq

    return last_seq(coverage, ObjectRef.parse(name))
