"""The acts of the desk that have a key, and the keys that a person has chosen instead. Pure.

A key is one character, which counts only while nothing is being typed, or one of `CHORDS`, which
counts everywhere. `Mod` is Ctrl, and Cmd on a Mac. No browser and no screen reader uses the chords.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

CHORDS: Final = ("Mod+Enter", "Mod+Shift+Enter")
# Enter and Tab move, and a space scrolls or presses a button.
_NO_KEYS: Final = frozenset(" \t\r\n")


@dataclass(frozen=True)
class Act:
    """What a key does. `group` is the heading in the list of all keys."""

    name: str
    key: str
    label: str
    group: str


ACTS: Final = (
    Act("publish", "Mod+Enter", "Publish, or send the form that you are in", "Writing"),
    Act("save", "Mod+Shift+Enter", "Save the draft", "Writing"),
    Act("new", "n", "Go to the new post", "Writing"),
    Act("undo", "u", "Undo what is being published", "Writing"),
    Act("next", "j", "Next post", "Posts"),
    Act("previous", "k", "Previous post", "Posts"),
    Act("edit", "e", "Edit this post", "Posts"),
    Act("edit-last", "l", "Edit the post that was published last", "Posts"),
    Act("correct", "c", "Correct the selected words", "Posts"),
    Act("pin", "p", "Pin this post, or remove its pin", "Posts"),
    Act("key-event", "m", "Mark this post as a key event, or remove the mark", "Posts"),
    Act("approve", "a", "Approve the marked post", "Desk"),
    Act("return", "r", "Return the marked post", "Desk"),
    Act("drafts", "d", "Go to the drafts", "Desk"),
    Act("find", "f", "Find posts and drafts", "Desk"),
    Act("help", "?", "Show these keys", "Desk"),
)
_NAMES: Final = frozenset(each.name for each in ACTS)


def chosen(own: Mapping[str, str]) -> tuple[Act, ...]:
    """Returns the acts with a person's own keys; '' is no key."""
    return tuple(Act(a.name, own.get(a.name, a.key), a.label, a.group) for a in ACTS)


def changed(keys: Mapping[str, str]) -> dict[str, str]:
    """Returns those of the keys that are not the usual ones, to be stored."""
    usual = {each.name: each.key for each in ACTS}
    return {name: key for name, key in keys.items() if name in _NAMES and key != usual[name]}


def problems(keys: Mapping[str, str]) -> dict[str, str]:
    """Returns what is wrong with a choice of keys, by act."""
    count = Counter(key for key in keys.values() if key)
    found = {}
    for name, key in keys.items():
        if key and key not in CHORDS and (len(key) != 1 or key in _NO_KEYS):
            found[name] = f"A key is one character, {CHORDS[0]} or {CHORDS[1]}; or leave it empty."
        elif count[key] > 1:
            found[name] = f"Another act has the key {key}, too."
    return found
