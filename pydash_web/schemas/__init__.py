"""The shapes that go over the wire: bodies and queries as they come in, answers as they go out.

May import pydantic, and from the domain the names that a parameter can have. Types and presence
are checked here; whether a value makes sense is the domain's to say.
"""
