/*
 * Random JSON Schemas and instances near them: a type made from a schema accepts what Ajv accepts and refuses what Ajv refuses, but for
 * what is noted and what docs/json-schema.md states.
 *
 *   npx tsx scripts/fuzz-json-schema.ts [--schemas 20000] [--instances 20] [--seed 1]
 *
 * Exits with 1 after a complaint; the first of each schema is printed.
 */
import { parseArgs } from "node:util";
import { seededChoices } from "../src/testing/choices.js";
import { generateInstance } from "../src/testing/json-schema/generate-instance.js";
import { generateSchema } from "../src/testing/json-schema/generate-schema.js";
import { createReferences } from "../src/types/json-schema/references.js";
import { printType } from "../src/types/print-type.js";
import { complaintOf, isValidSchema, schemaUnderTest } from "../test/types/json-schema-oracle.js";

const { values } = parseArgs({
  options: {
    schemas: { type: "string", default: "20000" },
    instances: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const options = {
  schemas: Number(values.schemas),
  instances: Number(values.instances),
  seed: Number(values.seed),
};
const totals = { instances: 0, accepted: 0, unanswered: 0, exact: 0, complaints: 0 };
const started = Date.now();
let spoken = started;

function complain(seed: number, schema: unknown, ...what: readonly string[]): void {
  totals.complaints++;
  console.log([`schema ${seed}: ${JSON.stringify(schema)}`, ...what].join("\n  "));
}

function examine(seed: number): void {
  const schema = generateSchema(seededChoices(seed));
  if (!isValidSchema(schema)) return complain(seed, schema, "is no schema");
  const under = schemaUnderTest(schema);
  if (under.converted.inexact.length === 0) totals.exact++;
  const references = createReferences(schema);
  for (let index = 0; index < options.instances; index++) {
    const choices = seededChoices(seed * 1009 + index);
    const wildness = index % 2 === 0 ? 2 : 8;
    const instance = generateInstance({ choices, references, wildness }, schema);
    totals.instances++;
    const answer = under.accepts(instance);
    if (answer === undefined) totals.unanswered++;
    else if (answer) totals.accepted++;
    const complaint = complaintOf(under, instance);
    if (complaint === undefined) continue;
    const { type, inexact } = under.converted;
    const notes = inexact.map(({ place, message, effect }) => `${effect} at #${place}: ${message}`);
    return complain(seed, schema, `type ${printType(type)}`, ...notes, JSON.stringify(instance), complaint);
  }
}

for (let index = 0; index < options.schemas; index++) {
  examine(options.seed * 1_000_003 + index);
  if (Date.now() - spoken > 5000) {
    spoken = Date.now();
    console.error(`${index + 1} schemas, ${totals.complaints} complaints`);
  }
}

console.log(
  `${totals.instances} instances of ${options.schemas} schemas, seed ${options.seed}: ${totals.accepted} accepted by Ajv, ` +
    `${totals.unanswered} without its answer, ${totals.exact} schemas kept exactly, ${totals.complaints} complaints, ` +
    `${Math.round((Date.now() - started) / 1000)} s`,
);
process.exitCode = totals.complaints > 0 ? 1 : 0;
