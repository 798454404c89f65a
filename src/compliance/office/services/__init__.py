"""One service for each thing a person can do. Each is one transaction with its audit entry."""
