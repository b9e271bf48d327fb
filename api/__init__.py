"""The service of a town: pages first; later what serves them."""
