"""semver: `"1.2.3"`, with pre-release and build, to a version; parsed and ordered by the semver package.

Source: Semantic Versioning 2.0.0, sections 2, 4, 9, 10 and 11.

A pre-release promises nothing by itself: it counts as the release it leads to. So 1.4.0 → 2.0.0-rc.1
is a major step, and from 2.0.0-rc.1 both 2.0.0-rc.2 and 2.0.0 are major ones, while 1.3.0-rc.1 →
1.3.0 stays minor. Build metadata has no rank (section 10): a move of it alone is no step.
"""

from __future__ import annotations

from semver import Version as Semver

from govern.contracts import Scheme, Zero
from govern.model import JsonValue, Level
from govern.policy.versions.schemes.scheme import LONGEST, Ask, Step, Version, VersionScheme, raised

_LEVELS = (Level.MAJOR, Level.MINOR, Level.PATCH)
_BELOW_ONE = {
    Level.NONE: Level.NONE,
    Level.PATCH: Level.PATCH,
    Level.MINOR: Level.PATCH,
    Level.MAJOR: Level.MINOR,
}
"""What is asked while the major number is 0 (lenient)."""


def _parse(value: JsonValue) -> Version | None:
    if not isinstance(value, str) or len(value) > LONGEST or not value.isascii() or value != value.strip():
        return None
    try:
        parsed = Semver.parse(value)
    except ValueError:
        return None
    return _version(parsed, value)


def _version(parsed: Semver, text: str) -> Version:
    return Version(
        Scheme.SEMVER, text, (parsed.major, parsed.minor, parsed.patch), str(parsed.prerelease or "")
    )


def _step(base: Version, head: Version) -> Step:
    order = Semver.parse(base.text).compare(head.text)
    same_core = base.numbers == head.numbers
    if order >= 0:
        return Step(Level.NONE, decreased=order > 0, same_core=same_core)
    led_to = _expressed(base.numbers) if base.prerelease else Level.NONE
    if same_core:
        return Step(led_to, same_core=True)
    at = next(index for index in range(3) if base.numbers[index] != head.numbers[index])
    level = max(_LEVELS[at], led_to, key=lambda each: each.rank)
    return Step(level, skipped=head.numbers != raised(base.numbers, at))


def _expressed(numbers: tuple[int, ...]) -> Level:
    """The step that a release with these numbers is: 2.0.0 a major one, 1.3.0 a minor one."""
    if numbers[2]:
        return Level.PATCH
    return Level.MINOR if numbers[1] else Level.MAJOR


def _next(base: Version, level: Level) -> Version:
    if level is Level.NONE:
        return base
    parsed = Semver.parse(base.text).next_version(level.value)
    return _version(parsed, str(parsed))


def _ask(level: Level, base: Version, zero: Zero) -> Ask:
    if base.numbers[0] == 0 and zero is Zero.ANYTHING:
        return Ask(Level.NONE, Level.MAJOR)
    asked = _BELOW_ONE[level] if base.numbers[0] == 0 and zero is Zero.LENIENT else level
    return Ask(asked, Level.PATCH if asked is Level.NONE else asked)


SEMVER = VersionScheme(Scheme.SEMVER, 'three numbers in a string, as in "1.2.3"', _parse, _step, _next, _ask)
"""Row of the table: major, minor, patch as Semantic Versioning means them."""
