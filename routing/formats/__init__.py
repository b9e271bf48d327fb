"""Reading and writing: orders, fleets, instances, plans."""
