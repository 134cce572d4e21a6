"""Reads from a PDF of Chromium how much text is on each page."""

from __future__ import annotations

import re
import zlib


def glyphs(pdf: bytes) -> list[int]:
    """The number of glyphs on each page, in the order of the file."""
    objects = {
        int(found[1]): found[2]
        for found in re.finditer(rb"(\d+) 0 obj\s(.*?)\sendobj", pdf, re.DOTALL)
    }
    pages = [each for each in objects.values() if re.search(rb"/Type\s*/Page\b", each)]
    return [_drawn(_stream(objects[_number(rb"/Contents", page)])) for page in pages]


def _number(key: bytes, of: bytes) -> int:
    found = re.search(key + rb"\s+(\d+) 0 R", of)
    assert found, of
    return int(found[1])


def _stream(of: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", of, re.DOTALL)
    assert found, of
    return zlib.decompress(found[1])


def _drawn(content: bytes) -> int:
    """Glyphs are shown as strings of four hexadecimal digits each."""
    return sum(len(each) // 4 for each in re.findall(rb"<([0-9A-Fa-f]+)>", content))
