"""One function a route: call the domain, say in a sentence what happened.

No function here holds a `try`, opens a transaction or reads the request itself; `dispatch` hands
it what it needs, and `errors` writes down what fails.
"""
