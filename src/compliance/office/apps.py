"""The Django application that holds an office's state."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """State of offices; nothing is started here, schedulers least of all."""

    name = "compliance.office"
    label = "office"
