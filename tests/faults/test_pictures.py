"""Pictures keep their colours, and their decoder has limits."""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from dateline.media import encode

Colour = tuple[int, int, int]

# Columns: red, green and blue primary, as XYZ at the white of ICC profiles (D50).
ADOBE = ((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457))
SRGB_OF_XYZ = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
GAMMA = 563 / 256


def profile() -> bytes:
    """An ICC profile with the primaries and the gamma of Adobe RGB (1998): ICC.1:2001-04."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    text = b"Wide\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(GAMMA * 256)) + b"\0\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(79 + 3)
    tags = {
        b"desc": described[: len(described) // 4 * 4],
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": xyz(0.95045, 1.0, 1.08905),
        **{
            name: xyz(*(row[n] for row in ADOBE))
            for n, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))
        },
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, content = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(content), len(value))
        content += value
    head = bytearray(128)
    struct.pack_into(
        ">I4sI4s4s4s",
        head,
        0,
        128 + len(table + content),
        b"\0" * 4,
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
    )
    head[36:40] = b"acsp"
    struct.pack_into(">iii", head, 68, *(round(v * 65536) for v in (0.9642, 1.0, 0.8249)))
    return bytes(head) + table + content


def in_srgb(colour: Colour) -> Colour:
    """The sRGB value (IEC 61966-2-1) of a colour in that profile."""
    linear = [(value / 255) ** GAMMA for value in colour]
    xyz = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in ADOBE]
    rows = [sum(a * b for a, b in zip(row, xyz, strict=True)) for row in SRGB_OF_XYZ]
    shown = [
        12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055
        for v in (min(1.0, max(0.0, row)) for row in rows)
    ]
    red, green, blue = (round(255 * value) for value in shown)
    return red, green, blue


def near(one: Colour, other: Colour, by: int) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("colour", [(60, 180, 75), (200, 60, 50), (40, 90, 160), (128, 128, 128)])
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_colours_of_a_wide_profile_come_out_as_they_were_seen(tmp_path, colour, file_format):
    expected = in_srgb(colour)
    grey = len(set(colour)) == 1
    assert grey or not near(expected, colour, 8), "this colour would show no difference"
    buffer = io.BytesIO()
    options = {"quality": 95} if file_format != "PNG" else {}
    Image.new("RGB", (64, 64), colour).save(buffer, file_format, icc_profile=profile(), **options)
    (tmp_path / "upload").write_bytes(buffer.getvalue())
    made = encode.encode(tmp_path / "upload", tmp_path)
    assert len(made) == 2
    for path in [*tmp_path.glob("*.avif"), *tmp_path.glob("*.jpg")]:
        with Image.open(path) as picture:
            assert "icc_profile" not in picture.info
            pixel = picture.convert("RGB").getpixel((32, 32))
            assert isinstance(pixel, tuple)
            assert near((int(pixel[0]), int(pixel[1]), int(pixel[2])), expected, 4), path


def test_a_broken_profile_does_not_refuse_a_picture(tmp_path: Path):
    for number, torn in enumerate((profile()[:200], b"x" * 500, b"\0")):
        source = tmp_path / f"upload-{number}"
        Image.new("RGB", (64, 64), (60, 180, 75)).save(source, "PNG", icc_profile=torn)
        assert len(encode.encode(source, tmp_path)) == 2


def test_the_decoder_has_its_limits_before_it_opens_the_picture(tmp_path: Path):
    # It waits for its picture, so the limits that it has now are those that it decodes under.
    source = tmp_path / "upload"
    os.mkfifo(source)
    command = [sys.executable, "-m", "dateline.media.encode", str(source), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        with source.open("wb") as pipe:
            memory = resource.prlimit(process.pid, resource.RLIMIT_AS)
            seconds = resource.prlimit(process.pid, resource.RLIMIT_CPU)
            pipe.write(b"no picture")
        assert "refused" in json.loads(process.communicate()[0])
    assert memory == (2 * 1024**3,) * 2
    assert seconds == (60, 60)


def test_a_picture_that_needs_too_much_memory_is_refused_with_a_reason(tmp_path: Path, monkeypatch):
    # As large as a picture may be, but with less memory than that takes.
    source = tmp_path / "upload"
    Image.new("RGB", (7000, 7000)).save(source, "PNG")
    program = (
        "import sys; from dateline.media import encode; encode.MEMORY_LIMIT = 150 * 1024**2;"
        " sys.exit(encode.main())"
    )
    command = [sys.executable, "-c", program, str(source), str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == 3, ended.stderr
    assert "refused" in json.loads(ended.stdout)
