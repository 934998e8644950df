"""Text made comparable: folding, phonetics, shortening."""

import re
import unicodedata
from functools import lru_cache

# What German writes in two ways, and the letters that carry no separable accent.
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "å": "aa"}
    | {"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def fold(text):
    """One spelling for searching and comparing: `Müller`, `MUELLER` and ` mueller ` are the same."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", composed).translate(_LETTERS))
    return " ".join("".join(char for char in spelled if not unicodedata.combining(char)).split())


# Kölner Phonetik, H. J. Postel, IBM-Nachrichten 19 (1969), pages 925-931: letters with what stands beside them, code.
# The first rule that fits counts. H has no code.
_RULES = (
    ("[aeijouy]", "0"),
    ("p(?=h)", "3"),
    ("[bp]", "1"),
    ("[dt](?=[csz])", "8"),
    ("[dt]", "2"),
    ("[fvw]", "3"),
    ("[gkq]", "4"),
    ("(?<![a-z])c(?=[ahkloqrux])", "4"),
    ("(?<=[sz])c", "8"),
    ("(?<=[a-z])c(?=[ahkoqux])", "4"),
    ("c", "8"),
    ("(?<=[ckq])x", "8"),
    ("x", "48"),
    ("l", "5"),
    ("[mn]", "6"),
    ("r", "7"),
    ("[sz]", "8"),
    ("h", ""),
)
_LETTER = re.compile("|".join(f"({letters})" for letters, _code in _RULES))


@lru_cache(maxsize=20_000)  # names repeat, and an import asks for each of them
def cologne(text):
    """The code of how a German name sounds; names that sound alike share it. All words together count as one."""
    letters = re.sub("[^a-z]", "", fold(text))
    codes = _LETTER.sub(lambda found: _RULES[found.lastindex - 1][1], letters)
    single = re.sub(r"(.)\1+", r"\1", codes)
    return single[:1] + single[1:].replace("0", "")


_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~«»‹›\u2010-\u201f]+")  # the last are dashes and quotes


def words(text):
    """The folded words of a text, each once, in their order; punctuation parts them."""
    return list(dict.fromkeys(filter(None, _BETWEEN_WORDS.split(fold(text)))))


def one_slip(a, b):
    """Whether one slip of the finger lies between two words: a letter too many, too few, another, or two swapped."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1 or a == b:
        return False
    start = next((at for at, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    rest, other = short[start:], long[start:]
    if len(short) < len(long):
        return rest == other[1:]
    return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])


def shorten(text, n):
    """At most `n` characters on one line, cut between words where that keeps more than half, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= n:
        return line
    cut = line[: n - 1]
    space = line.rfind(" ", 0, n)
    return (cut[:space] if space > n // 2 else cut.rstrip()) + "…"
