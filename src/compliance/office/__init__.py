"""The office as it runs: state in a database, one service for each act, an audit entry for each change."""
