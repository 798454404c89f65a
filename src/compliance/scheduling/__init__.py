"""When things happen by themselves: the daily sweep, the outbox and the workers."""
