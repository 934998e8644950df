"""Many numbers in a short text: [1, 2, 3, 7] is "1-3,7-7"."""


def written(numbers):
    """`numbers` are sorted and not empty."""
    parts, start = [], numbers[0]
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        if following != number + 1:
            parts.append(f"{start}-{number}")
            start = following
    return ",".join(parts)


def numbers_in(text):
    for part in text.split(","):
        low, high = part.split("-")
        yield from range(int(low), int(high) + 1)
