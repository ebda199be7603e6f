"""Every address of another site that the built pages lead to, in one list, and whether it still answers.

    python run.py links                     writes _build/links.json and asks each address, where there is a network
    python run.py links --list              only writes the list
"""

import argparse
import concurrent.futures
import json
import re
import sys
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
LIST = ROOT / "_build" / "links.json"
HREF = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"')
SHY = {401, 403, 405, 406, 418, 429, 999}  # there, but not for programs
HEADERS = {"User-Agent": "Mozilla/5.0 (a check of a course's links)", "Accept": "text/html,*/*"}
OK, SHY_SITE, BROKEN, UNREACHED = "answers", "answers, but not to programs", "broken", "not reached"


def main(argv=None):
    parser = argparse.ArgumentParser(prog="run.py links", description=__doc__.split("\n")[0])
    parser.add_argument("--list", action="store_true", help="only write the list")
    only_list = parser.parse_args(argv).list
    if not (BUILT / "index.html").is_file():
        print("The book is not built: run `make book` first.", file=sys.stderr)
        return 1
    found = collect(BUILT, own_addresses())
    LIST.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"{len(found)} addresses of other sites, in {LIST.relative_to(ROOT).as_posix()}")
    return 0 if only_list else report(check(found), found)


def own_addresses():
    """What leads to this course itself, on its code host and on Binder: whether it is there is for who publishes it to see."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    return config["repository"]["url"], config["launch_buttons"]["binderhub_url"]


def collect(folder, own=()):
    """{address: pages that lead there}, without what follows a #."""
    found = {}
    for page in sorted(folder.rglob("*.html")):
        if "_static" in page.parts:
            continue
        for address in HREF.findall(page.read_text(encoding="utf-8")):
            address = unescape(address).split("#")[0]
            if not address.startswith(tuple(own)):
                found.setdefault(address, set()).add(page.relative_to(folder).as_posix())
    return {address: sorted(pages) for address, pages in sorted(found.items())}


def check(addresses, seconds=20):
    """{address: (verdict, what was said)}. Sites are asked side by side, each address twice before it is called broken."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return dict(zip(addresses, pool.map(lambda address: ask(address, seconds), addresses), strict=True))


def ask(address, seconds, tries=2):
    try:
        request = urllib.request.Request(address, headers=HEADERS)
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return OK, str(answer.status)
    except urllib.error.HTTPError as refusal:
        verdict = (SHY_SITE if refusal.code in SHY else BROKEN), str(refusal.code)
    except (OSError, ValueError) as problem:
        verdict = UNREACHED, str(getattr(problem, "reason", problem))
    return verdict if tries == 1 or verdict[0] == SHY_SITE else ask(address, seconds, tries - 1)


def report(verdicts, pages):
    """Say what was found; 0 where all is well, 1 where an address is broken, 2 where nothing could be asked."""
    reached = [address for address, (verdict, _) in verdicts.items() if verdict != UNREACHED]
    if verdicts and not reached:
        print("No site answered: there seems to be no network, and no address was checked.")
        return 2
    for verdict in (BROKEN, UNREACHED, SHY_SITE):
        for address, (its, said) in verdicts.items():
            if its == verdict:
                print(f"{verdict} ({said}): {address}\n    on {', '.join(pages[address])}")
    count = sum(verdict == OK for verdict, _ in verdicts.values())
    print(f"{count} of {len(verdicts)} answer")
    return int(any(verdict in (BROKEN, UNREACHED) for verdict, _ in verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())
