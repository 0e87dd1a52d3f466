"""What is written from a manifest, its schemas and its fixtures: enums, tables, examples, constants.

The manifest is the one source. `renewed` makes every part anew that has a mark, `drift` says where one is
out of date, or where something written by hand contradicts the manifest.
"""

from govern.generated.drift import Drifted, drift, unmarked
from govern.generated.renewing import Renewed, Said, renewed
from govern.generated.sources import Sources
from govern.generated.words import may_hold_parts

__all__ = ["Drifted", "Renewed", "Said", "Sources", "drift", "may_hold_parts", "renewed", "unmarked"]
