import { describe, expect, it } from "vitest";
import type { Field, Type } from "../../src/types/type.js";
import { withSecrets } from "../../src/types/with-secrets.js";

const text: Type = { kind: "String" };
const secret: Type = { kind: "String", secret: true };

function record(type: Type): Type {
  const field: Field = { name: "a", type, optional: false, nullable: false, documentation: [] };
  return { kind: "Record", fields: new Map([["a", field]]), open: false };
}

describe("a type with the secrets of another", () => {
  it.each<[string, Type, Type, Type]>([
    ["a text", text, secret, secret],
    [
      "a narrower text",
      { kind: "Literals", values: ["x"] },
      secret,
      { kind: "Literals", values: ["x"], secret: true },
    ],
    [
      "elements",
      { kind: "List", element: text },
      { kind: "List", element: secret },
      { kind: "List", element: secret },
    ],
    ["values", { kind: "Map", value: text }, { kind: "Map", value: secret }, { kind: "Map", value: secret }],
    ["members", record(text), record(secret), record(secret)],
    [
      "a list of secrets",
      { kind: "List", element: text },
      { kind: "List", element: text, secret: true },
      { kind: "List", element: text, secret: true },
    ],
  ])("has them: %s", (_, type, other, expected) => {
    expect(withSecrets(type, other)).toEqual(expected);
  });

  it.each([text, record(text), { kind: "List", element: secret } as const])(
    "is the same where there are no more",
    (type) => {
      expect(withSecrets(type, type)).toBe(type);
      expect(withSecrets(type, text)).toBe(type);
    },
  );
});
