"""`python -m tests.reference`: every row of the reference files beside what the package finds; 1 if any is off by more than it may be."""

from tests.analysis import city
from tests.reference.comparing import compared
from tests.reference.roads import FILES, road_of


def main() -> int:
    """Compare and print, file by file."""
    beyond = 0
    for name in FILES:
        result = compared(city.rows(name), road_of)
        print(f"{name}: " + "\n".join(result.lines()), end="\n\n", flush=True)
        beyond += len(result.beyond)
    return int(beyond > 0)


if __name__ == "__main__":
    raise SystemExit(main())
