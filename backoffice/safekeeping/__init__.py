"""Backups that prove themselves: the database by its own means, the files, and a manifest that says what must be there."""
