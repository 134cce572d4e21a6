"""Adding a picture at the desk: which keys it takes beside the words."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

from .test_screen import COUNT, keys_for, text_of

pytestmark = pytest.mark.browser
# As the browser pastes what a program has put on the clipboard: a chord, and then the picture.
PASTE = """bytes => {
  const data = new DataTransfer();
  const raw = Uint8Array.from(atob(bytes), each => each.charCodeAt(0));
  data.items.add(new File([raw], "image.png", { type: "image/png" }));
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def picture() -> str:
    made = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def test_a_pasted_picture_with_its_texts_is_published_in_four_keys(ben, newsroom: Newsroom):
    ben.add_init_script(COUNT)
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    expect(text_of(ben)).to_be_focused()

    def add() -> None:
        ben.keyboard.press("Control+v")
        ben.evaluate(PASTE, picture())
        part = ben.locator('#new-post fieldset[data-part="photograph"]')
        # Whoever describes the picture need not wait until it was sent.
        for name, words in (
            ("-alt_text", "A bridge under water"),
            ("-caption", "The old bridge at noon"),
            ("-credit", "Ada Lind"),
        ):
            field = part.locator(f'[name$="{name}"]')
            for _ in range(3):
                if field.evaluate("each => each === document.activeElement"):
                    break
                ben.keyboard.press("Tab")
            expect(field).to_be_focused()
            ben.keyboard.insert_text(words)
        expect(part.locator("img.thumbnail")).to_be_visible()
        ben.keyboard.press("Control+Enter")
        expect(ben.locator("#row-1 .frame img")).to_be_visible()

    pressed = keys_for(ben, add)
    print(pressed)
    # As docs/editors.md says.
    assert pressed == 4
    page = get(newsroom.address, f"/{newsroom.slug}/").text
    for words in ("A bridge under water", "The old bridge at noon", "Ada Lind"):
        assert words in page
