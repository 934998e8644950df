from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "foundation.screens"
    label = "screens"
