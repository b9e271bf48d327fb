"""What is measured: streets, plans of town days."""
