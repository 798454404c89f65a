"""How people reach it in a browser: pages and the API."""
