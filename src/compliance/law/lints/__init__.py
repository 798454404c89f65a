"""What is lawful YAML and still wrong, or likely to be: one check a lint, each with a code that never changes meaning."""
