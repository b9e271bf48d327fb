"""The code on a parcel: four signs that nobody mistakes for others, one of its kind in a round."""

from collections.abc import Callable, Collection

SIGNS = "2346789ACDEFGHJKMNPQRTUVWXY"
"""Without what looks or sounds like something else: 0 O, 1 I L, 5 S, 8 would be B, Z 2."""

LENGTH = 4


def new_code(taken: Collection[str], below: Callable[[int], int]) -> str:
    """A code that is not taken yet.

    Parameters
    ----------
    below
        A random number from 0 to below the one it is given.
    """
    while True:
        code = "".join(SIGNS[below(len(SIGNS))] for _ in range(LENGTH))
        if code not in taken:
            return code
