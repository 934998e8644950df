from django.urls import path

from .views import runs, schedules

app_name = "reports"
urlpatterns = [
    path("", runs.catalogue_page, name="catalogue"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<uuid:key>/", runs.run_page, name="run"),
    path("runs/<uuid:key>/progress/", runs.progress, name="progress"),
    path("runs/<uuid:key>/download/<str:format>/", runs.download, name="download"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/<int:pk>/", schedules.schedule, name="schedule"),
    path("schedules/<int:pk>/pause/", schedules.pause, name="schedule_pause"),
    path("schedules/<int:pk>/resumption/", schedules.resume, name="schedule_resume"),
    path("schedules/<int:pk>/end/", schedules.end, name="schedule_end"),
    path("<str:code>/", runs.ask, name="ask"),
    path("<str:code>/schedule/", schedules.create, name="schedule_new"),
]
