"""Values that have broken something, or could: for addresses, headers, bodies and fields."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from hypothesis import strategies as st

# More digits than int() takes.
MANY_DIGITS: Final = "9" * 5000

NUMBERS: Final = [
    "0",
    "1",
    "2",
    "007",
    "-1",
    "2147483648",
    "9223372036854775808",
    "9" * 20,
    MANY_DIGITS,
    "1e9",
    "²",
    "١",
    "1.0",
    "NaN",
    "Infinity",
]

TEXTS: Final = [
    "",
    " ",
    "Water.",
    '<![><img src="]><img',
    "<![CDATA[<!]]><!--<?php <!DOCTYPE [",
    "<b>Flood</b> at 4_2 [sic]",
    "&#x110000; &#0; &notanentity; &" + "#" * 50,
    "\x00",
    "nul\x00 in the middle",
    "\ud800",
    "‮⁦⁩ ​﻿  \x85",
    "\x1b[31m\x07\x08",
    "%00%ff%E2%80",
    "[" * 20_000,
    "_a " * 500 + "**b " * 500,
    "x" * 20_001,
    "\r\n" * 500,
    "الماء 洪水 🌊" * 20,
    f"Key #{MANY_DIGITS}",
    f"Rests on this. #1 #{MANY_DIGITS}",
    "Leads on /" + "a" * 400,
    "a, 91, 181\nb, 1e5, 2\n, ,\nHall, 51.5, -0.1",
    ", " * 2_000,
    "https://example.org/" + "a" * 300,
    "javascript:alert(1)",
    "http://[::1",
    "http://a b",
]

TIMES: Final = [
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "1815-06-18T11:00",
    "2026-03-29T01:30",
    "2025-10-26T01:30",
    "2026-02-30T00:00",
    "2026-13-01T00:00",
    "2026-01-01T24:00",
    "-2026-01-01T00:00",
    "+292277026596-12-04T15:30",
    "2026-01-01T00:00:00.000000+99:99",
]

NAMES: Final = ["ben", "ada", "nobody", " ", "xx", "en", "ar", "Europe/London", "../../etc/passwd"]

VALUES: Final = [*TEXTS, *NUMBERS, *TIMES, *NAMES]

ACTIONS: Final = [
    "publish",
    "set",
    "change",
    "",
    "add:quotation",
    "add:\x00",
    "up:1",
    "up:²",
    "down:-1",
    f"remove:{MANY_DIGITS}",
    "remove:99999999999999999999",
    ":" * 500,
]

CONTENT_TYPES: Final = [
    b"",
    b"application/x-www-form-urlencoded",
    b"application/x-www-form-urlencoded; charset=rot13",
    b"application/x-www-form-urlencoded; charset=utf-16",
    b"multipart/form-data",
    b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=b",
    b"multipart/form-data; boundary=b; charset=rot13",
    b"multipart/form-data; boundary=b; charset=hex",
    b"multipart/form-data; boundary=b; charset=utf-7",
    b"multipart/form-data; boundary=b; charset=idna",
    b"multipart/form-data; boundary=b; charset=undefined",
    b"multipart/form-data; boundary=" + b"b" * 300,
    b"multipart/form-data; boundary=\xff",
    b"multipart/form-data; boundary=\xe2\x82\xac",
    b'multipart/form-data; boundary="b',
    b"multipart/form-data; boundary*=utf-8''%ff",
    b"multipart/form-data; boundary*0=a; boundary*1=b",
    b"multipart/related; boundary=b",
    b"application/json",
    b"application/json; charset=rot13",
    b"text/plain; charset=utf-32",
    b"text/html; ;;; =; charset",
    b"x" * 5000,
]

READ_AS_FORMS: Final = [
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=b",
    b"multipart/form-data; boundary=b; charset=rot13",
]

HEADERS: Final[dict[bytes, list[bytes]]] = {
    b"host": [
        b"127.0.0.1",
        b"localhost:99999",
        b"",
        b"a b",
        b"evil.example",
        b"[::1",
        b"[::1]:80",
        b"127.0.0.1:abc",
        b"\xff",
        b"x" * 5000,
        b"127.0.0.1, evil.example",
    ],
    b"accept-encoding": [b"gzip", b"br;q=abc", b"*;q=" + b"9" * 5000, b"\xff", b",,,;;;==="],
    b"if-none-match": [b"*", b'"', b'W/"', b'"1-1-0"', b"\xff", b"," * 5000],
    b"if-modified-since": [b"Thu, 01 Jan 0000 00:00:00 GMT", b"9" * 50, b"\xff"],
    b"cookie": [
        b"sessionid=",
        b"sessionid=" + b"a" * 5000,
        b'sessionid="\\377\\012"; csrftoken=" ',
        b"csrftoken=\xff; messages=garbage:a:b",
        b"messages=W10:1abcde:x; device=:::",
        b"device=" + b"a" * 3000,
        b"dateline_device=\xff:\xfe:1",
        b";;;===,,,",
    ],
    b"content-type": CONTENT_TYPES,
    b"content-length": [b"-1", b"abc", b"1", b"9" * 5000, b"\xb2", b"1, 1", b""],
    b"range": [b"bytes=0-", b"bytes=9-1", b"bytes=" + b"9" * 5000 + b"-"],
    b"last-event-id": [b"1-1", b"-", b"\xff", b"ffff-" + b"9" * 5000],
    b"origin": [b"null", b"http://", b"http://[::1", b"https://evil.example", b"\xff"],
    b"referer": [b"http://[", b"\xff", b"//", b"https://127.0.0.1/"],
    b"accept-language": [b"de", b"\xff", b"xx-" + b"y" * 600, b"*;q=0,,;q="],
    b"x-forwarded-for": [b"1.2.3.4", b"\xff"],
    b"x-forwarded-proto": [b"https"],
    b"x-forwarded-host": [b"evil.example"],
    b"x-csrftoken": [b"\xff", b"a" * 64],
    b"x-requested-with": [b"XMLHttpRequest"],
    b"accept": [b"text/html;q=\xff", b"*/*", b"////"],
    b"content-encoding": [b"gzip"],
    b"expect": [b"100-continue", b"200"],
}

METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "LOCK", "A"]

PARAMETERS: Final = [
    "after",
    "q",
    "by",
    "place",
    "key",
    "order",
    "from",
    "url",
    "maxwidth",
    "maxheight",
    "format",
    "next",
]

QUERIES: Final = [
    "",
    "after=1-1",
    f"after=a-{'9' * 18}",
    f"after=a-{MANY_DIGITS}",
    "from=%00",
    f"from={'z' * 3000}&order=oldest",
    "q=%00&by=%00&place=%00&key=1",
    "q=%ff%fe&by=%ED%A0%80",
    "q=" + "+a" * 1500,
    "q=%25_%5C&by=%0A&place=%0A",
    f"url=http://127.0.0.1/flood/post/{MANY_DIGITS}/",
    "url=http://127.0.0.1/flood/post/99999999999999999999/",
    "url=http://127.0.0.1/flood/&maxwidth=%C2%B2",
    "url=http://127.0.0.1/flood/&maxwidth=%D9%A1",
    f"url=http://127.0.0.1/flood/&maxwidth={MANY_DIGITS}",
    "url=http://127.0.0.1/%00/",
    "format=xml",
    "next=%0d%0aa:b",
    "next=" + "/" * 5000,
    "&" * 3000,
    "a=1&" * 3000,
    ";=;=&==&%%%",
]

FIELDS: Final = [
    "csrfmiddlewaretoken",
    "username",
    "password",
    "next",
    "do",
    "idempotency_key",
    "expected_seq",
    "headline",
    "dated",
    "part-0-kind",
    "part-0-text",
    "part-0-file",
    "part-59-kind",
    "byline-0-name",
]


def multipart(fields: dict[str, str], boundary: bytes = b"b", files: tuple[str, ...] = ()) -> bytes:
    """A well-formed body; the fields named in `files` are files."""
    lines = []
    for name, value in fields.items():
        upload = b'; filename="a.png"\r\nContent-Type: image/png' if name in files else b""
        quoted = name.replace('"', "%22").replace("\r", "").replace("\n", "")
        lines.append(
            b'--%b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
            % (boundary, quoted.encode(errors="replace"), upload, value.encode(errors="replace"))
        )
    return b"".join(lines) + b"--%b--\r\n" % boundary


_FIELD: Final = b'--b\r\nContent-Disposition: form-data; name="headline"'
BODIES: Final = [
    b"",
    b"\x00\xff" * 500,
    b"{" * 5000,
    b'{"a": 1e999}',
    b"--b",
    b"--b\r\n\r\n--b--",
    _FIELD,
    _FIELD + b"\r\n\r\nWater.\r\n",
    _FIELD + b"\r\n\r\n\xff\xfe\x00\r\n--b--\r\n",
    _FIELD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n====!!!\r\n--b--\r\n",
    _FIELD + b"\r\nContent-Transfer-Encoding: nonsense\r\n\r\nWater.\r\n--b--\r\n",
    _FIELD + b'; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n=\r\n--b--\r\n',
    _FIELD + b'; filename="../../\x00"\r\nContent-Type: \xff\r\n\r\nWater.\r\n--b--\r\n',
    _FIELD + b"; filename*=rot13''a\r\n\r\nWater.\r\n--b--\r\n",
    _FIELD + b"; filename*=utf-8''%ff\r\n\r\nWater.\r\n--b--\r\n",
    _FIELD + b'; filename="a"\r\nContent-Type: image/png; charset=rot13\r\n\r\nW.\r\n--b--\r\n',
    b"--b\r\nContent-Disposition: form-data; name*=rot13''a\r\n\r\nWater.\r\n--b--\r\n",
    b"--b\r\nContent-Disposition: form-data; name\r\n\r\nWater.\r\n--b--\r\n",
    b"--b\r\n" + b"X: y\r\n" * 3000 + b"\r\nWater.\r\n--b--\r\n",
    b"--b\r\n" + b"X" * 5000 + b"\r\n\r\nWater.\r\n--b--\r\n",
    _FIELD + b"\r\n\r\n" + b"W" * 16_000,
    multipart({f"field-{number}": "" for number in range(150)}),
    multipart({f"file-{number}": "" for number in range(150)}, files=("file-0", "file-149")),
    multipart(dict.fromkeys(FIELDS, "Water."), files=tuple(FIELDS)),
    urlencode(dict.fromkeys(FIELDS, MANY_DIGITS)).encode(),
    urlencode(dict.fromkeys(FIELDS, "\x00")).encode(),
    b"&".join(b"f%d=" % number for number in range(2500)),
    b"n" * 15_000 + b"=1",
    b"headline=%ED%A0%80%FF%00&%%%=;;&=&" * 20,
]


def values() -> st.SearchStrategy[str]:
    """Text that somebody may type into a field."""
    return st.one_of(st.sampled_from(VALUES), st.text(max_size=200))


def mutated(body: bytes, at: int, put: bytes, length: int) -> bytes:
    """The body with `length` bytes at `at` replaced by `put`."""
    at %= len(body) + 1
    return body[:at] + put + body[at + length :]


def bodies() -> st.SearchStrategy[bytes]:
    """Bodies: those of the list, mutations of them, and any bytes."""
    listed = st.sampled_from(BODIES)
    changed = st.builds(
        mutated,
        listed,
        st.integers(0, 20_000),
        st.one_of(st.binary(max_size=8), st.sampled_from([b"\r\n", b"--b", b"\x00", b'"', b";"])),
        st.integers(0, 40),
    )
    return st.one_of(listed, changed, st.binary(max_size=500))


def headers() -> st.SearchStrategy[dict[bytes, bytes]]:
    """A few headers: those of the list, or any bytes that a header may contain."""
    anything = st.binary(max_size=60).map(lambda value: value.translate(None, b"\r\n\x00"))
    return st.fixed_dictionaries(
        {},
        optional={
            name: st.one_of(st.sampled_from(listed), anything) for name, listed in HEADERS.items()
        },
    )


def queries() -> st.SearchStrategy[str]:
    """Query strings: those of the list, and the parameters of the views with any value."""
    asked = st.dictionaries(st.sampled_from(PARAMETERS), values(), max_size=4)
    return st.one_of(
        st.sampled_from(QUERIES), asked.map(lambda given: urlencode(given, errors="replace"))
    )
