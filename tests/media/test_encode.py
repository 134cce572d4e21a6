"""Only the pixels of an uploaded picture are kept, in three widths and two formats."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from dateline.media import encode


def run(tmp_path: Path, content: bytes) -> tuple[int, dict | list, Path]:
    source, folder = tmp_path / "upload", tmp_path / "made"
    source.write_bytes(content)
    folder.mkdir()
    command = [sys.executable, "-m", "dateline.media.encode", str(source), str(folder)]
    ended = subprocess.run(command, capture_output=True, check=False)
    return ended.returncode, json.loads(ended.stdout or "null"), folder


def jpeg(size: tuple[int, int], **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 20).convert("RGB").save(
        buffer, "JPEG", **options
    )
    return buffer.getvalue()


def test_three_widths_in_two_formats_named_by_their_bytes(tmp_path):
    status, made, folder = run(tmp_path, jpeg((2000, 1000)))
    assert status == 0
    assert [(each["media_type"][6:], each["width"], each["height"]) for each in made] == [
        ("avif", 480, 240),
        ("jpeg", 480, 240),
        ("avif", 960, 480),
        ("jpeg", 960, 480),
        ("avif", 1600, 800),
        ("jpeg", 1600, 800),
    ]
    from hashlib import sha256

    for each in made:
        path = folder / f"{each['sha256']}.{each['media_type'][6:].replace('jpeg', 'jpg')}"
        assert sha256(path.read_bytes()).hexdigest() == each["sha256"]
        assert path.stat().st_size == each["size"]
        with Image.open(path) as picture:
            assert picture.size == (each["width"], each["height"])


def test_a_small_picture_is_not_enlarged(tmp_path):
    _, made, _ = run(tmp_path, jpeg((600, 300)))
    assert sorted({each["width"] for each in made}) == [480, 600]


def test_a_picture_of_one_line_keeps_it(tmp_path):
    status, made, _ = run(tmp_path, jpeg((4000, 1)))
    assert status == 0
    assert {each["height"] for each in made} == {1}


def test_place_camera_and_thumbnail_are_gone(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 2.0, 27.5)
    content = jpeg((800, 400), exif=exif, comment=b"SecretComment")
    assert b"SecretCamera" in content
    status, _, folder = run(tmp_path, content)
    assert status == 0
    for path in folder.iterdir():
        content = path.read_bytes()
        assert b"Secret" not in content
        assert b"Exif" not in content
        with Image.open(path) as picture:
            assert not picture.getexif()


def test_a_picture_taken_sideways_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    _, made, _ = run(tmp_path, jpeg((800, 400), exif=exif))
    assert (made[-1]["width"], made[-1]["height"]) == (400, 800)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg onload='x'/>", "not a JPEG"),
        (b"GIF89a" + b"\0" * 100, "not a JPEG"),
        (jpeg((800, 400))[:2000], "not a JPEG"),
        (b"", "not a JPEG"),
    ],
)
def test_a_broken_picture_or_another_file_is_refused(tmp_path, content, why):
    status, answer, folder = run(tmp_path, content)
    assert status == 3
    assert why in answer["refused"]
    assert not list(folder.iterdir())


def test_a_decompression_bomb_is_refused_before_it_is_decoded(tmp_path):
    buffer = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 200_000
    status, answer, _ = run(tmp_path, buffer.getvalue())
    assert status == 3
    assert "50 million" in answer["refused"]


def test_transparent_pixels_become_white(tmp_path):
    buffer = io.BytesIO()
    Image.new("RGBA", (500, 500), (255, 0, 0, 0)).save(buffer, "PNG")
    _, made, folder = run(tmp_path, buffer.getvalue())
    with Image.open(folder / f"{made[1]['sha256']}.jpg") as picture:
        assert picture.getpixel((10, 10)) == (255, 255, 255)


def test_only_four_formats_are_ever_decoded():
    assert encode.FORMATS == ("JPEG", "PNG", "WEBP", "AVIF")
