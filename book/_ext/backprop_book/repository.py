"""The repository's address: one line in _config.yml, replaced on a fork's build machine by the fork's own."""

import os


def address(configured, environment):
    """The address to link to: the one of the repository that is being built, else the configured one."""
    name = environment.get("GITHUB_REPOSITORY", "").strip("/ ")
    if not name:
        return configured.rstrip("/")
    server = environment.get("GITHUB_SERVER_URL", "").rstrip("/ ") or "https://github.com"
    return f"{server}/{name}"


def binder_address(binderhub, repository, branch, path):
    """The link that opens one file of a GitHub repository in JupyterLab on Binder."""
    owner_and_name = "/".join(repository.split("/")[-2:])
    return f"{binderhub.rstrip('/')}/v2/gh/{owner_and_name}/{branch}?urlpath=lab/tree/{path}"


def connect(app):
    app.connect("config-inited", use_address)


def use_address(app, config):
    options = config.html_theme_options
    options["repository_url"] = address(options.get("repository_url", ""), os.environ)
    # Prose says {{ repository }}, so that no page holds the address
    url, branch = options["repository_url"], options.get("repository_branch", "main")
    binderhub = options.get("launch_buttons", {}).get("binderhub_url", "")
    config.myst_substitutions = {
        **(config.myst_substitutions or {}),
        "repository": f"[the repository]({url})",
        "issues": f"[open an issue]({url}/issues)",
        "binder": f"[Open lesson 1 on Binder]({binder_address(binderhub, url, branch, 'lessons/01_neuron.ipynb')})",
    }
