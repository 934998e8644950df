from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "foundation.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self):
        from foundation.organisation.models import Person
        from foundation.records import personal

        from . import guards
        from .models import Document

        guards.register()
        personal.declare(Document, of=Person, by="uploaded_by", rule="books", since="uploaded_at")
