from django.urls import path

from foundation.imports.views import urls as imports

from . import views
from .imports import PARTNERS

app_name = "contacts"
urlpatterns = [
    path("", views.partners, name="partners"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.partner, name="partner"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/bank-accounts/new/", views.add_bank_account, name="add_bank_account"),
    path("<int:pk>/contacts/new/", views.add_contact, name="add_contact"),
    *imports(PARTNERS, "imports/"),
]
