"""Keeps `locale/*/LC_MESSAGES/django.po` in step with the texts of the house.

`python -m tools.translations check` names what is missing and exits 1; `update` adds new texts and drops dead ones;
`compile` writes the .mo files.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the catalogue carries no time: its history is the repository's


def sources(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every own file that may hold texts: its path and what the extractor of Python texts shall read."""
    rooms = [path.parent for path in root.glob("*/__init__.py") if path.parent.name not in ("tests", "bench")]
    for top in sorted([*rooms, root / "templates"]):
        for path in sorted(top.rglob("*")):
            inside = path.relative_to(root).parts
            if "tests" in inside or not path.is_file():
                continue
            if path.suffix == ".py" and "migrations" not in inside:
                yield path.relative_to(root).as_posix(), path.read_bytes()
            elif "templates" in inside:
                code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
                flat = "\n".join(line.strip() for line in code.splitlines())
                yield path.relative_to(root).as_posix(), flat.encode()


def collect(root: Path, locale: str) -> Catalog:
    catalog = Catalog(
        locale,
        project="Backoffice",
        version="1",
        header_comment="# Texts of the portal. The texts in English are the keys.",
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    for name, code in sources(root):
        for line, text, _, context in extract("python", io.BytesIO(code), KEYWORDS, options={"encoding": "utf-8"}):
            catalog.add(text, locations=[(name, line)], context=context)
    return catalog


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(path.parts[-3])
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def merge(wanted: Catalog, old: Catalog) -> Catalog:
    for message in wanted:
        known = old.get(message.id, message.context) if message.id else None
        if known and not known.fuzzy:
            message.string = known.string
    return wanted


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def faults(message: Message) -> Iterator[str]:
    translated = forms(message.string)
    if message.fuzzy:
        yield "is marked fuzzy"
    if not all(translated):
        yield "is not translated"
    elif placeholders(translated[-1]) != placeholders(forms(message.id)[-1]):
        yield "has other placeholders than its translation"
    elif not all(placeholders(form) <= placeholders(translated[-1]) for form in translated):
        yield "has a plural form with other placeholders"


def problems(root: Path, path: Path) -> Iterator[str]:
    locale = path.parts[-3]
    wanted, have = collect(root, locale), read(path)
    for message in wanted:
        if not message.id:
            continue
        place = f"{locale}: {message.locations[0][0]}: {forms(message.id)[0]!r}"
        known = have.get(message.id, message.context)
        for fault in faults(known) if known else ["is missing"]:
            yield f"{place} {fault}"
    for message in have:
        if message.id and not wanted.get(message.id, message.context):
            yield f"{locale}: {forms(message.id)[0]!r} is no longer used"
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != compile_catalog(have):
        yield f"{locale}: {compiled.name} is out of step; run `python -m tools.translations compile`"


def compile_catalog(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def catalogues(root: Path) -> list[Path]:
    found = sorted((root / "locale").glob("*/LC_MESSAGES"))
    return [folder / "django.po" for folder in found] or [root / "locale" / "de" / "LC_MESSAGES" / "django.po"]


def main(arguments: list[str]) -> int:
    if arguments not in (["check"], ["update"], ["compile"]):
        print(__doc__)
        return 2
    found = []
    for path in catalogues(ROOT):
        if arguments == ["update"]:
            write(path, merge(collect(ROOT, path.parts[-3]), read(path)))
        elif arguments == ["compile"]:
            path.with_suffix(".mo").write_bytes(compile_catalog(read(path)))
        else:
            found += problems(ROOT, path)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
