"""The pages: forms that work without a script. What they do, the services do for the API too."""
