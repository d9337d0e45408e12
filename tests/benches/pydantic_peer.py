#!/usr/bin/env python3
"""Reads and writes a certificate_transfer v1 databag with the upstream library.

The same work as `cargo bench -p relata-tests --bench databag`, done by the
library's own model. In a virtual environment:

    pip install charmlibs-interfaces-certificate-transfer==1.1.0
    python tests/benches/pydantic_peer.py
"""

import json
import random
import statistics
import string
import timeit

from charmlibs.interfaces.certificate_transfer._certificate_transfer import (
    ProviderApplicationData,
)

LETTERS = string.ascii_letters + string.digits + "+/"


def certificate(seed: int) -> str:
    """Make a text of the size and shape of a PEM certificate."""
    letters = random.Random(seed)
    lines = ["".join(letters.choices(LETTERS, k=64)) for _ in range(20)]
    lines = ["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""]
    return "\n".join(lines)


def read_and_write(databag: dict[str, str]) -> None:
    """Read the databag, write it again, and see whether it has changed."""
    model = ProviderApplicationData.load(databag)
    assert model.dump({}) == databag


def main() -> None:
    """Print the median time for each size."""
    for count in (1, 100, 1000):
        certificates = sorted(certificate(seed) for seed in range(count))
        databag = {"certificates": json.dumps(certificates), "version": "1"}
        number = max(1, 2000 // count)
        times = timeit.repeat(lambda: read_and_write(databag), number=number, repeat=9)
        print(f"{count:5} certificates: {statistics.median(times) / number * 1e6:10.1f} µs")


if __name__ == "__main__":
    main()
