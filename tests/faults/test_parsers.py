"""Whatever comes in is read, or refused with a sentence, in time."""

import os

import pytest

from .parsers import INPUTS, READERS, SEED


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_spoilt_input_ends_in_a_sentence(reader):
    reader.read(reader.sound)
    inputs, seed = int(os.environ.get(INPUTS, 300)), int(os.environ.get(SEED, 1))
    failures = list(reader.failures(inputs, seed))
    print(f"{reader.name}: {inputs} inputs, {len(failures)} broken")
    assert failures[:3] == []
