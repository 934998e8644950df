from django.urls import path

from . import shelf_pages

urlpatterns = [
    path("columns/", shelf_pages.columns, name="list_columns"),
    path("views/", shelf_pages.save, name="view_save"),
    path("views/<int:pk>/", shelf_pages.change, name="view_change"),
    path("views/<int:pk>/removal/", shelf_pages.remove, name="view_remove"),
    path("views/<int:pk>/first/", shelf_pages.first, name="view_first"),
]
