"""What `chaland doctor` looks at: each module knows one thing that may be wrong."""
