"""The use cases around a dashboard, a module each."""
