"""Who does it and how far it is: the office, the year's plan, life cycles, figures."""
