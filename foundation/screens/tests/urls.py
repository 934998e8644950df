"""Addresses for the tests of this room."""

from django.http import HttpResponse
from django.urls import path


def nothing(request, **names):
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="home"),
    path("entries/", nothing, name="entries"),
    path("entries/drafts/", nothing, name="drafts"),
    path("preferences/", nothing, name="preferences"),
    path("manual/<slug:name>.md", nothing, name="manual"),
    path("search/", nothing, name="search"),
    path("search/palette/", nothing, name="palette"),
    path("security/", nothing, name="mfa_index"),
    path("sign-out/", nothing, name="account_logout"),
]
