"""What can still be read of the body of a form that was refused as malformed. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl

FIELDS_LIMIT: Final = 2000
_NAME: Final = re.compile(rb'\bname="([^"\r\n]{1,200})"')


def fields_in(body: bytes) -> dict[str, str]:
    """The names and texts of the fields of a form, as far as they can be told. Files are left out.

    `body` is multipart (RFC 7578), whatever its declared boundary was, or urlencoded.
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
