"""The service's API under ``/v1``: one module a resource."""
