"""Recovers the texts from a form body that was refused as malformed. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl

FIELDS_LIMIT: Final = 2000
_NAME: Final = re.compile(rb'\bname="([^"\r\n]{1,200})"')


def fields_in(body: bytes) -> dict[str, str]:
    """Returns the readable fields of a form, without files.

    `body` is multipart (RFC 7578) or URL-encoded. The declared boundary of a multipart body may be
    wrong, so the boundary is taken from the first line of the body.
    """
    if body.startswith(b"--"):
        return _multipart(body)
    text = body.decode("utf-8", "replace")
    pieces = text.split("&", FIELDS_LIMIT)[:FIELDS_LIMIT]
    return dict(parse_qsl("&".join(pieces), errors="replace"))


def _multipart(body: bytes) -> dict[str, str]:
    boundary = body.partition(b"\n")[0].rstrip(b"\r")
    fields = {}
    for part in body.split(b"\n" + boundary, FIELDS_LIMIT):
        head, separator, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if separator and name and b"filename" not in head:
            fields[_text(name[1])] = _text(content.removesuffix(b"\r"))
    return fields


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\x00", "")
