"""What all tests share."""

import pytest

from tools import chromium, pages


@pytest.fixture(scope="session")
def chromium_path():
    """The browser that the `browser` tests drive. Without one they fail, and the sentence says what to install."""
    return chromium.find() or pytest.fail(chromium.HOW_TO_INSTALL, pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium_path):
    """One browser for all tests of a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=pages.LOCAL_ONLY)
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter):
    """Print the tables that tests have recorded, such as that of the known mistakes."""
    tables = {}
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, value in getattr(report, "user_properties", []):
            if name == "table":
                header, row = value
                tables.setdefault(tuple(header), []).append(row)
    for header, rows in tables.items():
        widths = [max(len(str(line[k])) for line in [header, *rows]) for k in range(len(header))]
        terminalreporter.write_line("")
        for line in [header, *sorted(rows), *totals(rows)]:
            terminalreporter.write_line("  ".join(str(cell).rjust(width) for cell, width in zip(line, widths, strict=True)))


def totals(rows):
    """A last row with the sums, where the columns after the first hold numbers."""
    numbers = all(isinstance(cell, int) for row in rows for cell in row[1:])
    return [["all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])]] if numbers and len(rows) > 1 else []
