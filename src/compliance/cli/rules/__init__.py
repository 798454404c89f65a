"""`compliance rules`: what authors and readers of rules do, without a database."""
