"""Parses HTTP/1.1 requests strictly (RFC 9112): a head, then its body. It imports no framework.

Ambiguous requests are refused. Otherwise a proxy and this server could divide the same bytes into
different requests (request smuggling).
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

import httptools

HEAD_LIMIT: Final = 32 * 1024
# The largest number of bytes of chunk sizes, chunk extensions and trailers in a row, without a byte
# of the body between them. A trailer without an end filled the memory, since the parser buffers it.
OVERHEAD_LIMIT: Final = 16 * 1024
METHODS: Final = ("GET", "HEAD", "POST")
_KNOWN_METHODS: Final = (b"CONNECT", b"DELETE", b"OPTIONS", b"PATCH", b"PUT", b"TRACE")
_METHODS: Final = {name.encode(): name for name in METHODS}
_VERSIONS: Final = {b"HTTP/1.1": "1.1", b"HTTP/1.0": "1.0"}
_SLASH: Final = ord("/")
_METHOD: Final = re.compile(rb"[A-Z]+ ")

ALLOW: Final = f"allow: {', '.join(METHODS)}\r\n".encode()


class RequestRefused(Exception):
    """The request is refused before the application sees it, and the connection is closed.

    It has the status, the text, and additional header lines of the response.
    """

    def __init__(self, status: HTTPStatus, sentence: str, headers: bytes = b"") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers


class RequestHead:
    """A request line and its headers, validated.

    `target` is the path with its query, as it was sent. `fields` has one value for each header, the
    last one if it was repeated; its keys are in lower case. `length` is the length of the body in
    bytes, None if it is chunked.
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
            raise _bad("An HTTP/1.1 request must have a Host header.")
        if target[0] != _SLASH or b"#" in target:
            raise _bad("The request target must begin with a slash and have no fragment.")
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
        # If there were two, a proxy and this server could use different ones.
        if sum(name == b"host" for name, _ in self.headers) > 1:
            raise _bad("A request must have only one Host header.")

    def _check_connection(self, options: bytes) -> None:
        if b"close" in [each.strip() for each in options.lower().split(b",")]:
            self.keep_alive = False

    def _check_transfer_encoding(self, coding: bytes) -> None:
        if self.version != "1.1":
            raise _bad("Transfer-Encoding is not allowed in HTTP/1.0.")
        if coding.lower() != b"chunked":
            raise RequestRefused(
                HTTPStatus.NOT_IMPLEMENTED, "The only supported transfer encoding is chunked."
            )
        # No further request is read, because only the C parser knows where the body ends.
        self.length, self.keep_alive = None, False


class RequestParser:
    """Parses the requests of one connection."""

    __slots__ = ("_body", "_bytes_left", "_headers", "_overhead", "_parser", "_target", "complete")

    def __init__(self) -> None:
        self._parser: httptools.HttpRequestParser | None = httptools.HttpRequestParser(self)
        self._target = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._bytes_left: int | None = 0
        self._overhead = 0
        self.complete = False

    def close(self) -> None:
        """Breaks the reference cycle with the C parser, so that no garbage collection is needed."""
        self._parser = None

    def read_head(self, data: bytes) -> RequestHead:
        """Parses exactly one head, with the empty line at its end. Raises RequestRefused."""
        parser = self._parser
        assert parser is not None
        headers: list[tuple[bytes, bytes]] = []
        self._target, self._headers, self.complete = b"", headers, False
        try:
            parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # The parser regards a request to upgrade as complete, even if it has a body.
            self.complete = True
        except httptools.HttpParserError as error:
            raise _malformed_head(error, data) from None
        method = _METHODS.get(parser.get_method())
        if method is None:
            raise _method_not_allowed(parser.get_method())
        # Not from the parser, which does not distinguish HTTP/1.1 from RTSP/1.1.
        end = data.find(b"\r\n")
        version = _VERSIONS.get(data[end - 8 : end])
        if version is None:
            raise RequestRefused(
                HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "This server supports HTTP/1.1 and HTTP/1.0."
            )
        head = RequestHead(method, self._target, version, headers)
        if head.has_body:
            if self.complete:
                raise _bad("A request with a body cannot request an upgrade.")
            # All further header callbacks are for trailers.
            self._headers = []
            self._bytes_left, self._overhead = head.length, 0
        return head

    def read_body(self, data: bytes) -> tuple[bytes, bytes]:
        """Parses more of the body. Returns the decoded bytes, and the bytes after the body.

        Trailers are discarded. Raises RequestRefused.
        """
        assert self._parser is not None
        self._body.clear()
        after = b""
        if self._bytes_left is not None:
            data, after = data[: self._bytes_left], data[self._bytes_left :]
            self._bytes_left -= len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            # Bytes after a chunked body are ignored, since the connection is closed after it.
            if not self.complete:
                raise _bad("The chunks of the body are malformed.") from None
        self._headers.clear()
        self._overhead = 0 if self._body else self._overhead + len(data)
        if self._overhead > OVERHEAD_LIMIT:
            raise _bad("The chunk extensions or trailers are too long.")
        return b"".join(self._body), after

    # Callbacks of httptools. After the end of a message they belong to a further request, which is
    # ignored.

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        if not self.complete:
            self._body.append(body)

    def on_message_complete(self) -> None:
        self.complete = True


def _bad(sentence: str) -> RequestRefused:
    return RequestRefused(HTTPStatus.BAD_REQUEST, sentence)


def _malformed_head(error: httptools.HttpParserError, data: bytes) -> RequestRefused:
    if not isinstance(error, httptools.HttpParserInvalidMethodError):
        return _bad("This is not an HTTP/1.1 request.")
    if _METHOD.match(data):
        return _unknown_method()
    return _bad("This is not an HTTP request.")


def _unknown_method() -> RequestRefused:
    return RequestRefused(HTTPStatus.NOT_IMPLEMENTED, "This method is not supported.", ALLOW)


def _method_not_allowed(method: bytes) -> RequestRefused:
    if method not in _KNOWN_METHODS:
        return _unknown_method()
    return RequestRefused(HTTPStatus.METHOD_NOT_ALLOWED, "This method is not allowed.", ALLOW)
