"""What must be done, by when, and why: rule packs, deadlines, working-day calendars."""
