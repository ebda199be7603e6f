"""Reading the book: at twice the size, on paper, from a deep link, in the dark; and finding a word by keyboard, from disk too."""

import re

import pytest
from browsing import DESKTOP, NOTEBOOKS, PAGES, PHONE, ROOT, watched_page
from playwright.sync_api import expect

from backprop_lessons.widgets import GALLERY
from tools.pages import LAID_OUT

pytestmark = pytest.mark.browser

TWICE = {"width": 640, "height": 450}  # 1280 pixels at a zoom of 200 %
# Words that nobody can read: in a box that hides what does not fit, or right of the screen in a box that does not scroll
CUT = """() => {
    const cut = [], article = document.querySelector("article").parentElement; // with what leads to the next page
    article.querySelectorAll("details").forEach((details) => { details.open = true; });
    const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && node.getClientRects().length > 0;
    const aside = ".katex-mathml, .visually-hidden, .sr-only, .bl-sr, script, style, title, desc, option";
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        if (!node.data.trim() || node.parentElement.closest(aside) || !seen(node.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (box.width < 2) continue;
        for (let up = node.parentElement; ; up = up.parentElement) {
            if (!up || up === document.body) {
                if (box.right > innerWidth + 1 || box.left < -1) cut.push(node.data.trim().slice(0, 60));
                break;
            }
            const style = getComputedStyle(up), edge = up.getBoundingClientRect();
            if (["auto", "scroll"].includes(style.overflowX)) break; // can be scrolled to
            if (["hidden", "clip"].includes(style.overflowX) && (box.right > edge.right + 2 || box.left < edge.left - 2)) {
                cut.push(node.data.trim().slice(0, 60));
                break;
            }
        }
    }
    return cut;
}"""


def settle(page):
    """Wait until the last piece is laid out and what stands in it has been drawn at its size."""
    page.wait_for_function(LAID_OUT, polling=200)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))")


@pytest.mark.parametrize("size, scale", [(TWICE, 2), (PHONE, 1)], ids=["at 200 %", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_and_no_word_is_cut(visit, built, name, size, scale):
    page = visit(f"{built.as_uri()}/{name}.html", viewport=size, device_scale_factor=scale)
    settle(page)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]


def test_a_cut_word_is_found(visit, built):
    page = visit(f"{built.as_uri()}/{PAGES[1]}.html", viewport=PHONE)
    page.evaluate("""() => document.querySelector("article").insertAdjacentHTML("afterbegin",
        '<p style="width: 3rem; overflow: hidden; white-space: nowrap">this is hidden</p>'
        + '<p style="width: 30rem; white-space: nowrap">' + "wide ".repeat(30) + "</p>")""")
    assert [words[:4] for words in page.evaluate(CUT)] == ["this", "wide"]


# --- the search


@pytest.mark.parametrize("where", ["from disk", "from a server"])
@pytest.mark.parametrize("word, lesson", [("saturation", "lessons/01_neuron"), ("momentum", "lessons/06_gradient_descent")])
def test_a_word_of_a_lesson_is_found_by_keyboard(visit, built, web, where, word, lesson):
    start = built.as_uri() if where == "from disk" else web
    page = visit(f"{start}/{PAGES[0]}.html", offline=where == "from disk")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox").first).to_be_focused()
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/search.html?q={word}")
    found = page.locator(f"#search-results a[href*='{lesson}.html']").first
    expect(found).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if found.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{lesson}\\.html"))
    expect(page.locator(".highlighted").first).to_be_attached()


def test_a_word_that_is_nowhere_is_said_to_be_nowhere(visit, built):
    page = visit(f"{built.as_uri()}/search.html?q=xylophonequartet", offline=True)
    expect(page.locator("#search-results")).to_contain_text("did not match any documents")


# --- asides


ASIDES = """() => [...document.querySelectorAll(".bd-article small.margin")].map((note) => {
    const own = note.getBoundingClientRect(), text = note.parentElement.getBoundingClientRect();
    return {
        beside: own.left >= text.right && own.top >= text.top - 1 && own.top <= text.bottom,
        within: own.left >= text.left && own.right <= text.right + 1 && own.top >= text.top && own.bottom <= text.bottom + 1,
        cut: note.scrollWidth > note.clientWidth || own.right > innerWidth,
    };
})"""


WITH_ASIDES = {name: (ROOT / f"{name}.ipynb").read_text(encoding="utf-8").count('<small class=\\"margin\\">') for name in NOTEBOOKS}


@pytest.mark.parametrize("name", [name for name, count in WITH_ASIDES.items() if count])
def test_asides_stand_beside_their_paragraph_and_on_a_phone_in_it(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html")
    settle(page)
    asides = page.evaluate(ASIDES)
    assert len(asides) == WITH_ASIDES[name] and all(aside["beside"] and not aside["cut"] for aside in asides), asides
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"]
    page.set_viewport_size(PHONE)
    asides = page.evaluate(ASIDES)
    assert all(aside["within"] and not aside["cut"] for aside in asides), asides
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_contents_that_an_aside_has_folded_unfold_for_the_keyboard(visit, built):
    page = visit(f"{built.as_uri()}/lessons/04_chain_rule.html", reduced_motion="reduce")
    settle(page)
    page.locator("small.margin").first.evaluate("node => node.scrollIntoView({ block: 'center' })")
    contents = page.locator(".bd-sidebar-secondary nav.page-toc")
    expect(contents).to_have_css("opacity", "0")
    before = page.evaluate("scrollY")
    contents.locator("a").last.focus()
    expect(contents).to_have_css("opacity", "1")
    expect(contents.locator("a").last).to_be_in_viewport()
    assert page.evaluate("scrollY") == before, "the text has jumped"


# --- a long page arrives in pieces, and stays where it is


@pytest.mark.parametrize("name", ["lessons/03_costs", "book/how_to_study"])
def test_the_text_does_not_move_when_the_contents_at_its_side_arrive(visit, built, name):
    """They come last in a long page: by then its beginning is being read."""
    page = visit(f"{built.as_uri()}/{name}.html")
    settle(page)
    width = "document.querySelector('.bd-article').getBoundingClientRect().width"
    for size in (DESKTOP, {"width": 1920, "height": 1300}, {"width": 1000, "height": 800}):
        page.set_viewport_size(size)
        with_contents = page.evaluate(width)
        without = page.evaluate(f"""() => {{
            const contents = document.querySelector(".bd-sidebar-secondary"), place = contents.parentElement;
            contents.remove();
            const found = {width};
            place.append(contents);
            return found;
        }}""")
        assert without == with_contents, size


SEEN = """() => [...document.querySelectorAll(".bd-article :is(h1, h2, h3, p, li, pre, table)")].filter((node) => {
    const box = node.getBoundingClientRect();
    return node.checkVisibility({ contentVisibilityAuto: true }) && box.bottom > 0 && box.top < innerHeight;
})"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["lessons/04_chain_rule", "lessons/exercises/05_backpropagation", "book/how_to_study"])
def test_what_is_on_the_screen_stays_there_while_the_rest_is_laid_out(browser, built, name, size):
    with watched_page(browser, viewport=size) as page:
        page.add_init_script("window.held = []; window.requestIdleCallback = (call) => held.push(call);")
        page.goto(f"{built.as_uri()}/{name}.html")
        assert page.locator(".bd-article > section > section:not(.laid-out)").count() > 1
        places = page.evaluate_handle(f"() => ({SEEN})().map((node) => [node, node.getBoundingClientRect().top])")
        page.evaluate("window.requestIdleCallback = (call) => setTimeout(call); held.forEach((call) => call())")
        page.wait_for_function(LAID_OUT, polling=200)
        moved = places.evaluate("all => all.map(([node, top]) => [node.textContent, node.getBoundingClientRect().top - top])")
    assert len(moved) > 3 and not [text[:40] for text, way in moved if abs(way) >= 1]


@pytest.mark.parametrize("name", [*PAGES, "search", "genindex"])
def test_the_button_for_the_contents_is_there_where_there_are_contents(built, name):
    text = (built / f"{name}.html").read_text(encoding="utf-8")
    assert ("secondary-toggle" in text) == ('class="bd-sidebar-secondary' in text)


@pytest.mark.parametrize("name", ["lessons/03_costs", "book/sources"])
def test_in_the_end_the_whole_page_is_laid_out(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html")
    settle(page)
    assert page.locator(".bd-article > section > section.laid-out").count() > 2


def test_a_link_into_the_middle_of_a_page_leads_there_and_stays(visit, built):
    page = visit(f"{built.as_uri()}/lessons/03_costs.html#what-no-cost-can-repair")
    comes_to_rest(page, "#what-no-cost-can-repair", 300)


def comes_to_rest(page, place, lowest):
    """The place stands near the top of the screen, and stays there. The way is smooth, and takes a slow machine its time."""
    tops = []
    for _ in range(30):
        page.wait_for_timeout(500)
        tops.append(page.locator(place).evaluate("node => node.getBoundingClientRect().top"))
        if len(tops) > 3 and max(tops[-3:]) - min(tops[-3:]) < 2 and -5 < tops[-1] < lowest:
            return
    raise AssertionError(f"it stood at {tops}")


@pytest.fixture(params=["lessons/06_gradient_descent", "lessons/07_real_network"])
def untouched(request, visit, built):
    """A lesson as it opens: nobody has moved anything yet, and no long pause ever ends."""
    page = visit(None)
    page.add_init_script("{ const soon = setTimeout; window.setTimeout = (call, ms, ...rest) => ms > 2500 || soon(call, ms, ...rest); }")
    page.goto(f"{built.as_uri()}/{request.param}.html")
    return page


def test_the_first_widget_is_there_at_once_and_the_others_when_the_reader_comes_near(untouched):
    expect(untouched.locator(".bl-widget").first.locator(".bl-fallback")).to_have_count(0)
    last = untouched.locator(".bl-widget").last
    assert last.locator(".bl-fallback").count() == 1
    last.scroll_into_view_if_needed()
    expect(last.locator(".bl-fallback")).to_have_count(0)
    expect(last.get_by_role("button").first).to_be_visible()


@pytest.mark.parametrize("key", ["Tab", "Control"])
def test_a_key_brings_the_whole_page(untouched, key):
    untouched.keyboard.press(key)
    settle(untouched)
    expect(untouched.locator(".bl-widget > .bl-fallback")).to_have_count(0)
    assert untouched.locator(".bl-widget svg:visible:not(:has(*))").count() == 0


def test_the_first_turn_of_the_wheel_brings_the_whole_page(untouched):
    """What is near the screen is there in any case, but an aside in the margin is cut off until its section is laid out."""
    untouched.evaluate("scrollBy(0, 50)")
    settle(untouched)
    expect(untouched.locator(".bl-widget > .bl-fallback")).to_have_count(0)


def test_whoever_only_looks_gets_the_whole_page_as_well(visit, built):
    page = visit(None)
    page.clock.install(time=0)
    page.goto(f"{built.as_uri()}/lessons/04_chain_rule.html")
    last = page.locator(".bl-widget").last.locator(".bl-fallback")
    assert last.count() == 1
    page.clock.run_for(30_000)
    expect(last).to_have_count(0)


def test_what_is_printed_at_once_is_whole(untouched):
    assert untouched.locator(".bl-fallback").count() > 0
    untouched.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert untouched.locator(".bl-fallback").count() == 0
    drawings = untouched.locator(".bl-widget svg[role=img]")
    assert drawings.count() > 0
    assert drawings.evaluate_all("all => all.filter((svg) => !svg.childElementCount || !(svg.viewBox.baseVal.width > 100)).length") == 0


def test_the_contents_lead_to_a_section_that_stays(untouched):
    """As the very first act, so that much above the section has not been laid out yet."""
    link = untouched.locator(".bd-toc-nav a[href='#in-short']")
    link.evaluate("node => node.click()")
    comes_to_rest(untouched, "#in-short", 600)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_there_before_the_first_script_file(visit, built, theme):
    """Whoever reads in the dark sees no white page first: the document itself knows, without any of its script files."""
    page = visit(None, color_scheme=theme)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{built.as_uri()}/{PAGES[0]}.html")
    assert page.locator("html").get_attribute("data-theme") == theme
    page.faults.clear()  # the scripts that were held back


def test_each_page_has_one_style_sheet(visit, web):
    page = visit(f"{web}/{PAGES[0]}.html")
    loaded = page.evaluate("() => performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert len([name for name in loaded if ".css" in name]) == 1


def test_code_can_be_copied_by_keyboard_and_what_it_prints_has_no_button(visit, built):
    page = visit(f"{built.as_uri()}/lessons/01_neuron.html")
    settle(page)
    page.evaluate("() => document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    cell = page.locator(".cell_input").nth(1)
    cell.get_by_role("button", name="Copy").press("Enter")
    expect(cell.get_by_role("button", name="Copied!")).to_have_count(1)
    assert page.evaluate("window.copied").strip() == cell.locator("pre").inner_text().strip()
    assert page.locator(".cell_input .copybtn").count() == page.locator(".cell_input pre").count() > 20
    assert page.locator(".cell_output pre").count() > 10 and page.locator(".cell_output .copybtn").count() == 0


# --- on paper


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_there_is_text_and_nothing_to_press(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    kinds = ("button", "input", "select", ".bd-sidebar-primary", ".bd-sidebar-secondary", "nav")
    controls = page.locator(", ".join(f"{kind}:visible" for kind in kinds))
    assert controls.evaluate_all("nodes => nodes.map((node) => node.outerHTML.slice(0, 100))") == []
    assert page.locator("article details:not([open])").count() == 0
    for widget in page.locator(".bl-widget").all():
        assert widget.locator("svg:visible, canvas:visible, table:visible, label:visible").count(), widget.inner_text()[:80]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    if page.locator("article details").count():
        assert page.locator("article details:not([open])").count() > 0


# --- the page of widgets


def test_each_widget_of_the_gallery_is_where_its_entry_says(visit, built):
    page = visit(f"{built.as_uri()}/book/widgets.html")
    links = page.locator(".gallery dt a").evaluate_all("nodes => nodes.map((node) => [node.href, node.innerText])")
    assert len(links) == len(GALLERY)
    modules = []
    for address, title in links:
        section = visit(address).locator(f"[id='{address.split('#')[1]}']")
        assert section.locator(".bl-widget[data-widget]").count(), title
        modules += section.locator(".bl-widget").evaluate_all("nodes => nodes.map((node) => node.dataset.widget)")
    assert {widget.module for widget in GALLERY.values()} <= set(modules)
