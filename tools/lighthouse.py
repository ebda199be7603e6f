"""Measures every page of the built book as a reader's phone would meet it, and writes the table benchmarks/PAGES.md.

    python run.py bench-pages                      every page; --only TEXT limits it, --runs N takes the median of N
    python run.py bench-pages --only lessons/0     the lessons

Lighthouse is fetched by npm into the user's cache, at the version below, the first time. Everything else is here already: Chromium,
axe-core as the tests use it, and a server that compresses as the hosts of static pages do.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright

from . import chromium, serve
from .pages import BUILT, DESKTOP, FLAGS, LAID_OUT, PHONE, ROOT, WCAG, of_contents

REPORT = ROOT / "benchmarks" / "PAGES.md"
VERSION = "12.8.2"  # of Lighthouse; the newest that runs on Node.js 20
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "backprop-lessons", f"lighthouse-{VERSION}")
CATEGORIES = ("performance", "accessibility", "best-practices")
GOAL, SECONDS = 95, 1.0
RULES = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
# Runs before the page's own scripts: notes when the first control of a widget stands there, drawn and enabled
WATCH = """(() => {
    const look = () => {
        const found = [...document.querySelectorAll(".bl-widget input, .bl-widget select, .bl-widget button")]
            .some((control) => !control.disabled && !control.closest(".bl-fallback") && control.getBoundingClientRect().height > 0);
        if (found) window.firstControl = performance.now() / 1000;
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})()"""
WEIGHT = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
    .reduce((sum, entry) => sum + (entry.encodedBodySize || 0), 0)"""


def main(argv=None):
    options = arguments(argv)
    names = [name for name in of_contents() if options.only in name]
    if not names:
        return stop(f"No page has {options.only!r} in its name.")
    browser = chromium.find()
    if not browser:
        return stop(chromium.HOW_TO_INSTALL)
    if not (BUILT / "index.html").is_file():
        return stop("The book is not built: run `make book` first.")
    program = lighthouse()
    if not program:
        return stop("Lighthouse needs Node.js with npm, and a network the first time.")
    load_before = load()
    with serve.server(BUILT, ports=[0], handler=serve.Compressed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        rows = []
        for row in measure(program, browser, f"http://127.0.0.1:{server.server_port}", names, options.runs):
            rows.append(row)
            text = page(rows, options.runs, load_before, load(), len(of_contents()))
            if not options.only:  # after each page: whoever ends a long run keeps what is measured
                REPORT.write_text(text, encoding="utf-8")
        server.shutdown()
    print(f"\n{text}")
    return 0


def arguments(argv):
    parser = argparse.ArgumentParser(prog="run.py bench-pages", description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", metavar="TEXT", help="only pages with this in their name; PAGES.md stays as it is")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="Lighthouse runs of each page, of which the median counts")
    return parser.parse_args(argv)


def stop(reason):
    print(reason, file=sys.stderr)
    return 1


def load():
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


# --- measuring


def lighthouse():
    """The program, installed if need be; None where that cannot be done."""
    program = CACHE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file() and shutil.which("npm"):
        CACHE.mkdir(parents=True, exist_ok=True)
        (CACHE / "package.json").write_text(json.dumps({"private": True}), encoding="utf-8")
        command = [shutil.which("npm"), "install", "--no-audit", "--no-fund", "--omit=optional", "--save-exact", f"lighthouse@{VERSION}"]
        subprocess.call(command, cwd=CACHE)
    return program if program.is_file() and shutil.which("node") else None


def measure(program, browser_path, address, names, runs):
    """One row after the other, for each page."""
    for name in names:
        scores = [run_lighthouse(program, browser_path, f"{address}/{name}.html") for _ in range(runs)]
        row = {"name": name} | {key: statistics.median(score[key] for score in scores) for key in scores[0]}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
            row |= in_browser(browser, f"{address}/{name}.html")
            browser.close()
        print(f"{name:36} {row['performance']:.0f} {row['accessibility']:.0f} {row['best-practices']:.0f}", flush=True)
        yield row


def run_lighthouse(program, browser_path, address):
    """The three scores in percent, in Lighthouse's own setting: a slow phone on slow 4G, both simulated."""
    command = ["node", str(program), address, "--output=json", "--output-path=stdout", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(FLAGS)}"]
    environment = {**os.environ, "CHROME_PATH": browser_path}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=180, check=True)
    report = json.loads(done.stdout)
    return {key: round(100 * report["categories"][key]["score"]) for key in CATEGORIES} | {
        "blocked": report["audits"]["total-blocking-time"]["numericValue"],
        "benchmark": report["environment"]["benchmarkIndex"],
    }


def in_browser(browser, address):
    """What a first visit loads, when a control can be used (the median of three visits), and what axe finds in both themes."""
    usable = []
    for _ in range(3):
        context = browser.new_context(viewport=DESKTOP)
        context.add_init_script(WATCH)
        visit = context.new_page()
        visit.goto(address, wait_until="load")
        usable.append(visit.evaluate("window.firstControl ?? null"))
        context.close()
    found, weight = {}, 0
    for theme, size in (("light", DESKTOP), ("dark", PHONE)):
        context = browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
        visit = context.new_page()
        visit.goto(address, wait_until="networkidle")
        visit.wait_for_function(LAID_OUT, polling=200)
        weight = max(weight, visit.evaluate(WEIGHT))
        visit.evaluate(AXE_SCRIPT)
        found[theme] = len(visit.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"])
        context.close()
    return {"kb": weight / 1000, "usable": None if None in usable else statistics.median(usable), **found}


# --- the table


def page(rows, runs, load_before, load_after, total):
    """PAGES.md: how it was measured, what falls short, one line for each page; a run that was ended early says so."""
    speeds = [row["benchmark"] for row in rows]
    lines = [
        "# The pages, measured",
        "",
        "Made by `make bench-pages`, not by hand; on your machine it makes the table of your machine.",
        "",
        f"- {datetime.date.today()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores; load {load_before} at the start,"
        f" {load_after} at the end (0 is a quiet machine); Lighthouse's index of its speed {min(speeds):.0f} to {max(speeds):.0f}",
        f"- Lighthouse {VERSION} in its setting for phones: a processor four times slower and slow 4G, both simulated; {_times(runs)} a"
        " page. Performance depends on what else the machine does, the other two scores do not",
        "- KB: all that a first visit loads, compressed as a static host sends it",
        "- Control: seconds from the request to the first control of a widget that is drawn and answers, from a server on this machine;"
        " the median of three visits",
        "- Blocked: Lighthouse's total blocking time on its slow phone, in milliseconds; it is what the load of the machine moves most",
        "- axe: violations of WCAG 2.2 AA, on a desktop in the light theme and on a phone in the dark one",
        "",
        *([f"**Only {len(rows)} of {total} pages are measured here.**", ""] if len(rows) < total else []),
        *summary(rows),
        "",
        "| page | KB | control | performance | accessibility | best practices | blocked | axe, light | axe, dark |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        usable = "–" if row["usable"] is None else f"{row['usable']:.2f}"
        scores = " | ".join(f"{row[key]:.0f}" for key in CATEGORIES)
        lines.append(f"| {row['name']} | {row['kb']:.0f} | {usable} | {scores} | {row['blocked']:.0f} | {row['light']} | {row['dark']} |")
    return "\n".join([*lines, ""])


def summary(rows):
    """One sentence for each goal: met everywhere, or where not."""
    sentences = []
    for key in CATEGORIES:
        reach = sum(row[key] >= GOAL for row in rows)
        lowest = min(row[key] for row in rows)
        sentences.append(f"- {key.replace('-', ' ')}: {reach} of {len(rows)} pages have {GOAL} or more; the lowest is {lowest:.0f}")
    timed = [row["usable"] for row in rows if row["usable"] is not None]
    if timed:
        within = sum(seconds <= SECONDS for seconds in timed)
        sentences.append(f"- first control: within {SECONDS:.0f} s on {within} of {len(timed)} pages; the longest {max(timed):.2f} s")
    found = sum(row["light"] + row["dark"] for row in rows)
    sentences.append(f"- axe: {found or 'no'} violations")
    return sentences


def _times(runs):
    return "one run" if runs == 1 else f"the median of {runs} runs"


if __name__ == "__main__":
    sys.exit(main())
