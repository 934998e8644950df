from django.urls import path

from .views import notices as views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="notices_read"),
    path("<int:pk>/opening/", views.opening, name="notice_opening"),
]
