"""Reading files that people have: spreadsheets, documents, pages and pasted text as grids of cells."""
