"""How full something is, as a bar and a number: drawn by the server, a plain number in a file."""

from decimal import Decimal

from django.utils.html import format_html

from .templatetags.screens import percentage

WHOLE = Decimal(100)


class Bar(str):
    """`percent` is a Decimal or None, `tone` one of good, wait, bad. As text it is the number alone."""

    __slots__ = ("part", "tone")

    def __new__(cls, percent, tone="good"):
        bar = super().__new__(cls, "" if percent is None else f"{percentage(percent)} %")
        bar.part, bar.tone = min(percent or Decimal(0), WHOLE), tone
        return bar

    def __html__(self):
        return format_html(
            '<span class="use-bar tone-{}"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
            '<rect class="rest" width="100" height="8"></rect><rect class="part" width="{}" height="8"></rect></svg>'
            "<span>{}</span></span>",
            self.tone, self.part, str(self) or "–",
        )  # fmt: skip
