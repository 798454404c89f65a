"""Rule packs drafted from a table, written as text and changed by later imports without disturbing a hand."""
