"""What a publisher uploads and what the code host shows: the site's folder, the workflows, the citation, the forms for issues."""

import html
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from tools import site

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from backprop_book import repository  # noqa: E402

GITHUB = ROOT / ".github"
ADDRESS = "https://github.com/owner/name"


def data(path):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


# --- the site's folder


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def small(tmp_path):
    """A tiny built book, with everything beside the pages that a build leaves."""
    for name, text in {
        "index.html": '<a href="_sources/a.md">a</a> <script src="_static/a.js"></script>',
        "a.html": '<a href="_sources/b%20c.ipynb" download>b c</a>',
        "_sources/a.md": "a",
        "_sources/b c.ipynb": "b",
        "_sources/gone.md": "of a page that is no more",
        "_static/a.js": "a",
        "_static/a.js.map": "a",
        "_static/macros.html": "{% a %}",
        "_static/locales/de/LC_MESSAGES/theme.mo": "a",
        ".buildinfo": "a",
        ".doctrees/a.doctree": "a",
        "objects.inv": "a",
    }.items():
        path = tmp_path / "html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_leftovers_of_the_build_stay_at_home(small):
    (small / "site").mkdir()
    (small / "site/of_yesterday.html").touch()
    files = site.make(small / "html", small / "site", "A & B")
    wanted = {"index.html", "a.html", "_sources/a.md", "_sources/b c.ipynb", "_static/a.js", "objects.inv", ".nojekyll", "404.html"}
    assert names(small / "site") == wanted == {path.relative_to(small / "site").as_posix() for path in files}
    assert "Not found: A &amp; B<" in (small / "site/404.html").read_text(encoding="utf-8")


# --- the workflows


def workflow(name):
    found = data(f".github/workflows/{name}.yml")
    found["on"] = found.pop(True)  # YAML 1.1 takes the word for a truth
    return found


def test_only_official_actions_of_a_named_version_are_used():
    used = []
    for path in sorted((GITHUB / "workflows").glob("*.yml")):
        for job in workflow(path.stem)["jobs"].values():
            used += [step["uses"] for step in job["steps"] if "uses" in step]
    assert len(used) >= 8 and [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


def test_the_code_that_is_run_may_only_read():
    for path in sorted((GITHUB / "workflows").glob("*.yml")):
        found = workflow(path.stem)
        assert found["permissions"] == {"contents": "read"}
        for job in found["jobs"].values():
            if "permissions" in job:  # may write: then nothing of the project runs there
                assert job["permissions"] == {"pages": "write", "id-token": "write"}
                assert [step.get("uses", "").split("@")[0] for step in job["steps"]] == ["actions/deploy-pages"]


def test_it_is_published_from_the_default_branch_after_the_tests():
    publish = workflow("publish")
    assert publish["on"]["workflow_run"] == {"workflows": [workflow("book")["name"]], "types": ["completed"]}
    condition = publish["jobs"]["site"]["if"]
    for needed in ("conclusion == 'success'", "event == 'push'", "head_branch == github.event.repository.default_branch"):
        assert needed in condition
    assert publish["jobs"]["publish"]["needs"] == "site"
    uploaded = [step["with"]["path"] for step in publish["jobs"]["site"]["steps"] if "upload" in step.get("uses", "")]
    assert [ROOT / path for path in uploaded] == [site.SITE]


# --- the citation


def test_the_citation_agrees_with_the_package_the_book_and_the_licence():
    cited, config = data("CITATION.cff"), data("_config.yml")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0" and cited["message"]
    assert cited["title"] == config["title"]
    assert cited["version"] == project["version"]
    assert " AND ".join(cited["license"]) == project["license"]
    assert [author["name"] for author in cited["authors"]] == [config["author"]]
    assert config["author"] in (ROOT / "LICENSE").read_text(encoding="utf-8")


# --- the forms for issues


@pytest.mark.parametrize("name, asked", [("page", {"page", "saw", "expected", "browser"}), ("check", {"exercise", "seed", "code"})])
def test_a_form_asks_what_is_needed_to_answer(name, asked):
    form = data(f".github/ISSUE_TEMPLATE/{name}.yml")
    assert form["name"] and form["description"]
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in fields} <= {"input", "textarea", "dropdown", "checkboxes"}
    ids = [field["id"] for field in fields]
    assert len(ids) == len(set(ids)) and asked <= set(ids)
    assert all(field["attributes"]["label"] for field in fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_a_pages_own_button_fills_the_forms_first_field():
    parts = urlsplit(repository.new_issue(ADDRESS, "github", "lessons/03_costs"))
    asked = parse_qs(parts.query)
    assert parts.path == "/owner/name/issues/new" and asked["page"] == ["lessons/03_costs"]
    (template,) = asked["template"]
    assert data(f".github/ISSUE_TEMPLATE/{template}")["body"][0]["id"] == "page"


# --- a book without an address


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory):
    """The pages of a small book with the project's own configuration and extension, and an empty address."""
    folder = tmp_path_factory.mktemp("nowhere")
    config = data("_config.yml")
    config["repository"]["url"] = None  # what `url:` with nothing behind it says
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: words\nchapters:\n- file: notebook\n")
    (folder / "words.md").write_text("# Words\n\nFirst {{ repository }}, then {{ issues }}; {{ binder }}.\n")
    shutil.copyfile(ROOT / "lessons/exercises/07_real_network.ipynb", folder / "notebook.ipynb")
    (folder / "book").symlink_to(ROOT / "book", target_is_directory=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    code = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", code, "build", "."]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return {path.stem: path.read_text(encoding="utf-8") for path in (folder / "_build/html").glob("*.html")}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the small book leans on a symbolic link")
def test_without_an_address_the_buttons_are_left_out(nowhere):
    for page in nowhere.values():
        for dead in ("mybinder", "btn-source-repository", "btn-source-issues", "Launch on", 'href=""', "//issues", "None/"):
            assert dead not in page
        assert urlsplit(data("_config.yml")["repository"]["url"] or ADDRESS).path not in page
    assert "btn-download-source-button" in nowhere["notebook"]  # what needs no address is still there


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the small book leans on a symbolic link")
def test_without_an_address_the_sentences_can_still_be_read(nowhere):
    text = html.unescape(re.sub(r"<[^>]+>|\s+", " ", nowhere["words"])).replace("’", "'")
    for words in repository.WITHOUT_ADDRESS.values():
        assert words in text


@pytest.mark.parametrize("empty", [None, "", " ", "/"])
def test_an_empty_address_is_none(empty):
    assert repository.address(empty, {}) == "" == repository.host("", {})
    assert repository.address(empty, {"GITHUB_REPOSITORY": "me/fork"}) == "https://github.com/me/fork"


@pytest.mark.parametrize(
    "url, environment, kind",
    [
        (ADDRESS, {}, "github"),
        ("https://gitlab.com/owner/name", {}, "gitlab"),
        ("https://gitlab.example.org/owner/name", {}, "gitlab"),
        ("https://git.example.org/owner/name", {"GITHUB_REPOSITORY": "owner/name"}, "github"),
        ("https://git.example.org/github/name", {}, ""),  # not one that the theme has buttons for
    ],
)
def test_the_buttons_fit_the_host(url, environment, kind):
    assert repository.host(url, environment) == kind


def test_binder_takes_any_git_address():
    link = repository.binder_address("https://mybinder.org", "https://git.example.org/me/course", "main", "lessons/x.ipynb")
    assert link == "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fme%2Fcourse/main?urlpath=lab/tree/lessons/x.ipynb"


def test_no_file_repeats_the_address():
    """It may change, and a fork has another: only _config.yml holds it."""
    path = urlsplit(data("_config.yml")["repository"]["url"] or ADDRESS).path.strip("/")
    kinds = {".md", ".py", ".yml", ".cff", ".toml", ".ipynb", ".js", ".html", ".json", ".txt"}
    skipped = {"_build", ".venv", ".git", "node_modules"}
    tops = [top for top in ROOT.iterdir() if top.name not in skipped]
    files = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*")) if file.suffix in kinds]
    assert len(files) > 200
    holders = [file for file in files if path in file.read_text(encoding="utf-8")]
    assert [file.relative_to(ROOT).as_posix() for file in holders] == ["_config.yml"]
