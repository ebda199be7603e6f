"""The tools that look at the built pages: the compressing server, the list of links, the table of the pages."""

import gzip
import http.client
import random
import string
import threading

import pytest

from tools import lighthouse, links, serve


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.html").write_text("".join(random.choices(string.ascii_letters, k=500)) * 20, encoding="utf-8")
    (tmp_path / "font.woff2").write_bytes(random.randbytes(100))
    return tmp_path


@pytest.fixture
def web(folder):
    with serve.server(folder, ports=[0], handler=serve.Compressed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def get(port, path, accept):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_text_is_sent_compressed_to_who_can_read_it(folder, web):
    answer, body = get(web, "/good.html", "gzip")
    whole = (folder / "good.html").read_bytes()
    assert answer.getheader("Content-Encoding") == "gzip" and len(body) < len(whole) / 5
    assert gzip.decompress(body) == whole
    answer, body = get(web, "/good.html", "identity")
    assert answer.getheader("Content-Encoding") is None and body == whole


def test_a_file_that_has_changed_is_sent_anew(folder, web):
    get(web, "/good.html", "gzip")
    (folder / "good.html").write_text("new, and of another length", encoding="utf-8")
    assert gzip.decompress(get(web, "/good.html", "gzip")[1]) == b"new, and of another length"


def test_fonts_are_sent_as_they_are_and_what_is_missing_is_missing(folder, web):
    answer, body = get(web, "/font.woff2", "gzip")
    assert answer.getheader("Content-Encoding") is None and body == (folder / "font.woff2").read_bytes()
    assert get(web, "/none.html", "gzip")[0].status == 404


# --- links


def test_links_to_other_sites_are_collected_with_their_pages(tmp_path):
    (tmp_path / "a.html").write_text('<a href="https://one.example/?x=1&amp;y=2#part">1</a><a href="b.html">in</a><img src="https://no.example">')
    (tmp_path / "b.html").write_text('<a class="x" href="https://one.example/?x=1&amp;y=2">1</a><a href="https://own.example/repo/issues">own</a>')
    assert links.collect(tmp_path, ("https://own.example/repo",)) == {"https://one.example/?x=1&y=2": ["a.html", "b.html"]}


def test_what_answers_and_what_is_broken_are_told_apart(web, capsys):
    good, gone = f"http://127.0.0.1:{web}/good.html", f"http://127.0.0.1:{web}/gone.html"
    verdicts = links.check([good, gone], seconds=20)
    assert verdicts[good][0] == links.OK and verdicts[gone] == (links.BROKEN, "404")
    assert links.report(verdicts, {good: ["x.html"], gone: ["y.html"]}) == 1
    said = capsys.readouterr().out
    assert f"broken (404): {gone}" in said and "on y.html" in said and "1 of 2 answer" in said
    assert links.report({good: verdicts[good]}, {good: ["x.html"]}) == 0


def test_without_a_network_it_says_so(folder, capsys):
    with serve.server(folder, ports=[0]) as closed:
        address = f"http://127.0.0.1:{closed.server_port}/good.html"
    assert links.report(links.check([address], seconds=20), {address: ["x.html"]}) == 2
    assert "no network, and no address was checked" in capsys.readouterr().out


def test_a_site_that_answers_no_programs_is_not_called_broken():
    assert links.report({"a": (links.SHY_SITE, "403"), "b": (links.OK, "200")}, {"a": ["x.html"], "b": ["x.html"]}) == 0


# --- the table of the pages


def row(name, performance, usable):
    scores = {"performance": performance, "accessibility": 100, "best-practices": 96}
    return {"name": name, **scores, "blocked": 12.3, "benchmark": 1000, "kb": 123.4, "usable": usable, "light": 0, "dark": 1}


def test_the_table_has_a_line_for_each_page_and_says_where_it_falls_short():
    text = lighthouse.page([row("book/a", 97, None), row("lessons/b", 93.6, 1.234)], 3, "0.1", "0.2", 2)
    assert "Only" not in text
    assert "| book/a | 123 | – | 97 | 100 | 96 | 12 | 0 | 1 |" in text
    assert "| lessons/b | 123 | 1.23 | 94 | 100 | 96 | 12 | 0 | 1 |" in text
    assert "performance: 1 of 2 pages have 95 or more; the lowest is 94" in text
    assert "within 1 s on 0 of 1 pages; the longest 1.23 s" in text
    assert "axe: 2 violations" in text and "the median of 3 runs" in text


def test_a_run_that_was_ended_early_says_so():
    assert "Only 1 of 28 pages" in lighthouse.page([row("book/a", 97, None)], 1, "0.1", "0.2", 28)


def test_a_page_that_does_not_exist_is_not_measured(capsys):
    assert lighthouse.main(["--only", "no-such-page"]) == 1
    assert "no-such-page" in capsys.readouterr().err
