import pytest

from foundation.lib.text import cologne, fold, one_slip, shorten, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "mueller"),
        ("MUELLER", "mueller"),
        ("Mu\u0308ller", "mueller"),
        ("Straße", "strasse"),
        ("GROẞ", "gross"),
        ("  René\u00a0 \t Côté ", "rene cote"),
        ("Łukasz Đorđević", "lukasz dordevic"),
        ("Søren Ångström", "soeren aangstroem"),
        ("ﬁrma Ｇｍｂ\uff28", "firma gmbh"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_folding_leaves_one_spelling(text, folded):
    assert (fold(text), fold(fold(text))) == (folded, folded)


SOUNDS = """
Müller 657, Mueller 657, Miller 657, Muller 657
Meyer 67, Maier 67, Mayr 67, Meier 67
Schmidt 862, Schmitt 862, Schmid 862
Schneider 8627, Fischer 387, Weber 317, Wagner 3467, Becker 147, Hoffmann 0366, Schäfer 837
Müller-Lüdenscheidt 65752682, Wikipedia 3412, Breschnew 17863, Mönchengladbach 664645214
Philipp 351, Peter 127, Pharma 376, Pfeiffer 1337
Xanthippe 48621, Max 648, Becks 148, Cx 48, Cxyz 488, Axel 0485
Christstollen 478256, Celsius 8588, Claasen 4586, Clown 4536, Cesar 887, Zacharias 8478, Acl 085, Ace 08, Scala 85
Deutsch 28, Deutz 28, Matsch 68, Arbeitsamt 071862, Holzbau 0581
Heithabu 021, Eberhardt 01772, Hannover 0637, Aha 0, Groß 478
"""


@pytest.mark.parametrize(("name", "code"), [pair.split() for pair in SOUNDS.replace("\n", ",").split(",") if pair])
def test_the_cologne_code_of(name, code):
    assert cologne(name) == code


@pytest.mark.parametrize("silent", ["", "H", "12-3", "Ж"])
def test_what_has_no_sound_has_no_code(silent):
    assert cologne(silent) == ""


@pytest.mark.parametrize(
    ("n", "short"),
    [
        (40, "Invoice 4711 of March"),
        (21, "Invoice 4711 of March"),
        (20, "Invoice 4711 of…"),
        (12, "Invoice…"),
        (6, "Invoi…"),
        (1, "…"),
    ],
)
def test_shortening_cuts_between_words(n, short):
    assert shorten("Invoice 4711\n of March", n) == short


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller-Lüdenscheidt, Hans", ["mueller", "luedenscheidt", "hans"]),
        ("C&A – Bremen (C&A)", ["c", "a", "bremen"]),
        ("AR-2026-00017", ["ar", "2026", "00017"]),
        ("„Zum Anker“ O’Neill", ["zum", "anker", "o", "neill"]),
        ("»Neu« ‹Kai› ‚Alt‘ A‑B", ["neu", "kai", "alt", "a", "b"]),
        (" ... ", []),
    ],
)
def test_words_are_folded_and_come_once(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize("typed", ["petesen", "pettersen", "petersem", "petresen", "epetersen", "petersenn", "epters"])
def test_one_slip_is_told_from_two(typed):
    assert one_slip(typed, "petersen") is one_slip("petersen", typed) is (typed != "epters")


@pytest.mark.parametrize(("a", "b"), [("a", "a"), ("", ""), ("abc", "cba"), ("abcd", "badc"), ("ab", "abcd")])
def test_no_slip_and_two_slips_are_not_one(a, b):
    assert not one_slip(a, b)
