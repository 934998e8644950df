"""The words of names, on SQLite made by Python and on PostgreSQL by SQL: both are compared with `lib.text`."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from foundation.lib.text import cologne, words
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.screens.models import SearchTerm, SearchWord
from foundation.screens.search_words import alike, fill

NAMES = """
Müller-Lüdenscheidt|Mu\u0308ller|MUELLER|Straße|GROẞ|René\u00a0Côté|Łukasz Đorđević|Søren Ångström|ﬁrma Ｇｍｂ\uff28
C&A – Bremen (C&A)|Schmidt & Söhne|O'Neill|O’Neill „Zum Anker“ ‚Alt‘ »Neu« ‹Kai›|“Pier” ‘7’ A‐B C‑D —|Œuvre|Æsir|Þor|Breschnew|Mönchengladbach|Philipp Pharma Pfeiffer
Xanthippe Max Becks Cx Cxyz Axel Cxx|Christstollen Celsius Claasen Clown Cesar Zacharias Acl Ace Scala Sca Czc|Deutsch
Deutz Matsch Arbeitsamt Holzbau Heithabu Eberhardt Aha Groß Mhm Ccc Xcx Qx Dcx Phx
""".strip().replace("\n", "|")


def kept(person):
    rows = SearchWord.objects.filter(table_name="organisation_person", row_key=person.pk)
    return sorted(SearchTerm.objects.filter(word__in=rows.values("word")).values_list("word", "backwards", "sound"))


def made(text):
    return sorted((word, word[::-1], cologne(word)[:40]) for word in (word[:40] for word in words(text)))


@pytest.mark.parametrize("name", NAMES.split("|"))
def test_the_database_folds_and_sounds_as_the_library_does(hire, name):
    person = hire("Ada Sommer")
    with acting("system:test"):
        Person.objects.filter(pk=person.pk).update(first_name="", last_name=name[:60])
    assert kept(person) == made(name[:60])


def test_words_follow_their_row_whoever_writes_it(hire):
    person = hire("Ada Sommer")
    assert kept(person) == made("Ada Sommer")
    with acting("system:test"), connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_person SET last_name = %s WHERE id = %s", ["Größe", person.pk])
        assert kept(person) == made("Ada Größe")
        cursor.execute("DELETE FROM organisation_person WHERE id = %s", [person.pk])
    assert kept(person) == []
    assert not SearchTerm.objects.filter(word="groesse")


def test_a_word_is_cut_where_nobody_types_on(hire):
    person = hire("Ada " + "x" * 60)
    assert [word for word, _back, _sound in kept(person)] == ["ada", "x" * 40]


def test_the_check_finds_what_is_missing_and_too_many_and_the_command_mends_it(hire):
    ada = hire("Ada Sommer")
    call_command("search_words", check=True)
    SearchWord.objects.filter(word="ada").delete()
    SearchWord.objects.create(table_name="organisation_person", row_key=ada.pk, word="eva")
    with pytest.raises(CommandError, match="organisation_person 2, screens_searchterm 2"):
        call_command("search_words", check=True)
    call_command("search_words")
    assert kept(ada) == made("Ada Sommer")


def test_rows_older_than_their_triggers_get_their_words(hire):
    ada, ben = hire("Ada Sommer"), hire("Ben Winter")
    SearchWord.objects.filter(row_key=ada.pk).delete()
    fill()
    assert (kept(ada), kept(ben)) == (made("Ada Sommer"), made("Ben Winter"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("mueller", {"mueller", "miller"}),
        ("muelelr", {"mueller"}),
        ("meuller", {"mueller", "miller"}),
        ("nueller", {"mueller", "miller"}),
        ("mulelr", set()),
        ("petresen", {"petersen"}),
        ("petersne", {"petersen"}),
        ("eptersen", {"petersen"}),
        ("petersenn", {"petersen"}),
        ("hanz", {"hans"}),
        ("kai", set()),
    ],
)
def test_words_alike(hire, asked, expected):
    for name in ("Hans Müller", "Kay Miller", "Hanna Petersen"):
        hire(name)
    assert alike([asked]).get(asked, set()) == expected


def test_several_words_are_one_question(hire, django_assert_num_queries):
    hire("Hans Müller")
    with django_assert_num_queries(1):
        assert alike(["hanz", "miller"]) == {"hanz": {"hans"}, "miller": {"mueller"}}
    with django_assert_num_queries(0):
        assert alike(["a"]) == {}
