"""What must be done, by when, and why: rule packs, deadlines and the working-day calendar."""
