#!/usr/bin/env python3
"""Writes docs/configuration.md from wecom_plugin/config.schema.json, the one description of the configuration.
With --check it only says whether the file is up to date."""
import json
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
page = root / "docs" / "configuration.md"
schema = json.loads((root / "wecom_plugin" / "config.schema.json").read_text(encoding="utf-8"))

INTRODUCTION = """# Configuration

<!-- made by docs/configuration.py from wecom_plugin/config.schema.json -->

One JSON object for each company. Unknown keys are refused, and each mistake is reported with the JSON pointer of its field. `agentid` is required for
the modes `qr` and `qr_legacy` and for the scope `snsapi_privateinfo`. Keys under `network` are for the operator of the platform: a host shows them to nobody else.

每家企业一个 JSON 对象。未知的键会被拒绝，每个错误都会指出字段的 JSON pointer。`network` 下的键仅供平台运维人员设置。
"""


def code(value):
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def kind_of(field):
    if "enum" in field:
        return " ".join(code(value) for value in field["enum"])
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    if kinds == ["array"]:
        return "list of " + kind_of(field["items"])
    return " or ".join(kinds)


def remarks(field, required):
    marks = ["required"] if required else []
    marks += [text for key, text in [("writeOnly", "secret"), ("readOnly", "filled in by the host")] if field.get(key)]
    return marks + ([f"default {code(field['default'])}"] if "default" in field else [])


def section(name, field, required):
    chinese = field["x-i18n"]["zh-CN"]
    yield f"\n## `{name}` – {field['title']} · {chinese['title']}\n"
    yield "; ".join([kind_of(field)] + remarks(field, required)) + "\n"
    yield f"{field['description']}  \n{chinese['description']}\n"
    if "properties" not in field:
        yield "Example: " + code(field["examples"][0]) + "\n"


def sections(part, prefix=""):
    fields = sorted(part["properties"].items(), key=lambda item: item[1]["x-order"])
    for name, field in fields:
        yield from section(prefix + name, field, name in part.get("required", []))
        if "properties" in field:
            yield from sections(field, prefix + name + ".")


text = INTRODUCTION + "\n".join(sections(schema))
if "--check" in sys.argv:
    sys.exit(0 if page.read_text(encoding="utf-8") == text else "docs/configuration.md is not what docs/configuration.py makes: run it")
page.write_text(text, encoding="utf-8")
