"""Who is who: companies, units, persons."""
