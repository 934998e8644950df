"""`python -m foundation.reports.list_child`: a list as JSON on stdin, PDF/A-3b on stdout, the share done on stderr.

For lists of any length: setting HTML costs a millisecond for each cell, this a hundredth of it. Knows neither settings
nor database.
"""

import importlib.resources
import io
import json
import resource
import sys
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate, chain

import pikepdf
from pikepdf import Array, Dictionary, Name

from foundation.lib.money import format_amount

from .typeface import Typeface

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 120

MM = 72 / 25.4
PORTRAIT = (210 * MM, 297 * MM)
SIDE, TOP, BOTTOM, GAP = 15 * MM, 18 * MM, 20 * MM, 3.5 * MM
FEW = 5
TEXT, SMALL, HEADING, LINE, PADDING = 8, 7, 15, 10.5, 4
BLACK, GREY, PALE = "0.07 g", "0.33 g", "0.73 G"


class Sheet:
    """What is drawn on one page. `y` falls from the top edge."""

    def __init__(self, book):
        self.book, self.operators, self.y = book, [], book.height - TOP

    def text(self, x, y, text, face=None, size=TEXT, colour=BLACK, right=False):
        if not text:
            return
        face = face or self.book.regular
        if right:
            x -= face.width(text, size)
        self.operators.append(f"{colour} BT 1 0 0 1 {x:.2f} {y:.2f} Tm {face.show(text, size)} ET")

    def rule(self, y, weight=0.3, colour=PALE):
        self.operators.append(f"{weight} w {colour} {SIDE:.2f} {y:.2f} m {self.book.width - SIDE:.2f} {y:.2f} l S")


class Book:
    def __init__(self, wish):
        self.wish, self.pdf = wish, pikepdf.new()
        characters = {*"0123456789.,-% ", *json.dumps(wish, ensure_ascii=False)}
        self.regular, self.bold = (
            Typeface(self.pdf, name, weight, characters) for name, weight in (("R", 400), ("B", 600))
        )
        fonts = Dictionary({**self.regular.fonts, **self.bold.fonts})
        self.resources = self.pdf.make_indirect(Dictionary(Font=fonts))
        self.kinds = [kind for _label, kind in wish["columns"]]
        self.rows = [([self.shown(cell) for cell in cells], css, cells) for cells, css in wish["rows"]]
        self.lines = cache(self._lines)
        natural = self.measured()
        self.width, self.height = self.size(natural)
        self.columns = self.shared(natural)
        self.indent = max((self.regular.width(label, TEXT) for label, _value in wish["parameters"]), default=0) + 6 * MM
        room = self.width - 2 * SIDE - self.indent
        self.parameters = [(label, self.lines(value, room, self.regular)) for label, value in wish["parameters"]]

    def shown(self, cell):
        return format_amount(cell, english=self.wish["english"]) if isinstance(cell, int) else cell or ""

    # --- How wide -----------------------------------------------------------------------------------------------------

    def measured(self):
        """What each column needs so that no text is broken."""
        natural = [self.heading_width(label, kind) for label, kind in self.wish["columns"]]
        for cells, css, _raw in self.rows:
            if self.is_title(cells, css):
                continue
            face = self.bold if css else self.regular
            for number, text in enumerate(cells):
                if len(text) * TEXT > natural[number]:  # no letter is wider than high
                    natural[number] = max(natural[number], face.width(text, TEXT))
        return natural

    def size(self, natural):
        """Upright, unless that is too narrow for many columns."""
        fits = sum(natural) + GAP * (len(natural) - 1) <= PORTRAIT[0] - 2 * SIDE
        return PORTRAIT if fits or len(natural) <= FEW else PORTRAIT[::-1]

    def shared(self, natural):
        """[(left edge, width)]. Figures, days and narrow texts have what they need; of the other texts none has less than
        its longest word, where that fits."""
        widths, texts = list(natural), sorted((width, n) for n, width in enumerate(natural) if self.kinds[n] == "text")
        room = self.width - 2 * SIDE - GAP * (len(natural) - 1)
        room -= sum(width for width, kind in zip(natural, self.kinds, strict=True) if kind != "text")
        while texts and texts[0][0] <= room / len(texts):
            width, number = texts.pop(0)
            widths[number] = width if texts else room
            room -= width
        wide = sorted(((self.longest_word(number), number) for _width, number in texts), reverse=True)
        for left, (word, number) in zip(range(len(wide), 0, -1), wide, strict=True):
            widths[number] = max(room / left, min(word, room / 2))
            room -= widths[number]
        edges = accumulate((width + GAP for width in widths), initial=SIDE)
        return list(zip(edges, widths, strict=False))

    def heading_width(self, label, kind):
        """Above figures it may stand in several lines."""
        return max(self.bold.width(word, TEXT) for word in ([label] if kind == "text" else label.split() or [""]))

    def longest_word(self, number):
        words = {
            word for cells, css, _raw in self.rows if not self.is_title(cells, css) for word in cells[number].split()
        }
        return max((self.bold.width(word, TEXT) for word in words), default=0)

    def is_title(self, cells, css):
        """One text alone, which has the room of the whole row."""
        return css == "head" and sum(map(bool, cells)) == 1

    def _lines(self, text, width, face):
        """The text in lines that fit the width; a word that is wider is broken."""
        if face.width(text, TEXT) <= width:
            return [text]
        lines, line = [], ""
        for word in text.split():
            while face.width(word, TEXT) > width and len(word) > 1:
                fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or face.width(word[:n], TEXT) <= width)
                lines += [line] if line else []
                line, lines, word = "", [*lines, word[:fits]], word[fits:]
            if line and face.width(f"{line} {word}", TEXT) > width:
                lines, line = [*lines, line], word
            else:
                line = f"{line} {word}".strip()
        return [*lines, line] if line else lines

    def broken(self, cells, css):
        face = self.bold if css else self.regular
        if self.is_title(cells, css):
            return [
                self.lines(text, self.width - SIDE - x, face)
                for text, (x, _width) in zip(cells, self.columns, strict=True)
            ]
        return [self.lines(text, width + 0.01, face) for text, (_x, width) in zip(cells, self.columns, strict=True)]

    # --- What stands on which page ------------------------------------------------------------------------------------

    def paged(self, first_room, room, closing):
        """Pages of blocks. What stands below the list takes the last block along where it needs another page."""
        pages, free = [[]], first_room
        for block in self.blocks():
            height = sum(row[0] for row in block)
            if height > free and pages[-1]:
                pages.append([])
                free = room
            pages[-1].append(block)
            free -= height
        if closing > free and len(pages[-1]) > 1:
            pages.append([pages[-1].pop()])
        return pages

    def blocks(self):
        """Rows that stay together, each with its height: a heading with what follows it, a sum with what it sums."""
        block, held = [], False
        for cells, css, raw in self.rows:
            broken = self.broken(cells, css)
            row = (max(map(len, broken)) * LINE + PADDING, broken, css, raw)
            if block and not held and css != "sum":
                yield block
                block = []
            block.append(row)
            held = css == "head"
        if block:
            yield block

    # --- Drawing ------------------------------------------------------------------------------------------------------

    def write(self, tell):
        heads = self.broken([label for label, _kind in self.wish["columns"]], "head")
        head_height = max(map(len, heads)) * LINE + PADDING if self.rows else 0
        carry = LINE + PADDING if self.wish["carried"] else 0
        room = self.height - TOP - BOTTOM - head_height - 2 * carry
        pages = self.paged(room + carry - self.opening_height(), room, self.closing_height() - carry)
        sums = dict.fromkeys(self.wish["carried"], 0)
        for number, blocks in enumerate(pages, 1):
            sheet = Sheet(self)
            if number == 1:
                self.open(sheet)
            if self.rows:
                self.draw(sheet, heads, "head", head_height, weight=0.8, colour="0.07 G")
            if number > 1 and carry:
                self.carry(sheet, sums)
            for height, broken, css, raw in chain.from_iterable(blocks):
                self.draw(sheet, broken, css, height)
                for column in sums if not css else ():
                    sums[column] += raw[column] or 0
            if number < len(pages) and carry:
                self.carry(sheet, sums)
            if number == len(pages):
                self.close(sheet)
            self.finish(sheet, number, len(pages))
            if number % 50 == 0:
                tell(100 * number // len(pages))

    def draw(self, sheet, broken, css, height, weight=0.3, colour=PALE):
        face = self.bold if css else self.regular
        base = sheet.y - TEXT
        for lines, (x, width), kind in zip(broken, self.columns, self.kinds, strict=True):
            right = kind in ("amount", "number")
            for number, line in enumerate(lines):
                sheet.text(x + width if right else x, base - number * LINE, line, face, right=right)
        sheet.y -= height
        sheet.rule(sheet.y + PADDING / 2, weight, colour)

    def carry(self, sheet, sums):
        cells = [self.shown(sums[number]) if number in sums else "" for number in range(len(self.columns))]
        free = next(number for number, kind in enumerate(self.kinds) if kind == "text" and number not in sums)
        cells[free] = self.wish["words"]["carried"]
        broken = [[text] for text in cells]
        self.draw(sheet, broken, "sum", LINE + PADDING, 0.6, "0.07 G")

    def opening_height(self):
        return 62 + sum(len(lines) for _label, lines in self.parameters) * 12

    def open(self, sheet):
        wish, top = self.wish, sheet.y
        sheet.text(SIDE, top - 9, wish["company"], self.bold, 9)
        sheet.text(self.width - SIDE, top - 9, wish["origin"], size=SMALL, colour=GREY, right=True)
        sheet.rule(top - 16, 0.8, "0.07 G")
        sheet.text(SIDE, top - 42, wish["title"], self.bold, HEADING)
        y = top - 58
        for label, lines in self.parameters:
            sheet.text(SIDE, y, label, colour=GREY)
            for line in lines:
                sheet.text(SIDE + self.indent, y, line)
                y -= 12
        sheet.y -= self.opening_height()

    def closing_lines(self):
        whole = self.width - 2 * SIDE
        return self.lines(self.wish["footer"], whole, self.regular) if self.wish["footer"] else []

    def closing_height(self):
        return 22 + len(self.closing_lines()) * LINE

    def close(self, sheet):
        for line in self.closing_lines():
            sheet.y -= LINE
            sheet.text(SIDE, sheet.y, line)
        sheet.text(SIDE, sheet.y - 14, self.wish["seal"], size=SMALL, colour=GREY)

    def finish(self, sheet, number, count):
        page_of = self.wish["words"]["page"].format(page=number, pages=count)
        sheet.text(SIDE, 10 * MM, self.wish["origin"], size=SMALL, colour=GREY)
        sheet.text(self.width - SIDE, 10 * MM, page_of, size=SMALL, colour=GREY, right=True)
        page = self.pdf.add_blank_page(page_size=(self.width, self.height))
        page.obj.Resources = self.resources
        page.obj.Contents = self.pdf.make_stream("\n".join(sheet.operators).encode("ascii"))

    def save(self):
        """As PDF/A-3b: fonts embedded, colours defined, described in XMP."""
        wish, pdf = self.wish, self.pdf
        profile = importlib.resources.files("weasyprint") / "pdf" / "sRGB2014.icc"
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB IEC61966-2.1",
            DestOutputProfile=pdf.make_stream(profile.read_bytes(), N=3),
        )
        pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
        pdf.Root.Lang = "en" if wish["english"] else "de"
        now = datetime.now(UTC).replace(microsecond=0)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            meta["dc:title"] = wish["title"]
            meta["xmp:CreateDate"] = now.isoformat()
            meta["pdfaid:part"], meta["pdfaid:conformance"] = "3", "B"
        file = io.BytesIO()
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return file.getvalue()


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    book = Book(json.load(sys.stdin.buffer))
    book.write(lambda percent: print(percent, file=sys.stderr, flush=True))
    sys.stdout.buffer.write(book.save())


if __name__ == "__main__":
    main()
