from django.urls import path

from . import search_pages

urlpatterns = [
    path("", search_pages.search, name="search"),
    path("palette/", search_pages.choices, name="palette"),
]
