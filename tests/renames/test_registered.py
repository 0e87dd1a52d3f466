import pytest

from govern.manifest import registries
from govern.model import ManifestRules
from govern.renames import manifest_renames


def renamed(old, new):
    sides = [registries({"registries": {"R": each}}, ManifestRules()) for each in (old, new)]
    return manifest_renames(*sides, path="m.json")


def found(old, new):
    return [(each.from_, each.to, each.standing.value, each.old_still_declared) for each in renamed(old, new)]


UNBLOCK = {"display": "Stale data", "latched": True, "unblock": {"type": "AUTO", "condition": "fresh"}}
TWICE = {"display": "Other", "latched": True, "unblock": {"type": "MANUAL", "condition": "hand"}}

TABLE = [
    ("inferred by what is said of it", [{"code": "WS_STALE"} | UNBLOCK], [{"code": "DATA_STALE"} | UNBLOCK],
     [("WS_STALE", "DATA_STALE", "asserted", False)]),
    ("another thing is said", [{"code": "WS_STALE"} | UNBLOCK], [{"code": "DATA_STALE"} | TWICE], []),
    ("a bare code says nothing", ["WS_STALE_DATA"], ["WS_DATA"],
     [("WS_STALE_DATA", "WS_DATA", "proposed", False)]),
    ("a bare code, spelled otherwise", ["InventorySkew"], ["INVENTORY_SKEW"],
     [("InventorySkew", "INVENTORY_SKEW", "asserted", False)]),
    ("a prefix for all", ["KILL_DISK", "KILL_RISK"], ["HALT_DISK", "HALT_RISK"],
     [("KILL_DISK", "HALT_DISK", "asserted", False), ("KILL_RISK", "HALT_RISK", "asserted", False)]),
    ("declared by the old one", ["OLD"], [{"code": "OLD", "deprecated": True, "renamed_to": "NEW"}, "NEW"],
     [("OLD", "NEW", "declared", True)]),
    ("declared by the new one", ["OLD"], [{"code": "NEW", "renamed_from": "OLD"}],
     [("OLD", "NEW", "declared", False)]),
    ("declared as an alias", ["OLD"], [{"code": "NEW", "aliases": ["OLD"]}],
     [("OLD", "NEW", "declared", True)]),
    ("declared, but another thing", [{"code": "OLD", "latched": True}],
     [{"code": "NEW", "renamed_from": "OLD", "latched": False}], [("OLD", "NEW", "proposed", False)]),
    ("declared, but the old one is in use", ["OLD"], ["OLD", {"code": "NEW", "renamed_from": "OLD"}], []),
    ("declared in a circle", ["A", "B"],
     [{"code": "A", "renamed_to": "C"}, "B", {"code": "C", "renamed_to": "A"}], []),
    ("merged into one that was there", ["OLD", "NEW"], [{"code": "OLD", "renamed_to": "NEW"}, "NEW"], []),
    ("declared long ago", [{"code": "OLD", "renamed_to": "NEW"}, "NEW"],
     [{"code": "OLD", "renamed_to": "NEW"}, "NEW"], []),
    ("declared to go on to another one", ["NEWER", {"code": "OLD", "renamed_to": "NEW"}],
     [{"code": "OLD", "renamed_to": "NEWEST"}, "NEWER", "NEWEST"], []),
    ("told by the text of the old one", ["FORMER_NAME"],
     [{"code": "FORMER_NAME", "deprecated": True, "display": "Use `LATER_NAME`."}, "LATER_NAME"],
     [("FORMER_NAME", "LATER_NAME", "asserted", True)]),
    ("told by a text, but another thing", [{"code": "FORMER_NAME", "latched": True}],
     [{"code": "FORMER_NAME", "latched": True, "deprecated": True, "display": "Use `LATER_NAME`."},
      {"code": "LATER_NAME", "latched": False}], [("FORMER_NAME", "LATER_NAME", "proposed", True)]),
    ("told by a text to be part of something else", ["INSTANCE"],
     [{"code": "INSTANCE", "deprecated": True, "display": "Is in `db_namespace` now."}, "db_namespace"],
     []),
    ("told by a text not to be used", ["ORDER_REJECTED"],
     [{"code": "ORDER_REJECTED", "deprecated": True, "display": "You can't use `ORDER_CANCELLED` for it."},
      "ORDER_CANCELLED"], []),
    ("told by a text not to be the same", ["order_rejected"],
     [{"code": "order_rejected", "deprecated": True, "display": "Never use `order_cancelled` with it."},
      "order_cancelled"], []),
    ("an old name of another code", ["ALPHA", "C"], [{"code": "C", "aliases": ["ALPHA"]}, "ALPHAS"], []),
    ("gone to another one than is like it", ["ALPHA", "OMEGA"],
     [{"code": "ALPHA", "renamed_to": "OMEGA"}, "OMEGA", "ALPHAS"], []),
    ("said to be gone to one that is not there", ["ALPHA"],
     [{"code": "ALPHA", "renamed_to": "OMEGA"}, "ALPHAS"], [("ALPHA", "ALPHAS", "proposed", True)]),
    ("merged into one that was there, as its text says", ["OLD_URL", "FULL_URL"],
     [{"code": "OLD_URL", "deprecated": True, "display": "Use `FULL_URL`."}, "FULL_URL", "OLD_URI"], []),
    ("other examples", [{"code": "label_s", "type": "text", "examples": ["label_s.a"]}],
     [{"code": "labels", "type": "text", "examples": ["labels.a"]}],
     [("label_s", "labels", "asserted", False)]),
    ("moved to another tier", {"tiers": {"K": ["A", "B"], "R": ["C"]}},
     {"tiers": {"K": ["A"], "R": ["C", "B"]}}, []),
    ("renamed into another tier", {"tiers": {"K": ["LONG_CODE", "B"], "R": ["C"]}},
     {"tiers": {"K": ["B"], "R": ["C", "LONGCODE"]}}, [("LONG_CODE", "LONGCODE", "proposed", False)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_each_way_to_rename_a_code(old, new, expected):
    assert found(old, new) == expected


@pytest.mark.parametrize("registry", [row[1] for row in TABLE] + [row[2] for row in TABLE])
def test_a_manifest_compared_with_itself_has_no_renames(registry):
    assert found(registry, registry) == []


def test_the_container_is_that_of_the_codes():
    (rename,) = renamed({"values": ["LongName"]}, {"codes": ["LONG_NAME"]})
    assert (rename.container, rename.head_container) == ("/registries/R/values", "/registries/R/codes")


def test_a_code_that_went_to_another_registry_became_none_of_those_that_came():
    old = {"registries": {"a": {"values": ["ALPHA", "B"]}, "b": {"values": ["X"]}}}
    gone = {"code": "ALPHA", "deprecated": True, "renamed_to": "OMEGA"}
    new = {"registries": {"a": {"values": [gone, "B", "ALPHAS"]}, "b": {"values": ["X", "OMEGA"]}}}
    sides = [registries(each, ManifestRules()) for each in (old, new)]
    assert manifest_renames(*sides, path="m.json") == ()
