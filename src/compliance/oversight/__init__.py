"""How it stands: findings, problems with their rectification, and the reminders that are due."""
