"""The domain: users, dashboards, their measurements, and the statistics over them.

May import: its own sub-packages, one way (`services → repository | remote | measurements`,
`repository → entity | database`, `statistics → measurements`).
Never imports Flask, a scheduler or a command line, and does nothing when imported.
"""
