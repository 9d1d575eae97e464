"""Benchmarks: the same rows in PyDash and in others, the same questions, answers that agree.

Every figure of a table is of one run, so that their ratios mean something. `python -m benchmarks`
runs them all; `rows` makes the calls, `questions` says what is asked and how fast the answer must
be, `in_*` are those who answer.
"""
