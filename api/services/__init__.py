"""Use cases, one module each: what the API, the pages and the jobs do."""
