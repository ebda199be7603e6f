"""The list of references, in roles that a screen reader may meet: docutils puts entries into a list that are no list items."""


def connect(app):
    app.connect("html-page-context", mend)


def mend(app, pagename, templatename, context, doctree):
    context["body"] = mended(context.get("body", ""))


def mended(body):
    return body.replace(' role="doc-biblioentry"', ' role="listitem"')
