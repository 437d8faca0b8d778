"""Fuzz a target with atheris for a while: `python -m tests.fuzz.run postings --seconds 60`.

Needs the extra `fuzz`. Coverage guides it from the seeds on; what makes a target fail is written to
`tests/fuzz/corpus/TARGET`, where the suite finds it from then on.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["grants"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.seeds import CORPUS, seeds_of


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz one way into the program.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as start:
        for number, seed in enumerate(seeds_of(wanted.target)):
            Path(start, str(number)).write_bytes(seed)
        found = CORPUS / wanted.target
        found.mkdir(parents=True, exist_ok=True)
        limits = [f"-max_total_time={wanted.seconds}", "-max_len=65536", "-timeout=20", "-rss_limit_mb=4096"]
        atheris.Setup([sys.argv[0], start, f"-artifact_prefix={found}/", *limits], TARGETS[wanted.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
