"""Two JSON values to the second with the very objects of the first wherever both are the same text.

Whoever keeps something by the identity of an object then has it for both.
"""

from __future__ import annotations

from govern.model import JsonValue


def same_text(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values are the same letter by letter, their keys in the same order. What both have, object
    for object, is not looked into."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return [*one] == [*other] and all(map(same_text, one.values(), other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_text, one, other))
    return _same_scalar(one, other)


def grafted(old: JsonValue, new: JsonValue) -> JsonValue:
    """The new value, in which whatever stands at its place in the old one as well, letter by letter and in
    the same order, is that very object. Neither is changed."""
    if new is old:
        return old
    if isinstance(new, dict) and isinstance(old, dict):
        made = {key: grafted(old[key], each) if key in old else each for key, each in new.items()}
        same = len(made) == len(old) and all(
            key == name and each is old[name] for (key, each), name in zip(made.items(), old, strict=True)
        )
        return old if same else made
    if isinstance(new, list) and isinstance(old, list):
        items = [grafted(*pair) for pair in zip(old, new, strict=False)]
        items += new[len(old) :]
        same = len(items) == len(old) and all(a is b for a, b in zip(items, old, strict=True))
        return old if same else items
    if isinstance(new, (dict, list)) or type(new) is not type(old):
        return new
    return old if _same_scalar(old, new) else new


def _same_scalar(one: JsonValue, other: JsonValue) -> bool:
    return one == other if isinstance(one, str) else repr(one) == repr(other)  # 1.0 is 1.00, and another text
