"""What is told: annual report, rectification summary, bulletin and overview, as data without layout."""
