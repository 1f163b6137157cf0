"""The report on an audiobook: pictures, and beside every picture a table that says the same."""

from narrate.publishing.report.findings import ChapterSound, Verdict
from narrate.publishing.report.page import report_page

__all__ = ["ChapterSound", "Verdict", "report_page"]
