"""Background work that survives a kill: the row is the truth, the Celery message only its bell."""
