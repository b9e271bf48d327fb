"""Business rules of the service, without HTTP, SQL, clock or randomness."""
