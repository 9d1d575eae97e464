"""The use cases around an account, a module each."""
