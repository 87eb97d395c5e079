"""What the tool says when it cannot make a wheel."""


class WheelError(Exception):
    """A file is not what a wheel needs: its place, what was expected, what was found."""

    def __init__(self, place: object, expected: str, found: str) -> None:
        super().__init__(f"{place}: expected {expected}, found {found}")
