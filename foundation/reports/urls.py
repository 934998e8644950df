from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.catalogue_page, name="catalogue"),
    path("runs/", views.runs, name="runs"),
    path("runs/<uuid:key>/", views.run_page, name="run"),
    path("runs/<uuid:key>/progress/", views.progress, name="progress"),
    path("runs/<uuid:key>/download/", views.download, name="download"),
    path("<str:code>/", views.ask, name="ask"),
]
