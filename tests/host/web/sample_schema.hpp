#pragma once

#include <string>

// A provider's schema with every keyword that forms know.
inline const std::string sample_schema = R"json({
  "title": "Example",
  "type": "object",
  "required": ["corp", "secret"],
  "properties": {
    "mode": {"x-order": 3, "title": "Mode", "x-i18n": {"zh-CN": {"title": "方式"}},
             "type": "string", "enum": ["auto", "qr", "legacy"], "default": "auto"},
    "corp": {"x-order": 1, "title": "Corp ID", "description": "At the bottom of the page.",
             "x-i18n": {"zh-CN": {"title": "企业 ID", "description": "在页面底部。"}},
             "type": "string", "maxLength": 64, "examples": ["ww1"]},
    "secret": {"x-order": 2, "title": "Secret", "type": "string", "writeOnly": true, "examples": ["made-up"]},
    "agent": {"x-order": 4, "title": "Agent", "type": ["string", "integer"]},
    "icon": {"x-order": 5, "title": "Icon", "type": "string", "pattern": "^(https://|data:image/(png|svg\\+xml);base64,|$)"},
    "wait": {"x-order": 6, "title": "Wait", "type": "integer", "minimum": 500, "maximum": 30000, "default": 8000},
    "accept": {"x-order": 7, "title": "Accept", "type": "array", "items": {"type": "string", "enum": ["member", "linked"]},
               "default": ["member"]},
    "file": {"x-order": 8, "title": "File", "type": "object", "required": ["name"],
             "properties": {"name": {"title": "File name", "type": "string"}, "body": {"type": "string"}}},
    "callback": {"x-order": 9, "title": "Callback address", "type": "string", "readOnly": true, "x-value": "redirect_uri"},
    "net": {"x-order": 10, "title": "Network", "type": "object", "x-operator": true,
            "properties": {
              "base": {"title": "Base address", "type": "string", "format": "uri", "default": "https://example.com"},
              "inside": {"title": "Inside", "type": "boolean", "default": false},
              "proxy": {"title": "Proxy", "type": "string", "format": "password"},
              "hosts": {"title": "Hosts", "type": "array", "items": {"type": "string"}},
              "pins": {"title": "Pins", "type": "object", "additionalProperties": {"type": "array"}}}}
  },
  "allOf": [
    {"if": {"properties": {"mode": {"enum": ["qr", "legacy"]}}, "required": ["mode"]}, "then": {"required": ["agent"]}}
  ]
})json";
