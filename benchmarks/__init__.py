"""How fast the product is, each thing against the least that the same result could cost. `python -m benchmarks`."""
