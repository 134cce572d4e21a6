"""Requests are read strictly: one that two programs could read differently is refused."""

from __future__ import annotations

import pytest

from dateline.server.request_head import OVERHEAD_LIMIT, RequestParser, RequestRefused

HOST = b"Host: live.example\r\n"
GET = b"GET /flood/?a=1 HTTP/1.1\r\n" + HOST
POST = GET.replace(b"GET", b"POST")


def read(head: bytes) -> RequestParser:
    parser = RequestParser()
    parser.read_head(head + b"\r\n")
    return parser


def status_of(head: bytes, *body: bytes) -> int:
    """The status with which a request is refused; 200 if it is not."""
    try:
        parser = read(head)
        for each in body:
            parser.read_body(each)
    except RequestRefused as error:
        return int(error.status)
    return 200


def test_a_request_is_read_with_its_headers_in_lower_case():
    parser = RequestParser()
    for _ in range(2):
        head = parser.read_head(GET + b"X-A: b\r\nX-A: c\r\n\r\n")
        assert (head.method, head.target, head.host) == ("GET", b"/flood/?a=1", b"live.example")
        assert head.headers[1:] == [(b"x-a", b"b"), (b"x-a", b"c")]
        assert head.fields[b"x-a"] == b"c"
        assert (head.keep_alive, head.has_body, parser.complete) == (True, False, True)


@pytest.mark.parametrize(
    ("request_", "keep_alive"),
    [
        (GET, True),
        (GET + b"Connection: close\r\n", False),
        (GET.replace(b"1.1", b"1.0"), False),
        (GET + b"Connection: upgrade\r\nUpgrade: h2c\r\n", True),
        (POST + b"Content-Length: 2\r\n", True),
        # Only the HTTP parser would know where the next request begins.
        (POST + b"Transfer-Encoding: chunked\r\n", False),
    ],
)
def test_whether_the_connection_goes_on(request_, keep_alive):
    assert RequestParser().read_head(request_ + b"\r\n").keep_alive is keep_alive


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (GET + HOST, 400),
        (GET + b"host: evil.example\r\n", 400),
        (b"GET / HTTP/1.1\r\n", 400),
        (b"GET / HTTP/1.0\r\n", 200),
        (b"GET / HTTP/2.0\r\n" + HOST, 505),
        (b"GET /\r\n", 505),
        (GET.replace(b"HTTP/1.1", b"RTSP/1.1"), 505),
        (b"GET / HTTP/1.2\r\n" + HOST, 400),
        (b"PRI * HTTP/2.0\r\n", 501),
        (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", 400),
        (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n", 400),
        (POST + b"Content-Length: 3\r\nContent-Length: 3\r\n", 400),
        (POST + b"Content-Length: +3\r\n", 400),
        (POST + b"Content-Length: 3, 3\r\n", 400),
        (POST + b"Content-Length: 99999999999999999999999\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
        (POST + b"Transfer-Encoding: gzip, chunked\r\n", 501),
        (POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n", 400),
        (POST + b"Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n", 400),
        (GET + b"X: a\r\n b\r\n", 400),
        (GET + b"X : a\r\n", 400),
        (GET + b"X\r\n", 400),
        (GET + b"X: a\x00b\r\n", 400),
        (GET.replace(b"/flood/", b"/\xff"), 400),
        (GET.replace(b"/flood/", b"/flood/#a"), 400),
        (GET.replace(b"/flood/", b"http://evil.example/"), 400),
        (GET.replace(b"GET", b"TRACE"), 405),
        (GET.replace(b"GET", b"DELETE"), 405),
        (b"CONNECT live.example:443 HTTP/1.1\r\n" + HOST, 405),
        (GET.replace(b"GET", b"PURGE"), 501),
        (GET.replace(b"GET", b"FROBNICATE"), 501),
        (b"\x16\x03\x01\x02 a TLS greeting\r\n", 400),
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_refused(request_, status):
    assert status_of(request_) == status


def test_a_body_ends_where_its_length_says_and_what_follows_is_the_next_request():
    parser = read(POST + b"Content-Length: 3\r\n")
    assert parser.read_body(b"a") == (b"a", b"")
    assert not parser.complete
    assert parser.read_body(b"bcGET /") == (b"bc", b"GET /")
    assert parser.complete
    assert parser.read_head(GET + b"\r\n").target == b"/flood/?a=1"


def test_trailers_are_never_headers_and_what_follows_is_not_read():
    parser = RequestParser()
    head = parser.read_head(POST + b"Transfer-Encoding: chunked\r\n\r\n")
    before = list(head.headers)
    pieces = (
        b"3\r\nab",
        b"c\r\n0\r\nCookie: csrftoken=a\r\nHo",
        b"st: evil\r\n\r\nGET / HTTP/1.1\r\n",
    )
    assert b"".join(parser.read_body(piece)[0] for piece in pieces) == b"abc"
    assert parser.complete
    assert parser.read_body(b"Host: a\r\n\r\nGET / nonsense")[0] == b""
    assert head.headers == before


@pytest.mark.parametrize(
    "endless",
    [
        b"0\r\n" + b"X-A: b\r\n" * 8,
        b"0\r\nX-A: " + b"b" * 64,
        b"0\r\nX" + b"a" * 64,
        b"3;a=" + b"b" * 64,
    ],
    ids=["trailers", "one trailer", "the name of a trailer", "an extension of a chunk"],
)
def test_what_is_around_a_body_has_a_limit(endless):
    head = POST + b"Transfer-Encoding: chunked\r\n"
    more = endless[-64:]
    assert status_of(head, endless, *([more] * 10)) == 200
    assert status_of(head, endless, *([more] * (OVERHEAD_LIMIT // 64))) == 400


@pytest.mark.parametrize("chunks", [b"x\r\n", b"3\r\nabcd\r\n", b"-1\r\n", b"3 \r\nabc\r\n"])
def test_an_invalid_chunk_is_refused(chunks):
    assert status_of(POST + b"Transfer-Encoding: chunked\r\n", chunks) == 400
