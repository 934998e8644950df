"""The words of names, kept by triggers: whoever writes a name, by form, in bulk or by raw SQL, is found by it at once.

A word is kept folded, and as a term, once for all names that have it, backwards and by its sound. What somebody typed
with one slip has its first or its second half right, so the terms that begin or end like it are few, and an index finds
both.
"""

import json
from functools import lru_cache

from django.db import connection, models, transaction
from django.db.models import Value
from django.db.models.functions import Length

from foundation.lib.text import cologne, one_slip, words
from foundation.records import guards

from .models import SearchTerm, SearchWord

LONGEST = 40
SHORTEST_SLIP = 4  # one slip makes almost any word of three letters any other
SHORTEST_SOUND = 2

TABLE, TERMS = SearchWord._meta.db_table, SearchTerm._meta.db_table

# `lib.text` in SQL. Rules of the Cologne code that look at neighbours come while these are still letters.
POSTGRESQL_FOLD = r"""
CREATE OR REPLACE FUNCTION bo_fold(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $fold$
SELECT translate(regexp_replace(
  replace(replace(replace(replace(replace(replace(replace(
    regexp_replace(lower(normalize(name, NFKD)), '([aou])\u0308', '\1e', 'g'),
  U&'a\030a', 'aa'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'oe'), 'þ', 'th'),
  '[\u0300-\u036f]', '', 'g'), 'łđðı', 'lddi')
$fold$"""
POSTGRESQL_SOUND = r"""
CREATE OR REPLACE FUNCTION bo_sound(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $sound$
DECLARE code text := regexp_replace(word, '[^a-z]', '', 'g');
BEGIN
  code := regexp_replace(code, '(?<=[ckq])x', 'X', 'g');
  code := regexp_replace(code, 'p(?=h)', '3', 'g');
  code := regexp_replace(code, '[dt](?=[csz])', '8', 'g');
  code := regexp_replace(code, '^c(?=[ahkloqruxX])', '4');
  code := regexp_replace(code, '(?<=[sz])c', '8', 'g');
  code := regexp_replace(code, '(?<=.)c(?=[ahkoquxX])', '4', 'g');
  code := replace(code, 'x', '48');
  code := translate(code, 'aeijouybpdtfvwgkqclmnrszXh', '0000000112233344485667888');
  code := regexp_replace(code, '(.)\1+', '\1', 'g');
  RETURN left(code, 1) || replace(substr(code, 2), '0', '');
END $sound$"""
POSTGRESQL_WORDS = r"""
CREATE OR REPLACE FUNCTION bo_words(name text) RETURNS TABLE (word text, backwards text, sound text)
LANGUAGE sql IMMUTABLE AS $words$
SELECT DISTINCT part, reverse(part), left(bo_sound(part), 40)
FROM (SELECT left(part, 40) AS part FROM regexp_split_to_table(bo_fold(name), '[\s!-/:-@\[-`{-~«»‹›\u2010-\u201f]+') AS part) parts
WHERE part <> ''
$words$"""
# Word by word and by the index: a plan that is made while the table is small would read all of it for each name later.
POSTGRESQL_KNOW = f"""
CREATE OR REPLACE FUNCTION bo_know(name text) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $know$
DECLARE made record;
BEGIN
  FOR made IN SELECT * FROM bo_words(name) LOOP
    IF NOT EXISTS (SELECT 1 FROM {TERMS} AS known WHERE known.word = made.word) THEN
      INSERT INTO {TERMS} (word, backwards, sound) VALUES (made.word, made.backwards, made.sound);
    END IF;
  END LOOP;
END $know$"""

_kept: dict[type[models.Model], tuple[str, ...]] = {}


def keep(model, columns):
    """From now on triggers keep the words of these columns."""
    _kept[model] = columns
    guards.register(*(_guard(model, operation) for operation in ("INSERT", "UPDATE", "DELETE")))


def words_of(row):
    return words(" ".join(getattr(row, column) for column in _kept[type(row)]))


def alike(asked):
    """For each word the words of names that sound like it, or that one slip may have made of it. One question."""
    asked_of = [question for word in asked for question in _questions(word)]
    if not asked_of:
        return {}
    found = list(asked_of[0].union(*asked_of[1:]))
    return {
        word: {name for name, heard_for in found if heard_for == word or (not heard_for and _slipped(word, name))}
        for word in asked
    }


def _questions(word):
    names = SearchTerm.objects.annotate(length=Length("word"))
    if _may_slip(word):
        half = (len(word) - 1) // 2
        near = names.filter(length__range=(len(word) - 1, len(word) + 1))
        for same in ({"word__begins": word[:half]}, {"backwards__begins": word[::-1][:half]}):
            yield near.filter(**same).values_list("word", Value(""))
    sound = cologne(word)[:LONGEST]
    if len(sound) >= SHORTEST_SOUND:
        yield names.filter(sound=sound).values_list("word", Value(word))


def _may_slip(word):
    return len(word) >= SHORTEST_SLIP and word.isalpha()


def _slipped(word, name):
    return _may_slip(word) and one_slip(word, name)


# --- Keeping ---------------------------------------------------------------------------------------------------------


def register_functions():
    for text in (POSTGRESQL_FOLD, POSTGRESQL_SOUND, POSTGRESQL_WORDS, POSTGRESQL_KNOW):
        guards.register_function(text)


def prepare(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        connection.connection.create_function("bo_words", 1, _as_json, deterministic=True)


@lru_cache(maxsize=20_000)
def _as_json(name):
    cut = dict.fromkeys(word[:LONGEST] for word in words(name))
    return json.dumps([[word, word[::-1], cologne(word)[:LONGEST]] for word in cut])


def fill():
    """Rows that were there before their triggers."""
    for model in _kept:
        missing = f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} WHERE {_of_row(model, 'one')})"
        _write(f"{_insert(connection.vendor, model, 'one', _quoted(model))} {missing}")
        _write(_insert_terms(connection.vendor, model, "one", _quoted(model)))


def rebuild():
    with transaction.atomic():
        SearchWord.objects.all().delete()
        SearchTerm.objects.all().delete()
        fill()


def differences():
    """How many words or terms are missing or too many, by table."""
    counts = {model._meta.db_table: _differences(model) for model in _kept}
    counts[TERMS] = _count(f"SELECT word FROM {TERMS}", f"SELECT word FROM {TABLE}")
    return {table: count for table, count in counts.items() if count}


def _differences(model):
    return _count(
        f"SELECT table_name, row_key, word FROM {TABLE} WHERE table_name = '{model._meta.db_table}'",
        _select(connection.vendor, model, "one", _quoted(model)),
    )


def _count(kept, made):
    """Rows of one question that the other does not have."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM ({kept} EXCEPT {made}) AS more)"
            f" + (SELECT count(*) FROM ({made} EXCEPT {kept}) AS fewer)"
        )
        return cursor.fetchone()[0]


def _write(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _guard(model, operation):
    table, columns = model._meta.db_table, ", ".join(_kept[model])
    timing = f"AFTER {operation} OF {columns}" if operation == "UPDATE" else f"AFTER {operation}"
    name = f"search_{table}_{operation.lower()}"
    body = {vendor: " ".join(_steps(vendor, model, operation)) for vendor in ("postgresql", "sqlite")}
    return guards.Guard(
        name,
        table,
        timing,
        f"{body['postgresql']} RETURN NULL;",
        f'CREATE TRIGGER "{guards.PREFIX}{name}" {timing} ON "{table}" FOR EACH ROW BEGIN {body["sqlite"]} END',
    )


def _steps(vendor, model, operation):
    if operation != "INSERT":
        yield _delete_terms(model)
        yield f"DELETE FROM {TABLE} WHERE {_of_row(model, 'OLD')};"
    if operation != "DELETE":
        yield f"{_insert(vendor, model, 'NEW')};"
        yield (
            f"PERFORM bo_know({_name(model, 'NEW')});"
            if vendor == "postgresql"
            else f"{_insert_terms(vendor, model, 'NEW')};"
        )


def _delete_terms(model):
    """Those that no other name has: what was erased is not to be found in a list of words either."""
    others = f"SELECT 1 FROM {TABLE} AS other WHERE other.word = {TERMS}.word AND NOT ({_of_row(model, 'OLD')})"
    own = f"SELECT word FROM {TABLE} WHERE {_of_row(model, 'OLD')}"
    return f"DELETE FROM {TERMS} WHERE word IN ({own}) AND NOT EXISTS ({others});"


def _insert(vendor, model, row, source=""):
    return f"INSERT INTO {TABLE} (table_name, row_key, word) {_select(vendor, model, row, source)}"


def _insert_terms(vendor, model, row, source=""):
    made, word, *more = _made(vendor, model, row, source)
    return (
        f"INSERT INTO {TERMS} (word, backwards, sound) SELECT DISTINCT {', '.join([word, *more])} FROM {made}"
        f" WHERE NOT EXISTS (SELECT 1 FROM {TERMS} AS known WHERE known.word = {word})"
    )


def _select(vendor, model, row, source=""):
    """The words of one row, or of all rows of the source."""
    made, word, *_more = _made(vendor, model, row, source)
    return f"SELECT '{model._meta.db_table}', {row}.{model._meta.pk.column}, {word} FROM {made}"


def _made(vendor, model, row, source):
    """Where words come from in SQL, and the three columns of each: the word, backwards, its sound."""
    name = _name(model, row)
    source = f"{source} AS {row}, " if source else ""
    if vendor == "postgresql":
        return f"{source}bo_words({name}) AS made", "made.word", "made.backwards", "made.sound"
    parts = [f"json_extract(made.value, '$[{at}]')" for at in range(3)]
    return f"{source}json_each(bo_words({name})) AS made", *parts


def _name(model, row):
    return " || ' ' || ".join(f"{row}.{column}" for column in _kept[model])


def _of_row(model, row):
    return f"table_name = '{model._meta.db_table}' AND row_key = {row}.{model._meta.pk.column}"


def _quoted(model):
    return f'"{model._meta.db_table}"'
