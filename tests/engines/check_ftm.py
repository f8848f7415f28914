#!/usr/bin/env python3
"""Holds a file of FollowTheMoney entities against the model itself.

`ftm validate` exits with 0 and drops what it does not understand, so this compares: every property must be known and
keep every value as it is written, required ones must be there, what is referred to must be in the file and of the right
kind, nothing may end before it begins. With --index each entity is also made into the document that yente puts into its
index, by yente's own code.

Exit code 0 where nothing was found, else 1 with a line for each finding.
"""

import json
import sys
from collections import Counter

from followthemoney import model, registry


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [(number, json.loads(line)) for number, line in enumerate(lines, 1)]


def values_of(schema, proxy, properties, schemas):
    for name, values in properties.items():
        prop = schema.get(name)
        if prop is None:
            yield f"{schema.name} has no property {name}"
            continue
        if prop.stub or prop.deprecated:
            yield f"{schema.name}:{name} is not to be written"
            continue
        kept = proxy.get(name)
        for value in values:
            if value not in kept:
                yield f"{schema.name}:{name}: {value!r} is dropped or changed: {kept!r}"
            if len(value) > prop.max_length:
                yield f"{schema.name}:{name}: longer than {prop.max_length}"
            if prop.type == registry.entity:
                other = schemas.get(value)
                if other is None:
                    yield f"{name} refers to {value}, which is not in the file"
                elif prop.range is not None and not model.get(other).is_a(prop.range):
                    yield f"{name} refers to {value}, a {other}, and takes a {prop.range.name}"


def findings(entities):
    schemas = {}
    for number, entity in entities:
        if entity["id"] in schemas:
            yield number, entity["id"], "the id is used twice"
        schemas[entity["id"]] = entity["schema"]
    for number, entity in entities:
        schema = model.get(entity["schema"])
        if schema is None or schema.abstract:
            yield number, entity["id"], f"no schema {entity['schema']}"
            continue
        properties = entity["properties"]
        for name in schema.required:
            if not properties.get(name):
                yield number, entity["id"], f"{schema.name} needs {name}"
        proxy = model.get_proxy(entity, cleaned=False)
        for what in values_of(schema, proxy, properties, schemas):
            yield number, entity["id"], what
        start, end = properties.get("startDate"), properties.get("endDate")
        if start and end:
            length = min(len(start[0]), len(end[0]))
            if start[0][:length] > end[0][:length]:
                yield number, entity["id"], f"begins {start[0]}, after it ends {end[0]}"


def indexed(entities):
    from yente.data.entity import Entity
    from yente.search.indexer import build_indexable_entity_doc

    for number, entity in entities:
        try:
            if not build_indexable_entity_doc(Entity.from_dict(entity))["caption"]:
                yield number, entity["id"], "yente's document has no caption"
        except Exception as error:
            yield number, entity["id"], f"yente cannot index it: {error!r}"


def main():
    paths = [word for word in sys.argv[1:] if not word.startswith("--")]
    found = 0
    for path in paths:
        entities = read(path)
        all_findings = list(findings(entities))
        if "--index" in sys.argv:
            all_findings += indexed(entities)
        for number, entity, what in all_findings:
            print(f"{path}:{number}: {entity}: {what}")
        kinds = Counter(entity["schema"] for _, entity in entities)
        print(f"{path}: {len(entities)} entities, {dict(kinds)}: {len(all_findings)} findings")
        found += len(all_findings) + (not entities)
    return 1 if found or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
