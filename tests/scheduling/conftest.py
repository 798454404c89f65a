"""Django is made ready before any test module imports the models."""

from compliance.office.opening import prepare

prepare()
