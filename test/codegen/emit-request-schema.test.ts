import { describe, expect, it } from "vitest";
import { requestSchema } from "../../src/compiler.js";
import { requestsWithOneWrong } from "../../src/testing/request/one-wrong.js";
import { printJson } from "../../src/util/print-json.js";
import { compileSet } from "../testing/compile-set.js";
import { requestValidator } from "./request-validator.js";
import { analyticsText, compile, salesRequest } from "./support.js";

describe("emitRequestSchema", () => {
  const text = `
principal User { team: String, "$ref"?: Int }
principal Agent acting for User
entity Folder { owner: User }
entity Note
/// Reads a note.
action notes.read(
  /// Which one.
  id: String length 1..20,
  wait?: Int in ..60,
), notes.list, notes.share(with: User, key: String secret, ...)
refine action notes.read() on Folder, Note
context { vpn: Bool, host?: Host }
policy p {
  rule reads allow Agent acting for User to notes.read on Folder
    when principal is Agent
    when context.vpn
  rule shares allow User to notes.share when principal.team == args.with.team
}
`;

  it("prints what a person can read", () => {
    const { policySet } = compile(text);
    expect(printJson(requestSchema(policySet))).toMatchInlineSnapshot(`
      "{
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A request",
        "oneOf": [
          { "$ref": "#/$defs/notes.list" },
          { "$ref": "#/$defs/notes.read" },
          { "$ref": "#/$defs/notes.share" }
        ],
        "$defs": {
          "notes.list": {
            "description": "Reads a note.",
            "type": "object",
            "properties": {
              "action": {
                "type": "object",
                "properties": {
                  "name": { "const": "notes.list" },
                  "properties": { "type": "object", "additionalProperties": false }
                },
                "required": ["name"]
              }
            },
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "subject": { "$ref": "#/$defs/Agent" },
                  "action": true,
                  "resource": true,
                  "context": { "type": "object" }
                },
                "required": ["subject", "action"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "subject": { "$ref": "#/$defs/User" },
                  "actor": { "$ref": "#/$defs/Agent" },
                  "action": true,
                  "resource": true,
                  "context": { "type": "object" }
                },
                "required": ["subject", "action"],
                "additionalProperties": false
              }
            ]
          },
          "notes.read": {
            "description": "Reads a note.",
            "type": "object",
            "properties": {
              "action": {
                "type": "object",
                "properties": {
                  "name": { "const": "notes.read" },
                  "properties": {
                    "type": "object",
                    "properties": {
                      "id": { "description": "Which one.", "type": "string", "minLength": 1, "maxLength": 20 },
                      "wait": { "type": ["integer", "null"], "minimum": -9007199254740991, "maximum": 60 }
                    },
                    "required": ["id"],
                    "additionalProperties": false
                  }
                },
                "required": ["name", "properties"]
              }
            },
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "subject": {
                    "type": "object",
                    "properties": {
                      "type": { "enum": ["Agent", "User"] },
                      "id": { "type": "string", "minLength": 1 },
                      "properties": { "type": "object" }
                    },
                    "required": ["type", "id"]
                  },
                  "action": true,
                  "resource": {
                    "type": "object",
                    "properties": {
                      "type": { "enum": ["Folder", "Note"] },
                      "id": { "type": "string" },
                      "properties": { "type": "object" }
                    },
                    "required": ["type"]
                  },
                  "context": { "type": "object" }
                },
                "required": ["subject", "action", "resource"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "subject": { "$ref": "#/$defs/User" },
                  "actor": { "$ref": "#/$defs/Agent" },
                  "action": true,
                  "resource": {
                    "type": "object",
                    "properties": {
                      "type": { "const": "Folder" },
                      "id": { "type": "string" },
                      "properties": { "type": "object" }
                    },
                    "required": ["type"]
                  },
                  "context": {
                    "type": "object",
                    "properties": { "vpn": { "type": "boolean" } },
                    "required": ["vpn"]
                  }
                },
                "required": ["subject", "actor", "action", "resource", "context"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "subject": { "$ref": "#/$defs/User" },
                  "actor": { "$ref": "#/$defs/Agent" },
                  "action": true,
                  "resource": {
                    "type": "object",
                    "properties": {
                      "type": { "const": "Note" },
                      "id": { "type": "string" },
                      "properties": { "type": "object" }
                    },
                    "required": ["type"]
                  },
                  "context": { "type": "object" }
                },
                "required": ["subject", "actor", "action", "resource"],
                "additionalProperties": false
              }
            ]
          },
          "notes.share": {
            "description": "Reads a note.",
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "subject": { "$ref": "#/$defs/Agent" },
                  "action": {
                    "type": "object",
                    "properties": {
                      "name": { "const": "notes.share" },
                      "properties": {
                        "type": "object",
                        "properties": {
                          "with": {
                            "type": "object",
                            "properties": {
                              "type": { "const": "User" },
                              "id": { "type": "string", "minLength": 1 },
                              "properties": true,
                              "ancestors": true
                            },
                            "required": ["type", "id"],
                            "additionalProperties": false
                          },
                          "key": { "type": "string", "writeOnly": true }
                        },
                        "required": ["with", "key"]
                      }
                    },
                    "required": ["name", "properties"]
                  },
                  "resource": true,
                  "context": { "type": "object" }
                },
                "required": ["subject", "action"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "subject": {
                    "type": "object",
                    "properties": {
                      "type": { "const": "User" },
                      "id": { "type": "string", "minLength": 1 },
                      "properties": {
                        "type": "object",
                        "properties": { "team": { "type": "string" } },
                        "required": ["team"]
                      }
                    },
                    "required": ["type", "id", "properties"]
                  },
                  "actor": { "$ref": "#/$defs/Agent" },
                  "action": {
                    "type": "object",
                    "properties": {
                      "name": { "const": "notes.share" },
                      "properties": {
                        "type": "object",
                        "properties": {
                          "with": {
                            "type": "object",
                            "properties": {
                              "type": { "const": "User" },
                              "id": { "type": "string", "minLength": 1 },
                              "properties": {
                                "type": "object",
                                "properties": { "team": { "type": "string" } },
                                "required": ["team"]
                              },
                              "ancestors": true
                            },
                            "required": ["type", "id", "properties"],
                            "additionalProperties": false
                          },
                          "key": { "type": "string", "writeOnly": true }
                        },
                        "required": ["with", "key"]
                      }
                    },
                    "required": ["name", "properties"]
                  },
                  "resource": true,
                  "context": { "type": "object" }
                },
                "required": ["subject", "action"],
                "additionalProperties": false
              }
            ]
          },
          "Agent": {
            "type": "object",
            "properties": {
              "type": { "const": "Agent" },
              "id": { "type": "string", "minLength": 1 },
              "properties": { "type": "object" }
            },
            "required": ["type", "id"]
          },
          "User": {
            "type": "object",
            "properties": {
              "type": { "const": "User" },
              "id": { "type": "string", "minLength": 1 },
              "properties": { "type": "object" }
            },
            "required": ["type", "id"]
          }
        }
      }
      "
    `);
  });

  it("gives the schema of one action, and of its arguments", () => {
    const { policySet } = compile(text);
    expect(printJson(requestSchema(policySet, { action: "notes.list" }))).toMatchInlineSnapshot(`
      "{
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A request for notes.list",
        "description": "Reads a note.",
        "type": "object",
        "properties": {
          "action": {
            "type": "object",
            "properties": {
              "name": { "const": "notes.list" },
              "properties": { "type": "object", "additionalProperties": false }
            },
            "required": ["name"]
          }
        },
        "oneOf": [
          {
            "type": "object",
            "properties": {
              "subject": { "$ref": "#/$defs/Agent" },
              "action": true,
              "resource": true,
              "context": { "type": "object" }
            },
            "required": ["subject", "action"],
            "additionalProperties": false
          },
          {
            "type": "object",
            "properties": {
              "subject": {
                "type": "object",
                "properties": {
                  "type": { "const": "User" },
                  "id": { "type": "string", "minLength": 1 },
                  "properties": { "type": "object" }
                },
                "required": ["type", "id"]
              },
              "actor": { "$ref": "#/$defs/Agent" },
              "action": true,
              "resource": true,
              "context": { "type": "object" }
            },
            "required": ["subject", "action"],
            "additionalProperties": false
          }
        ],
        "$defs": {
          "Agent": {
            "type": "object",
            "properties": {
              "type": { "const": "Agent" },
              "id": { "type": "string", "minLength": 1 },
              "properties": { "type": "object" }
            },
            "required": ["type", "id"]
          }
        }
      }
      "
    `);
    expect(
      printJson(requestSchema(policySet, { action: "notes.read", argumentsOnly: true })),
    ).toMatchInlineSnapshot(`
      "{
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The arguments of notes.read",
        "description": "Reads a note.",
        "type": "object",
        "properties": {
          "id": { "description": "Which one.", "type": "string", "minLength": 1, "maxLength": 20 },
          "wait": { "type": ["integer", "null"], "minimum": -9007199254740991, "maximum": 60 }
        },
        "required": ["id"],
        "additionalProperties": false
      }
      "
    `);
  });

  it("accepts for an action what the whole accepts for it", () => {
    const { policySet } = compile(analyticsText);
    const all = requestValidator(requestSchema(policySet));
    const query = requestValidator(requestSchema(policySet, { action: "postgres.query" }));
    const explain = requestValidator(requestSchema(policySet, { action: "postgres.explain" }));
    const given = requestValidator(
      requestSchema(policySet, { action: "postgres.query", argumentsOnly: true }),
    );
    expect([all, query, explain].map((accepts) => accepts(salesRequest))).toEqual([true, true, false]);
    expect(given(salesRequest.action.properties)).toBe(true);
    for (const request of requestsWithOneWrong(salesRequest)) expect(query(request)).toBe(all(request));
  });

  it("accepts nothing where nothing can be asked", () => {
    const { policySet } = compile("principal User\n");
    const schema = requestSchema(policySet);
    expect(schema).toMatchObject({ not: {} });
    const nobody = compile("action notes.read()\n").policySet;
    const accepts = requestValidator(requestSchema(nobody));
    expect(accepts({ subject: { type: "User", id: "a" }, action: { name: "notes.read" } })).toBe(false);
  });

  it("does not depend on the order of files", () => {
    const [first, second] = [
      [0, 1],
      [1, 0],
    ].map((order) => {
      const files = [
        { path: "a.pol", text },
        { path: "b.pol", text: "action more.tools(x: { a: Int, b?: Time })\n" },
      ];
      const { policySet } = compileSet(order.flatMap((index) => files[index] ?? []));
      return JSON.stringify(requestSchema(policySet));
    });
    expect(first).toBe(second);
  });
});
