"""Draws the pictures of the demo."""

from __future__ import annotations

import math
import random
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = (1600, 1000)
_HORIZON: Final = 560

Colour = tuple[int, int, int]


def river_at_dusk() -> bytes:
    """Hills over a wide brown river under an evening sky, as JPEG."""
    canvas = _sky((44, 58, 84), (232, 168, 120))
    _hills(canvas, 7, 150, (92, 88, 104), _HORIZON - 60)
    _hills(canvas, 11, 90, (58, 60, 70), _HORIZON - 10)
    _water(canvas, (150, 112, 88), (46, 44, 48), seed=3)
    return _jpeg(canvas)


def bridge_in_rain() -> bytes:
    """A stone bridge with the water near the crown of its arches, in rain, as JPEG."""
    canvas = _sky((96, 104, 112), (168, 172, 172))
    _hills(canvas, 5, 120, (112, 118, 118), _HORIZON - 40)
    _water(canvas, (128, 122, 110), (62, 60, 58), seed=9)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 400, SIZE[0], 620), fill=(70, 66, 64))
    draw.rectangle((0, 388, SIZE[0], 404), fill=(92, 88, 84))
    for left in range(90, SIZE[0], 380):
        draw.pieslice((left, 460, left + 270, 780), 180, 360, fill=(104, 100, 94))
        draw.rectangle((left, 605, left + 270, 640), fill=(110, 104, 94))
    _rain(canvas)
    return _jpeg(canvas)


def street_under_water() -> bytes:
    """A row of houses at night, with water up to their doors, as JPEG."""
    canvas = _sky((26, 32, 46), (84, 88, 100))
    draw, chance = ImageDraw.Draw(canvas), random.Random(4)
    for left in range(-20, SIZE[0], 200):
        top = 230 + chance.randrange(60)
        wall = _between((74, 66, 64), (110, 96, 88), chance.random())
        draw.rectangle((left, top, left + 196, _HORIZON + 60), fill=wall)
        draw.polygon([(left, top), (left + 98, top - 90), (left + 196, top)], fill=(48, 44, 48))
        for row in range(2):
            for column in (left + 34, left + 118):
                lit = (240, 200, 128) if chance.random() < 0.4 else (40, 42, 50)
                draw.rectangle(
                    (column, top + 40 + 120 * row, column + 44, top + 110 + 120 * row), lit
                )
    _water(canvas, (92, 84, 78), (38, 38, 44), seed=6)
    _rain(canvas)
    return _jpeg(canvas)


def _sky(top: Colour, bottom: Colour) -> Image.Image:
    canvas = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(canvas)
    for y in range(_HORIZON + 40):
        draw.line((0, y, SIZE[0], y), fill=_between(top, bottom, y / (_HORIZON + 40)))
    return canvas


def _hills(canvas: Image.Image, seed: int, height: int, colour: Colour, base: int) -> None:
    chance = random.Random(seed)
    waves = [(chance.uniform(0.001, 0.008), chance.uniform(0, 6), 1 / (n + 1)) for n in range(5)]
    ridge = [
        (x, base - height * sum(math.sin(x * f + p) * w for f, p, w in waves) / 2)
        for x in range(0, SIZE[0] + 8, 8)
    ]
    ImageDraw.Draw(canvas).polygon([(0, SIZE[1]), *ridge, (SIZE[0], SIZE[1])], fill=colour)


def _water(canvas: Image.Image, far: Colour, near: Colour, seed: int) -> None:
    draw, chance = ImageDraw.Draw(canvas), random.Random(seed)
    for y in range(_HORIZON, SIZE[1]):
        draw.line(
            (0, y, SIZE[0], y), fill=_between(far, near, (y - _HORIZON) / (SIZE[1] - _HORIZON))
        )
    for _ in range(900):
        y = _HORIZON + int((SIZE[1] - _HORIZON) * chance.random() ** 1.6)
        x, length = chance.randrange(SIZE[0]), 10 + (y - _HORIZON) // 3
        shade = _between(far, (236, 220, 200), chance.uniform(0.1, 0.5))
        draw.line((x, y, x + length, y), fill=shade, width=1 + (y - _HORIZON) // 160)


def _rain(canvas: Image.Image) -> None:
    chance = random.Random(1)
    drops = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(drops)
    for _ in range(1500):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        draw.line((x, y, x - 7, y + 34), fill=chance.randrange(30, 90), width=1)
    canvas.paste((235, 238, 240), (0, 0), drops.filter(ImageFilter.GaussianBlur(0.7)))


def _between(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def _jpeg(canvas: Image.Image) -> bytes:
    buffer = BytesIO()
    canvas.filter(ImageFilter.GaussianBlur(0.6)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
