"""Names of files as strangers send them, made harmless."""

import unicodedata

LENGTH = 120


def clean_name(name):
    """The last part of a path, without control and direction characters, at most 120 characters with its ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    line = " ".join(visible.split()).strip(". ")
    if len(line) <= LENGTH:
        return line or "file"
    stem, dot, ending = line.rpartition(".")
    if not dot or len(ending) > 10:
        return line[:LENGTH]
    return f"{stem[: LENGTH - len(ending) - 1]}.{ending}"


def ending_of(name):
    return name.rpartition(".")[2].lower() if "." in name else ""
