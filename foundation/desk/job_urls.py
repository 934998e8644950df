from django.urls import path

from .views import jobs as views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("retrying/", views.retrying, name="retrying"),
    path("worker/", views.restart_worker, name="restart_worker"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
