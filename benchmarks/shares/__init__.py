"""What one user can do to another: `make bench-shares`.

The same cases against this code and an older commit's, each a real PyDash as operators start it.
`seed` is run by the code that is measured; everything else here only talks HTTP with it.
"""
