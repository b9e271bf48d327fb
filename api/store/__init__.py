"""The service's memory: tables, migrations, and what reads and writes them."""
