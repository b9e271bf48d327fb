"""A town's day: orders and a fleet made a problem, and its plan made couriers' rounds."""
