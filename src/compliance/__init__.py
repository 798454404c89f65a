"""A workflow and compliance checklist engine for the disclosure of government information."""
