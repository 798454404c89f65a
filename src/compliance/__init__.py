"""A workflow and compliance engine for Chinese government-information disclosure."""
