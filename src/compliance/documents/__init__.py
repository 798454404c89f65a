"""How it looks on paper: templates, official documents, spreadsheets, charts and calendar files."""
