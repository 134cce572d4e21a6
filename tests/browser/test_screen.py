"""The one screen of the desk: acts in their place, the keys that they take, and what stays."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

pytestmark = pytest.mark.browser

# Counts the keys that are pressed, without those of the words themselves.
COUNT = """
window.pressed = 0;
document.addEventListener('keydown', ({ key }) => {
  if (!['Control', 'Shift', 'Meta', 'Alt'].includes(key)) window.pressed += 1;
}, true);
"""


@pytest.fixture
def screen(ben, newsroom: Newsroom):
    """Ben's desk of a coverage with two posts."""
    for words in ("The gauge at the bridge shows 2.4 m.", "The road to Varn is closed."):
        newsroom.desk().publish(words)
    ben.faults = []
    ben.on("pageerror", lambda error: ben.faults.append(str(error)))
    ben.add_init_script(COUNT)
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    expect(text_of(ben)).to_be_focused()
    yield ben
    assert ben.faults == []


def select(page, words: str) -> None:
    """Selects words of a post, as with a pointer."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(
            document.querySelector('#panel-posts'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0 || !walker.currentNode.parentElement.closest('.as-read')) continue;
            document.activeElement.blur();
            getSelection().setBaseAndExtent(
              walker.currentNode, at, walker.currentNode, at + words.length);
            return;
          }
        }""",
        words,
    )


def text_of(page):
    """The editor of the first text of the form for a new post."""
    return page.locator("#new-post .prose").first


def sent_by(form):
    """The field that a form sends for its first text, which the editor fills."""
    return form.locator("[name=part-0-text]")


def keys_for(page, act) -> int:
    page.evaluate("window.pressed = 0")
    act()
    return int(page.evaluate("window.pressed"))


def test_an_update_takes_one_chord_and_the_form_is_ready_for_the_next(screen):
    text_of(screen).fill("Two boats are out. A third is on its way.")
    assert keys_for(screen, lambda: screen.keyboard.press("Control+Enter")) == 1
    expect(screen.locator("#row-3")).to_contain_text("A third is on its way.")
    expect(text_of(screen)).to_be_focused()
    expect(sent_by(screen.locator("#new-post"))).to_have_value("")
    expect(screen.locator("#told")).to_have_text("Published.")
    text_of(screen).fill("The third has arrived.")
    screen.keyboard.press("Control+Enter")
    expect(screen.locator("#row-4")).to_contain_text("The third has arrived.")
    # The newest is first, and the older ones are where they were.
    numbers = screen.locator("li.row").evaluate_all("rows => rows.map(r => r.dataset.number)")
    assert numbers == ["4", "3", "2", "1"]


def test_a_number_is_corrected_in_two_keys_beside_the_words(screen, newsroom: Newsroom):
    text_of(screen).fill("Half of a sen")
    select(screen, "2.4")

    def correct() -> None:
        screen.keyboard.press("c")
        expect(screen.locator("#row-1").get_by_label("Now")).to_be_focused()
        screen.keyboard.insert_text("4.2")
        screen.keyboard.press("Enter")
        expect(screen.locator("#row-1 .as-read")).to_contain_text("shows 4.2 m.")

    assert keys_for(screen, correct) == 2
    expect(screen.locator("#row-1 .change")).to_contain_text("“2.4” should have been “4.2”")
    expect(sent_by(screen.locator("#new-post"))).to_have_value("Half of a sen")
    page = get(newsroom.address, f"/{newsroom.slug}/").text
    assert "“2.4” should have been “4.2”" in page
    assert "shows 4.2 m." in page


def test_the_words_that_were_selected_are_corrected_and_not_the_same_words_elsewhere(
    screen, newsroom: Newsroom
):
    newsroom.desk().publish("Of 12 boats **12** came back, and 12 were lost.")
    screen.reload()
    expect(text_of(screen)).to_be_focused()
    screen.evaluate(
        """() => {
          const text = [...document.querySelector('#row-3 .body p:not([class])').childNodes].at(-1);
          const at = text.data.indexOf('12');
          document.activeElement.blur();
          getSelection().setBaseAndExtent(text, at, text, at + 2);
        }"""
    )
    screen.keyboard.press("c")
    screen.get_by_label("Now").fill("none")
    note = screen.locator("#row-3 [name=note]")
    expect(note).to_have_value("“12” should have been “none”")
    note.fill("Nobody was lost.")
    screen.get_by_label("Now").press("Enter")
    expect(screen.locator("#row-3 .as-read")).to_contain_text("12 came back, and none were lost.")
    expect(screen.locator("#row-3 .as-read")).to_contain_text("Of 12 boats")
    expect(screen.locator("#row-3 .change")).to_contain_text("Nobody was lost.")


def test_a_pin_and_a_key_event_take_one_key_each(screen, newsroom: Newsroom):
    screen.locator("#row-1").focus()
    assert keys_for(screen, lambda: screen.keyboard.press("p")) == 1
    expect(screen.locator("#row-1")).to_contain_text("pinned")
    expect(screen.locator("#row-1")).to_be_focused()
    expect(screen.locator("#panel-head")).to_contain_text("The gauge at the bridge")
    screen.keyboard.press("m")
    expect(screen.locator("#row-1 .key-mark")).to_be_visible()
    screen.keyboard.press("p")
    expect(screen.locator("#row-1")).not_to_contain_text("pinned")
    expect(screen.locator("#told")).to_have_text("Post 1 is no longer pinned.")


def test_acts_in_a_row_keep_what_is_in_the_form_for_a_new_post(screen):
    text_of(screen).fill("Half of a sen")
    row = screen.locator("#row-2")
    row.get_by_role("link", name="Edit post 2").click()
    row.get_by_label("Text", exact=True).fill("The road to Varn is closed until noon.")
    row.get_by_label("Update:").check()
    row.get_by_role("button", name="Change the post").click()
    problems = row.get_by_role("region", name="There is a problem")
    expect(problems).to_be_focused()
    expect(screen).to_have_title(re.compile("^Error: "))
    problems.get_by_role("link").click()
    expect(row.get_by_label("What was wrong and what is right")).to_be_focused()
    screen.keyboard.insert_text("It opens at noon.")
    screen.keyboard.press("Control+Enter")
    expect(row.locator(".as-read")).to_contain_text("until noon.")
    expect(row.locator("form.compose")).to_have_count(0)
    expect(screen).not_to_have_title(re.compile("^Error: "))
    row.get_by_text("More").click()
    row.get_by_role("link", name="Withdraw").click()
    row.get_by_label("Reason").fill("It was open.")
    row.get_by_role("button", name="Withdraw", exact=True).click()
    expect(row.locator(".tombstone")).to_contain_text("It was open.")
    expect(sent_by(screen.locator("#new-post"))).to_have_value("Half of a sen")


def test_a_text_refused_as_spelling_is_offered_its_kind_with_one_key(screen):
    row = screen.locator("#row-1")
    row.get_by_role("link", name="Edit post 1").click()
    row.get_by_label("Text", exact=True).fill("The gauge at the bridge shows 4.2 m.")
    row.get_by_label("Revision:").check()
    screen.keyboard.press("Control+Enter")
    expect(row.get_by_role("region", name="There is a problem")).to_be_focused()
    screen.keyboard.press("c")
    note = row.locator("[name=note]")
    expect(note).to_be_focused()
    expect(note).to_have_value("“2.4” should have been “4.2”")
    screen.keyboard.press("Control+Enter")
    expect(row.locator(".change.corrected")).to_contain_text("“2.4” should have been “4.2”")


def test_the_head_is_edited_where_it_stands(screen):
    head = screen.locator("#panel-head")
    head.get_by_role("link", name="Edit the headline").click()
    head.get_by_label("Headline").fill("The Orrin falls")
    head.get_by_role("button", name="Save").click()
    expect(head.locator(".headline")).to_have_text("The Orrin falls")
    expect(head.locator("form")).to_have_count(0)
    head.get_by_role("link", name="Edit the key points").click()
    head.get_by_label("Key points").fill("The road is closed #99")
    screen.keyboard.press("Control+Enter")
    expect(head.get_by_role("region", name="There is a problem")).to_be_focused()


def test_a_panel_that_changes_leaves_focus_selection_and_open_forms(screen, newsroom: Newsroom):
    row = screen.locator("#row-1")
    row.get_by_role("link", name="Edit post 1").click()
    row.get_by_label("Text", exact=True).fill("Half of a sen")
    select(screen, "road to Varn")
    row.get_by_label("Text", exact=True).focus()
    top = row.bounding_box()["y"]
    screen.evaluate("scrollTo(0, document.body.scrollHeight)")
    top = row.bounding_box()["y"]
    newsroom.desk("ben").publish("From another desk.")
    screen.evaluate(
        "document.dispatchEvent(new CustomEvent('dateline:changed', {detail: {panels: ['posts']}}))"
    )
    expect(screen.locator("#row-3")).to_contain_text("From another desk.")
    expect(row.get_by_label("Text", exact=True)).to_be_focused()
    expect(sent_by(row)).to_have_value("Half of a sen")
    assert abs(row.bounding_box()["y"] - top) < 2


def test_the_keys_lead_through_the_posts_and_are_listed(screen):
    expect(text_of(screen)).to_be_focused()
    screen.keyboard.press("Escape")
    expect(screen.locator("#row-2")).to_be_focused()
    screen.keyboard.press("j")
    expect(screen.locator("#row-1")).to_be_focused()
    screen.keyboard.press("k")
    expect(screen.locator("#row-2")).to_be_focused()
    screen.keyboard.press("n")
    expect(text_of(screen)).to_be_focused()
    screen.keyboard.type("nonsense?")
    expect(sent_by(screen.locator("#new-post"))).to_have_value("nonsense?")
    screen.keyboard.press("Escape")
    screen.keyboard.press("?")
    keys = screen.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Pin this post")
    screen.keyboard.press("Escape")
    screen.keyboard.press("l")
    expect(screen.locator("#row-2").get_by_label("Text", exact=True)).to_be_visible()


def test_posts_are_found_as_one_types(screen, newsroom: Newsroom):
    screen.keyboard.press("Escape")
    screen.keyboard.press("f")
    finder = screen.get_by_role("dialog", name="Find posts and drafts")
    expect(finder.get_by_label("Words")).to_be_focused()
    screen.keyboard.type("gauges")
    expect(finder.locator("#found li")).to_have_count(1)
    expect(finder.locator("#found")).to_contain_text("The gauge at the bridge")
    finder.get_by_role("link", name="The gauge at the bridge").click()
    expect(screen.locator("#row-1")).to_be_focused()


def test_what_is_being_published_counts_down_and_can_be_undone(screen, undo_seconds):
    undo_seconds(5)
    text_of(screen).fill("Half of a sentence.")
    screen.keyboard.press("Control+Enter")
    undo = screen.locator("#undo")
    expect(undo).to_contain_text(re.compile(r"Publishing in [45] …"))
    expect(text_of(screen)).to_be_focused()
    expect(sent_by(screen.locator("#new-post"))).to_have_value("")
    expect(undo).to_contain_text(re.compile(r"Publishing in [123] …"))
    screen.keyboard.press("Escape")
    assert keys_for(screen, lambda: screen.keyboard.press("u")) == 1
    # The text is in the form again, and no reader had it.
    expect(sent_by(screen.locator("#new-post"))).to_have_value("Half of a sentence.")
    expect(undo).to_be_hidden()
    expect(screen.locator("#row-3")).to_have_count(0)
    text_of(screen).fill("A whole sentence.")
    screen.keyboard.press("Control+Enter")
    expect(undo).to_contain_text("Publishing in")
    expect(screen.locator("#row-3")).to_contain_text("A whole sentence.")
    expect(undo).to_be_hidden()


def test_the_undo_key_takes_back_nothing_of_others(screen, undo_seconds, newsroom: Newsroom):
    undo_seconds(60, "dan")
    dan = newsroom.desk("dan")
    form = dan.form(f"/desk/{newsroom.slug}/", where="part-0-text")
    assert (
        dan.post(f"/desk/{newsroom.slug}/", form | {"part-0-text": "The dam holds."}).status == 302
    )
    scheduled = screen.locator("#panel-scheduled")
    expect(scheduled).to_contain_text("The dam holds.")
    expect(screen.locator("#undo")).to_be_hidden()
    screen.keyboard.press("Escape")
    screen.keyboard.press("u")
    # In its row it can be taken back. That it has the button shows that it was not.
    scheduled.get_by_role("button", name="Undo").click()
    expect(scheduled).not_to_contain_text("The dam holds.")


def test_what_is_typed_while_a_post_is_sent_is_no_act(screen, newsroom: Newsroom):
    ada = newsroom.desk("ada")
    form = ada.form(f"/desk/{newsroom.slug}/", where="part-0-text")
    form |= {"part-0-text": "Nobody has checked this.", "do": "submit"}
    assert ada.post(f"/desk/{newsroom.slug}/", form).status == 302
    expect(screen.locator("#panel-approval")).to_contain_text("Nobody has checked this.")
    text_of(screen).fill("The dam holds.")
    waiting = []
    screen.route(
        f"**/desk/{newsroom.slug}/",
        lambda route: (
            waiting.append(route) if route.request.method == "POST" else route.continue_()
        ),
    )
    screen.keyboard.press("Control+Enter")
    expect(screen.locator("#new-post")).to_have_attribute("aria-busy", "true")
    # "a" would approve what waits.
    screen.keyboard.type("and a boat")
    waiting[0].continue_()
    expect(screen.locator("#row-3")).to_contain_text("The dam holds.")
    expect(text_of(screen)).to_be_focused()
    # Forms are sent one after the other, so an approval would have come before this.
    screen.unroute(f"**/desk/{newsroom.slug}/")
    text_of(screen).fill("A boat is out.")
    screen.keyboard.press("Control+Enter")
    expect(screen.locator("#row-4")).to_contain_text("A boat is out.")
    expect(screen.locator("#panel-approval")).to_contain_text("Nobody has checked this.")


def test_the_post_that_waits_longest_is_approved_with_one_key(screen, newsroom: Newsroom):
    ada = newsroom.desk("ada")
    for words in ("The first.", "The second."):
        form = ada.form(f"/desk/{newsroom.slug}/", where="part-0-text")
        form |= {"part-0-text": words, "do": "submit"}
        assert ada.post(f"/desk/{newsroom.slug}/", form).status == 302
    screen.reload()
    expect(text_of(screen)).to_be_focused()
    text_of(screen).fill("Half of a sen")
    screen.keyboard.press("Escape")
    assert keys_for(screen, lambda: screen.keyboard.press("a")) == 1
    expect(screen.locator("#row-3")).to_contain_text("The first.")
    expect(screen.locator("#panel-approval")).not_to_contain_text("The first.")
    screen.keyboard.press("r")
    remark = screen.locator("#panel-approval").get_by_label("What is to be changed")
    expect(remark).to_be_focused()
    screen.keyboard.insert_text("Who says so?")
    screen.locator("#panel-approval").get_by_role("button", name="Return it").click()
    expect(screen.locator("#panel-approval")).to_contain_text("Nothing waits for approval.")
    expect(sent_by(screen.locator("#new-post"))).to_have_value("Half of a sen")


def test_a_draft_is_opened_and_what_was_in_the_form_is_kept(screen):
    text_of(screen).fill("The mayor speaks at")
    screen.keyboard.press("Control+Shift+Enter")
    expect(screen.locator("#panel-drafts")).to_contain_text("The mayor speaks at")
    screen.get_by_role("link", name="Keep this as a draft and start another").click()
    expect(sent_by(screen.locator("#new-post"))).to_have_value("")
    expect(text_of(screen)).to_be_focused()
    text_of(screen).fill("Power is back.")
    screen.locator("#panel-drafts").get_by_role(
        "link", name="The mayor speaks at", exact=True
    ).click()
    expect(sent_by(screen.locator("#new-post"))).to_have_value("The mayor speaks at")
    expect(screen.locator("#panel-drafts")).to_contain_text("Power is back.")
    assert "?draft=" in screen.url


def test_without_a_connection_nothing_is_sent_and_the_text_stays(screen):
    text_of(screen).fill("Half of a sen")
    screen.context.set_offline(True)
    screen.keyboard.press("Control+Enter")
    expect(screen.locator("#told")).to_contain_text("there is no connection.")
    expect(sent_by(screen.locator("#new-post"))).to_have_value("Half of a sen")
    screen.context.set_offline(False)
    screen.keyboard.press("Control+Enter")
    expect(screen.locator("#row-3")).to_contain_text("Half of a sen")


def test_every_act_of_a_row_works_without_a_script(chromium, newsroom: Newsroom):
    newsroom.desk().publish("The road to Varn is closed.")
    made = chromium.new_context(java_script_enabled=False)
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    made.add_cookies([cookie])
    page = made.new_page()
    page.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    row = page.locator("#row-1")
    row.get_by_role("button", name="Pin post 1").click()
    page.get_by_text("Post 1 is pinned.").wait_for()
    row.get_by_role("button", name="Mark as a key event").click()
    page.get_by_text("Post 1 is now a key event.").wait_for()
    row.get_by_role("link", name="Correct post 1").click()
    expect(page.get_by_label("Correction:")).to_be_checked()
    page.get_by_label("Text", exact=True).fill("The road to Varn is open.")
    page.get_by_label("Revision:").check()
    page.get_by_role("button", name="Change the post").click()
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_label("Correction:")).to_be_checked()
    expect(page.get_by_label("Text", exact=True)).to_have_value("The road to Varn is open.")
    page.get_by_label("What was wrong").fill("It was open.")
    page.get_by_role("button", name="Change the post").click()
    expect(row).to_contain_text("It was open.")
    row.get_by_text("More").click()
    row.get_by_role("link", name="Retract").click()
    page.get_by_text("Retract the post").click()
    page.locator("#retract").get_by_label("Reason").fill("It is not known.")
    page.get_by_role("button", name="Retract", exact=True).click()
    expect(row).to_contain_text("It is not known.")
    page.get_by_role("link", name="Find").first.click()
    page.get_by_label("Words").fill("road")
    page.get_by_label("State").select_option("retracted")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#found li")).to_have_count(1)
    made.close()


WIDTHS = (360, 768, 1440)


def findings_on(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_the_screen(chromium, newsroom: Newsroom, scheme):
    """The screen of a coverage in Arabic, with a post, something that waits, and open forms."""
    slug = f"nahr-{newsroom.slug}-{scheme}"
    fields = ("language=ar", "zone=Asia/Beirut", "headline=النهر يرتفع")
    newsroom.program("open_coverage", slug, *fields)
    newsroom.program("publish", slug, "ارتفع النهر إلى 4.2 م.", "1", "فوق العلامة")
    ada = newsroom.desk("ada")
    form = ada.form(f"/desk/{slug}/", where="part-0-text")
    ada.post(f"/desk/{slug}/", form | {"part-0-text": "الطريق مغلق.", "do": "submit"})
    made = chromium.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    made.add_cookies([cookie])
    page = made.new_page()
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{newsroom.address}/desk/{slug}/")
        expect(text_of(page)).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found += findings_on(page)
        if width < WIDTHS[1]:
            page.get_by_role("link", name="Desk", exact=True).last.click()
            expect(page.locator("#panel-approval")).to_be_in_viewport()
            found += findings_on(page)
            page.get_by_role("link", name="Posts", exact=True).click()
        page.get_by_role("link", name="Edit post 1").click()
        page.locator("#row-1 .prose").first.wait_for()
        found += findings_on(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    found += findings_on(page)
    page.keyboard.press("Escape")
    page.locator(".tools").get_by_role("link", name="Find").click()
    page.get_by_label("Words").fill("النهر")
    expect(page.locator("#found li")).to_have_count(1)
    found += findings_on(page)
    made.close()
    assert found == []


def test_the_row_of_a_post_says_how_soon_readers_had_it(screen, newsroom: Newsroom):
    screen.evaluate("window.same = true")
    asked = []
    screen.on("request", lambda request: asked.append(request.url.split("/")[-2]))
    text_of(screen).fill("The bridge is closed.")
    # The desk knows that somebody is there. The first two posts had no readers.
    expect(screen.locator("#panel-people")).to_contain_text("ben")
    cursor = newsroom.cursor()
    for _ in range(2):
        newsroom.reader(after=cursor)
    newsroom.desk().publish("Two boats are out.")
    figure = screen.locator("#panel-posts .delivered summary")
    expect(figure).to_have_text(re.compile(r"^with 2 readers after \d[\d,.]* s$"))
    expect(screen.locator("#row-3 .delivered")).to_have_count(1)
    # The list, with its posts, was read once: for the post, and not again for the figure.
    assert (asked.count("posts"), asked.count("delivered")) == (1, 1)
    expect(screen.get_by_text("Counted from when it was stored").first).to_be_hidden()
    figure.press("Enter")
    expect(screen.locator("#row-3").get_by_text("Counted from when it was stored")).to_be_visible()
    text_of(screen).focus()
    # Without a new page, and what somebody is writing stays.
    assert screen.evaluate("window.same")
    expect(sent_by(screen.locator("#new-post"))).to_have_value("The bridge is closed.")
