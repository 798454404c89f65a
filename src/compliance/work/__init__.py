"""Who does it and how far it is: departments, the plan of the year, tasks, requests and figures."""
