"""Playing an example year through the real services, with a virtual day."""
