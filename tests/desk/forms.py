"""The fields of forms at the desk, as a browser sends them."""

from __future__ import annotations


def command_fields(prefix: str = "", expected_seq: int = 0) -> dict[str, object]:
    return {f"{prefix}idempotency_key": "k1", f"{prefix}expected_seq": str(expected_seq)}


def post_form(**fields: object) -> dict[str, object]:
    """The form of a new post with one text; `part__0__text` is the field `part-0-text`."""
    start = {"part-0-kind": "text", "do": "publish"}
    whole = command_fields() | start | fields
    return {name.replace("__", "-"): value for name, value in whole.items()}
