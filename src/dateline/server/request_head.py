"""Reads requests strictly by HTTP/1.1 (RFC 9112): a head, then its body. It knows no framework.

Whatever two programs could read in two ways is refused: a proxy in front of this server must never
see other requests than the server does.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

import httptools

HEAD_LIMIT: Final = 32 * 1024
# Chunk lines, chunk extensions and trailers that may come without a byte of the body in between.
# Trailers without end filled the memory: a parser keeps each one until its last byte has come.
OVERHEAD_LIMIT: Final = 16 * 1024
METHODS: Final = ("GET", "HEAD", "POST")
_KNOWN_METHODS: Final = (b"CONNECT", b"DELETE", b"OPTIONS", b"PATCH", b"PUT", b"TRACE")
_METHODS: Final = {name.encode(): name for name in METHODS}
_VERSIONS: Final = {b"HTTP/1.1": "1.1", b"HTTP/1.0": "1.0"}
_SLASH: Final = ord("/")
_METHOD: Final = re.compile(rb"[A-Z]+ ")

ALLOW: Final = f"allow: {', '.join(METHODS)}\r\n".encode()


class BadRequest(Exception):
    """The request cannot be read, and nothing after it on its connection.

    Has the status of the answer, a sentence for its body, and more header lines.
    """

    def __init__(self, status: HTTPStatus, sentence: str, headers: bytes = b"") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers


class RequestHead:
    """A request line and its headers, already checked.

    `target` is the path with its query, as it was sent. `fields` has one value for each header, the
    last where it came more than once; the names are in lower case. `length` is the length of the
    body in bytes, None if it comes in chunks.
    """

    __slots__ = ("fields", "headers", "host", "keep_alive", "length", "method", "target", "version")

    def __init__(
        self,
        method: str,
        target: bytes,
        version: str,
        headers: list[tuple[bytes, bytes]],
    ) -> None:
        fields = dict(headers)
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.fields = fields
        self.host = fields.get(b"host", b"")
        self.length: int | None = 0
        self.keep_alive = version == "1.1"
        if b"connection" in fields:
            self._check_connection(fields[b"connection"])
        if len(fields) != len(headers):
            self._check_for_one_host()
        if version == "1.1" and b"host" not in fields:
            raise _bad("A request of HTTP/1.1 names its host.")
        if target[0] != _SLASH or b"#" in target:
            raise _bad("An address begins with a slash and has no fragment.")
        if b"transfer-encoding" in fields:
            self._check_transfer_encoding(fields[b"transfer-encoding"])
        elif b"content-length" in fields:
            self.length = int(fields[b"content-length"])

    @property
    def expects_continue(self) -> bool:
        return self.fields.get(b"expect", b"").lower() == b"100-continue"

    @property
    def has_body(self) -> bool:
        return self.length != 0

    def _check_for_one_host(self) -> None:
        # A proxy and this server could each believe another of two.
        if sum(name == b"host" for name, _ in self.headers) > 1:
            raise _bad("A request names one host.")

    def _check_connection(self, options: bytes) -> None:
        if b"close" in [each.strip() for each in options.lower().split(b",")]:
            self.keep_alive = False

    def _check_transfer_encoding(self, coding: bytes) -> None:
        if self.version != "1.1":
            raise _bad("HTTP/1.0 has no Transfer-Encoding.")
        if coding.lower() != b"chunked":
            raise BadRequest(HTTPStatus.NOT_IMPLEMENTED, "Only chunked is understood.")
        # Nothing that follows is read: only the parser knows where it begins.
        self.length, self.keep_alive = None, False


class RequestParser:
    """Reads the requests of one connection, one after the other."""

    __slots__ = ("_body", "_headers", "_left", "_overhead", "_parser", "_target", "complete")

    def __init__(self) -> None:
        self._parser: httptools.HttpRequestParser | None = httptools.HttpRequestParser(self)
        self._target = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._left: int | None = 0
        self._overhead = 0
        self.complete = False

    def close(self) -> None:
        """Lets go of the C parser: each refers to the other, and only a collector frees both."""
        self._parser = None

    def read_head(self, data: bytes) -> RequestHead:
        """Reads exactly one head, with the empty line that ends it. Raises BadRequest."""
        parser = self._parser
        assert parser is not None
        headers: list[tuple[bytes, bytes]] = []
        self._target, self._headers, self.complete = b"", headers, False
        try:
            parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # The parser takes such a message for complete, whether it has a body or not.
            self.complete = True
        except httptools.HttpParserInvalidMethodError:
            if _METHOD.match(data):
                raise _unknown_method() from None
            raise _bad("This is no request of HTTP.") from None
        except httptools.HttpParserError:
            raise _bad("This is no request of HTTP/1.1.") from None
        method = _METHODS.get(parser.get_method())
        if method is None:
            raise _method_not_allowed(parser.get_method())
        # The parser tells no HTTP/1.1 from RTSP/1.1.
        end = data.find(b"\r\n")
        version = _VERSIONS.get(data[end - 8 : end])
        if version is None:
            raise BadRequest(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here.")
        head = RequestHead(method, self._target, version, headers)
        if head.has_body:
            if self.complete:
                raise _bad("A request with a body asks for no upgrade.")
            # What comes from here on are trailers.
            self._headers = []
            self._left, self._overhead = head.length, 0
        return head

    def read_body(self, data: bytes) -> tuple[bytes, bytes]:
        """Reads more of the body; returns what belongs to it, and what comes after it.

        Trailers are read over: they never become headers. Raises BadRequest.
        """
        assert self._parser is not None
        self._body.clear()
        after = b""
        if self._left is not None:
            data, after = data[: self._left], data[self._left :]
            self._left -= len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            # Behind a chunked body anything may come; it is not read.
            if not self.complete:
                raise _bad("The body is not framed as HTTP/1.1 says.") from None
        self._headers.clear()
        self._overhead = 0 if self._body else self._overhead + len(data)
        if self._overhead > OVERHEAD_LIMIT:
            raise _bad("The body has too much around it.")
        return b"".join(self._body), after

    # Callbacks of httptools. What is called after the end of a message belongs to a request that
    # is not read any more.

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        if not self.complete:
            self._body.append(body)

    def on_message_complete(self) -> None:
        self.complete = True


def _bad(sentence: str) -> BadRequest:
    return BadRequest(HTTPStatus.BAD_REQUEST, sentence)


def _unknown_method() -> BadRequest:
    return BadRequest(HTTPStatus.NOT_IMPLEMENTED, "This method is not known here.", ALLOW)


def _method_not_allowed(method: bytes) -> BadRequest:
    if method not in _KNOWN_METHODS:
        return _unknown_method()
    return BadRequest(HTTPStatus.METHOD_NOT_ALLOWED, "This method is not allowed.", ALLOW)
