import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitModule } from "../../src/codegen/emit-module.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generateInstance } from "../../src/testing/json-schema/generate-instance.js";
import { generateSchema } from "../../src/testing/json-schema/generate-schema.js";
import { loadModule } from "../../src/testing/load-module.js";
import { fromJsonSchema, type JsonSchema } from "../../src/types/from-json-schema.js";
import { createReferences } from "../../src/types/json-schema/references.js";
import type { Type } from "../../src/types/type.js";
import { complaintOf, isValidSchema, readsAs, schemaUnderTest } from "./json-schema-oracle.js";

/*
 * Law json-schema-in: a type made from a JSON Schema accepts what Ajv accepts and refuses what Ajv refuses, but for what the notes say
 * and docs/json-schema.md states. 2,000 schemas with 3 instances each here; `scripts/fuzz-json-schema.ts` runs as many as one has time
 * for.
 */

/** A schema, and a number from which its instances are made. */
const subject = arbitraryOf((choices) => ({
  schema: generateSchema(choices),
  seed: choices.int(0, 2 ** 31 - 1),
}));

function instancesOf(schema: JsonSchema, seed: number, count: number): readonly unknown[] {
  const references = createReferences(schema);
  return Array.from({ length: count }, (_, index) =>
    generateInstance(
      { choices: seededChoices(seed + index), references, wildness: index % 2 === 0 ? 2 : 8 },
      schema,
    ),
  );
}

/** For machines that are busy with other tests. */
const patience = 120_000;

describe("json-schema-in", () => {
  it(
    "accepts and refuses what Ajv does, but for what is noted",
    () => {
      const seen = { accepted: 0, rejected: 0, unanswered: 0, exact: 0 };
      fc.assert(
        fc.property(subject, ({ schema, seed }) => {
          expect(isValidSchema(schema)).toBe(true);
          const under = schemaUnderTest(schema);
          if (under.converted.inexact.length === 0) seen.exact++;
          for (const instance of instancesOf(schema, seed, 3)) {
            expect([instance, complaintOf(under, instance)]).toEqual([instance, undefined]);
            const answer = under.accepts(instance);
            seen[answer === undefined ? "unanswered" : answer ? "accepted" : "rejected"]++;
          }
        }),
        { seed: 20261122, numRuns: 2000 },
      );
      // Without these, the law would hold of nothing.
      expect(seen.accepted).toBeGreaterThan(3000);
      expect(seen.rejected).toBeGreaterThan(1500);
      expect(seen.unanswered).toBeLessThan(2000);
      expect(seen.exact).toBeGreaterThan(700);
    },
    patience,
  );

  it("generated modules judge as the type does", () => {
    const text =
      'type T = json("t.json") principal User action go(x: T) policy p { rule r allow User to go }';
    fc.assert(
      fc.property(subject, ({ schema, seed }) => {
        const files = [{ path: "a.pol", text }];
        const { policySet, diagnostics } = check(files, { schemas: new Map([["t.json", { schema }]]) });
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        if (!policySet) return;
        const module = loadModule(emitModule(lower(policySet), { sources: files }).code);
        const under = schemaUnderTest(schema);
        for (const x of instancesOf(schema, seed, 3)) {
          const request = {
            subject: { type: "User", id: "u" },
            action: { name: "go", properties: { x } },
            resource: { type: "Nothing", id: "n" },
          };
          // A parameter is no alternative of `null`: that is what is said where the type is at the top.
          const isRead = x !== null && readsAs(under, x) !== undefined;
          expect([x, module.validate(request).length === 0]).toEqual([x, isRead]);
        }
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it("does not depend on the order of keywords", () => {
    fc.assert(
      fc.property(subject, ({ schema }) => {
        const [first, second] = [
          fromJsonSchema(schema, ""),
          fromJsonSchema(reversed(schema) as JsonSchema, ""),
        ];
        expect(second?.inexact).toEqual(first?.inexact);
        expect(second && canonical(second.type)).toEqual(first && canonical(first.type));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("never throws, whatever is said to be a schema", () => {
    const names = [
      "type",
      "items",
      "properties",
      "required",
      "enum",
      "const",
      "anyOf",
      "allOf",
      "oneOf",
      "$ref",
      "$defs",
    ];
    const others = [
      "pattern",
      "minLength",
      "minimum",
      "multipleOf",
      "additionalProperties",
      "not",
      "$id",
      "$anchor",
      "format",
    ];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          "string",
          "object",
          "#",
          "#/$defs/a",
          "#a",
          "a:b#",
          "(",
          null,
          true,
          false,
          0,
          -1,
          1.5,
          Infinity,
          "\ud800",
        ),
        fc.dictionary(fc.constantFrom(...names, ...others, "a", "__proto__"), tie("value"), { maxKeys: 5 }),
        fc.array(tie("value"), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, ...others), value, { maxKeys: 6 }), (schema) => {
        expect(fromJsonSchema(schema, "")).toBeDefined();
      }),
      { seed: 4, numRuns: 800 },
    );
  });
});

function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

/** A type as JSON, the fields of records in the order of their names. */
function canonical(type: Type): unknown {
  return JSON.parse(
    JSON.stringify(type, (_, value) =>
      value instanceof Map ? [...value].sort(([left], [right]) => (left < right ? -1 : 1)) : value,
    ),
  );
}
