"""The composition root: the command line, and the processes that it starts.

Lives here: the `pydash` command, the supervisor, and what makes a process out of the web app, the
scheduler and the database server. May import everything; nothing imports it. A command's module is
imported only when that command runs, so that each process starts fast.
"""
