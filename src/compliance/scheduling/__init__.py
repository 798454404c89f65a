"""When: the daily sweep and the outbox, fired by APScheduler in one process of its own."""
