"""How it looks: documents and the overview as HTML and Markdown."""
