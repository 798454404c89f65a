"""Whether a published report holds: from its text and tables to findings with their quotes."""
