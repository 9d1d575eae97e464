"""The scheduler process: turns what the database says into tasks, and runs them in a pool."""
