"""Two rules held against each other: which is stricter, which takes the place of which, what differs between years."""
