"""Inter, embedded in a PDF with those characters that it needs. Figures all have the same width."""

import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from pikepdf import Array, Dictionary, Name

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
SCRIPTS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
UNUSED = ("GDEF", "GPOS", "STAT", "HVAR", "MVAR", "avar", "gasp")
EM = 1000


class Typeface:
    """One weight. A character that no file has shows the empty box."""

    def __init__(self, pdf, name, weight, characters):
        self.fonts, self.glyphs = {}, {}
        for number, script in enumerate(SCRIPTS):
            font = TTFont(VENDOR / f"inter-{script}.woff2")
            has = {chr(code) for code in font.getBestCmap()}
            wanted = has.intersection(characters) - self.glyphs.keys()
            if wanted or number == 0:
                self._add(pdf, f"{name}{number}", weight, font, wanted)
        self.missing = (f"{name}0", "0000", EM / 2)

    def _add(self, pdf, label, weight, font, characters):
        _cut(font, weight, characters)
        found = _glyphs(font)
        used = {character: found[character] for character in characters}
        self.fonts[f"/{label}"] = _embed(pdf, font, f"{label}+Inter{weight}", used)
        self.glyphs |= {character: (label, f"{glyph:04X}", width) for character, (glyph, width) in used.items()}

    def width(self, text, size):
        return sum(self.glyphs.get(character, self.missing)[2] for character in text) * size / EM

    def show(self, text, size):
        """The operators that show a text where the pen stands."""
        runs, last = [], None
        for character in text:
            label, glyph, _width = self.glyphs.get(character, self.missing)
            if label != last:
                runs.append((label, []))
                last = label
            runs[-1][1].append(glyph)
        return " ".join(f"/{label} {size} Tf <{''.join(glyphs)}> Tj" for label, glyphs in runs)


def _cut(font, weight, characters):
    """To one weight and to these characters, in place."""
    cutter = subset.Subsetter(subset.Options(layout_features=["tnum"], hinting=False, drop_tables=[*UNUSED[:2]]))
    cutter.populate(text="".join(characters) + "0")
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)


def _glyphs(font):
    """{character: (glyph, width)}, with figures of one width."""
    even = {}
    for feature in font["GSUB"].table.FeatureList.FeatureRecord if "GSUB" in font else ():
        for lookup in feature.Feature.LookupListIndex:
            for table in font["GSUB"].table.LookupList.Lookup[lookup].SubTable:
                even |= table.mapping
    scale, widths = EM / font["head"].unitsPerEm, font["hmtx"]
    names = {
        chr(code): even.get(name, name) if chr(code).isdigit() else name for code, name in font.getBestCmap().items()
    }
    return {character: (font.getGlyphID(name), widths[name][0] * scale) for character, name in names.items()}


def _embed(pdf, font, name, used):
    scale, head = EM / font["head"].unitsPerEm, font["head"]
    widths = [font["hmtx"][glyph][0] * scale for glyph in font.getGlyphOrder()]
    for table in (*UNUSED, "GSUB"):
        if table in font:
            del font[table]
    file = io.BytesIO()
    font.flavor = None
    font.save(file)
    name = Name(f"/{name}")
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)]),
            ItalicAngle=0,
            Ascent=round(font["hhea"].ascent * scale),
            Descent=round(font["hhea"].descent * scale),
            CapHeight=round(font["OS/2"].sCapHeight * scale),
            StemV=80,
            FontFile2=pdf.make_stream(file.getvalue()),
        )
    )
    described = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=descriptor,
            CIDToGIDMap=Name.Identity,
            W=Array([0, Array([round(width, 2) for width in widths])]),
        )
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([described]),
            ToUnicode=pdf.make_stream(_to_unicode(used)),
        )
    )


def _to_unicode(used):
    """What makes the text searchable: glyph back to character."""
    pairs = [f"<{glyph:04X}> <{character.encode('utf-16-be').hex()}>" for character, (glyph, _width) in used.items()]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()
