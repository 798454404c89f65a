"""How it stands: checks, problems and measures, rectification, which reminders are due."""
