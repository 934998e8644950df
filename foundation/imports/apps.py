from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "staged": _("read the file: {rows} rows, {errors} with errors"),
    "confirmed": _("confirmed the import"),
    "discarded": _("discarded the import"),
    "finished": _("imported {rows} rows"),
}


class ImportsConfig(AppConfig):
    name = "foundation.imports"
    label = "imports"
    verbose_name = _("Imports of tables")

    def ready(self):
        from foundation.documents.rules import register_subject
        from foundation.organisation.models import Person
        from foundation.records import personal
        from foundation.screens import history

        from . import tasks  # noqa: F401 - handlers register themselves
        from .models import TableImport

        register_subject(
            TableImport, lambda person, key: TableImport.objects.visible_to(person).filter(pk=key).exists()
        )
        personal.declare(TableImport, of=Person, by="uploaded_by", rule="books", since="uploaded_at")
        for verb, sentence in WORDS.items():
            history.register_words(f"imports.table.{verb}", sentence)
