"""Bounds of rooms, each declared once."""

ROOMS = 50
"""Rooms open at one time on a server."""
VOTERS = 500
"""Phones whose votes a room counts."""
SECONDS = 3 * 60 * 60
"""Seconds after which a room ends."""
IDLE_SECONDS = 10 * 60
"""Seconds without a request of any kind after which a room gives its place to a new one, if all places are taken."""
BURST, PER_SECOND = 20.0, 2.0
"""Requests that a phone which has voted may make at once, and that it regains per second."""
REMEMBERED = 1_000
"""Codes of ended rooms that are remembered, so that a late phone is not told that there has never been such a room."""

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
"""Letters of a code: no vowels, so that no code is a word, and no L, which looks like I."""
CODE_LENGTH = 4
TOKEN_LENGTHS = (16, 64)
"""Least and most characters of the token by which a phone is recognized."""
BODY_BYTES = 512
"""Most bytes of a vote's request."""
