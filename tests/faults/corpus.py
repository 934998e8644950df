"""Files as strangers send them. Each is refused in a sentence, or kept as what it is and never run."""

import io
import zipfile

import pikepdf

BOMB = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def script_pdf():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        return _saved(pdf)


def bomb_pdf(megabytes=200):
    """A page whose content is small packed and huge unpacked."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b" " * megabytes * 1_000_000)
        return _saved(pdf)


def _saved(pdf):
    file = io.BytesIO()
    pdf.save(file, compress_streams=True)
    return file.getvalue()


def package(*parts, filling=b"<x/>"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for part in parts:
            made.writestr(part, filling)
    return file.getvalue()


REFUSED = {
    "leer.pdf": b"",
    "skript.pdf": script_pdf(),
    "kein.pdf": b"%PDF-1.7\nnothing more",
    "archiv.zip": package("beleg.pdf"),
    "bombe.zip": package("null.bin", filling=bytes(50_000_000)),
    "makros.xlsx": package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
    "bild.svg": SVG.encode(),
    "bild.xml": f'<?xml version="1.0"?>{SVG}'.encode(),
    "seite.txt": b"<!doctype html><script>alert(1)</script>",
    "programm.pdf": b"MZ\x90\x00",
    "shell.csv": b"#!/bin/sh\nrm -rf /",
    "php.txt": b"<?php system('id'); ?>",
    "utf16.txt": "Beleg".encode("utf-16"),
    "bild.png": b"\xff\xd8\xff\xe0JFIF",
    "text.pdf": b"Rechnung 4711",
}
INERT = {
    "bombe.xml": f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY b0 "x">{BOMB}]><b>&b9;</b>'.encode(),
    "fremd.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "bombe.xlsx": package("[Content_Types].xml", "xl/workbook.xml", filling=b" " * 20_000_000),
    "doppelt.png": b"\x89PNG\r\n\x1a\n" + package("evil.js"),
    "formel.csv": b"=cmd|'/c calc'!A1;1,00",
    "../../../etc/beleg.txt": b"Quittung",
}
