"""The town: read from any map, kept in a pack, its doors found by what people type."""
