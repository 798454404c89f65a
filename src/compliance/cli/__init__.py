"""How people reach it in a terminal: the commands."""
