"""A whole year of one district, played from New Year to the published report."""
