"""The repository's address: one line in _config.yml, replaced on a fork's build machine by the fork's own.

Without an address the pages say in words what they cannot link to, and the buttons that would lead nowhere are left out.
"""

import os
from urllib.parse import quote, urlsplit

HOSTS = ("github", "gitlab")  # those for which the theme knows where an issue is opened
WITHOUT_ADDRESS = {
    "repository": "the course's files",
    "issues": "tell those who gave you this book",
    "binder": "lesson 1 can be opened on Binder once the course has a public address, which this copy was built without",
}


def address(configured, environment):
    """The address to link to: the one of the repository that is being built, else the configured one, else ""."""
    name = environment.get("GITHUB_REPOSITORY", "").strip("/ ")
    if not name:
        return (configured or "").strip("/ ")
    server = environment.get("GITHUB_SERVER_URL", "").rstrip("/ ") or "https://github.com"
    return f"{server}/{name}"


def host(repository, environment):
    """Whose buttons fit: "github" or "gitlab", also on a server of another name; "" where neither is known."""
    if repository and environment.get("GITHUB_REPOSITORY", "").strip("/ "):
        return "github"
    return next((name for name in HOSTS if name in (urlsplit(repository).hostname or "")), "")


def binder_address(binderhub, repository, branch, path):
    """The link that opens one file of a repository in JupyterLab on Binder."""
    if urlsplit(repository).hostname == "github.com":
        place = "gh/" + "/".join(repository.split("/")[-2:])
    else:
        place = "git/" + quote(repository, safe="")
    return f"{binderhub.rstrip('/')}/v2/{place}/{branch}?urlpath=lab/tree/{path}"


def new_issue(repository, kind, page):
    """The link to a new issue about one page: GitHub opens the form of .github/ISSUE_TEMPLATE with its first answer given."""
    if kind == "gitlab":
        return f"{repository}/-/issues/new?issue[title]={quote(page)}"
    return f"{repository}/issues/new?template=page.yml&page={quote(page)}"


def links(repository, kind, branch, binderhub):
    """What prose says for {{ repository }}, {{ issues }} and {{ binder }}, so that no page holds the address."""
    if not repository:
        return dict(WITHOUT_ADDRESS)
    choose = f"{repository}/issues/new/choose" if kind == "github" else f"{repository}/issues"
    binder = binder_address(binderhub, repository, branch, "lessons/01_neuron.ipynb")
    return {
        "repository": f"[the repository]({repository})",
        "issues": f"[open an issue]({choose})",
        "binder": f"[Open lesson 1 on Binder]({binder})",
    }


def connect(app):
    app.connect("config-inited", use_address)
    app.connect("html-page-context", lead_to_form, priority=502)  # after the theme, which makes the buttons at 501


def use_address(app, config):
    options = config.html_theme_options
    url = address(options.get("repository_url"), os.environ)
    kind = host(url, os.environ)
    binderhub = options.get("launch_buttons", {}).get("binderhub_url", "")
    said = links(url, kind, options.get("repository_branch", "main"), binderhub)
    config.myst_substitutions = {**(config.myst_substitutions or {}), **said}
    options["repository_url"] = url if kind else ""  # a host that the theme does not know would stop the build
    options["repository_provider"] = kind
    options["use_repository_button"] = options["use_issues_button"] = bool(kind)
    if not kind:
        options["launch_buttons"] = {}


def lead_to_form(app, page, template, context, doctree):
    """Let the button for an issue open the form, with the page's name in it."""
    for button in all_buttons(context.get("header_buttons", [])):
        if button.get("label") == "source-issues-button":
            options = app.config.html_theme_options
            button["url"] = new_issue(options["repository_url"], options["repository_provider"], page)


def all_buttons(buttons):
    for button in buttons:
        yield button
        yield from all_buttons(button.get("buttons", []))
