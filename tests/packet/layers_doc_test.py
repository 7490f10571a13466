#!/usr/bin/env python3
"""docs/layers.md lists every kind that layer_kinds.h has, by its name."""
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
header = open(os.path.join(ROOT, "include/netdumplings/layer_kinds.h"), encoding="utf-8").read()
page = open(os.path.join(ROOT, "docs/layers.md"), encoding="utf-8").read()
kinds = re.findall(r'X\((\w+),\s*(?:\\\s*)?"([^"]+)"\)', header)
listed = set(re.findall(r"^\| (\w+) \| (.+) \|$", page, re.MULTILINE))
missing = [kind for kind in kinds if kind not in listed]
for suffix, name in missing:
    print("docs/layers.md lacks: | %s | %s |" % (suffix, name))
print("%d kinds, %d of them not listed" % (len(kinds), len(missing)))
sys.exit(bool(missing) or not kinds)
