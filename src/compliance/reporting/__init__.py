"""What is told: the annual report, the rectification summary, the bulletin and the overview."""
