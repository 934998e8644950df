from django.urls import path

from . import manual

urlpatterns = [path("<slug:name>.md", manual.manual, name="manual")]  # links between pages hold here and in the folder
