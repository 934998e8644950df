"""`field__begins="abc"`: a prefix that both databases look up in an index, with upper and lower case as written."""

from django.db.models import CharField, Lookup

HIGHEST = "\U0010ffff"


@CharField.register_lookup
class Begins(Lookup):
    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        """PostgreSQL; the index needs `text_pattern_ops`."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*parameters, f"{connection.ops.prep_for_like_query(self.rhs)}%"]

    def as_sqlite(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", [*parameters, self.rhs, *parameters, self.rhs + HIGHEST]
