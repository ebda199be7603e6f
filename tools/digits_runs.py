"""Train all runs that the digits lab shows, and store them: `python -m tools.digits_runs`, about a minute.

Needed only when `train`, the start of a network or the grid of the lab changes; a test trains some of them again.
"""

import json

from backprop_lessons.widgets.digitslab import STORED, computed


def main():
    lines = [f"{json.dumps(place)}: {json.dumps(run, separators=(',', ':'))}" for place, run in computed().items()]
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
