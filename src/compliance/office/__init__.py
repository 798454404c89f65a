"""The office as it runs: state, services, permissions, the audit log and backups."""
