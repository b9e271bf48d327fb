"""What goes over the wire: pydantic models, one module a resource."""
