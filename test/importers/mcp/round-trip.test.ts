import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, requestSchema } from "../../../src/compiler.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { importTools } from "../../../src/importers/mcp/import-tools.js";
import { readToolList } from "../../../src/importers/mcp/read-tool-list.js";
import type { ToolList } from "../../../src/importers/mcp/tool-list.js";
import { invariant } from "../../../src/util/invariant.js";
import { type Difference, schemaDifferences } from "./schema-differences.js";
import { toolSchemaArbitrary } from "./tool-schema-arbitrary.js";

/* Each tool of real servers, imported and its arguments' schema printed again: whatever differs was told, and told at that place. */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const lists = join(process.env.POLC_CORPORA ?? join(root, "../shared/corpora"), "mcp-tools");
const files = existsSync(lists) ? readdirSync(lists).filter((name) => name.endsWith(".json")) : [];

if (files.length === 0) console.log(`skipped: no tool lists of real servers in ${lists}`);

describe.skipIf(files.length === 0)("what importing changes is told", () => {
  it.each(files)("%s", (file) => {
    const { list } = readToolList({ path: file, text: readFileSync(join(lists, file), "utf8") });
    invariant(list !== undefined, `${file} is a list of tools`);
    expect(untold(list)).toEqual([]);
  });
});

it("import-differences-are-told: of random tools too", () => {
  let differences = 0;
  fc.assert(
    fc.property(toolSchemaArbitrary(), (inputSchema) => {
      const text = JSON.stringify({ server: "random", tools: [{ name: "tool", inputSchema }] });
      const { list } = readToolList({ path: "random.json", text });
      invariant(list !== undefined, "the text is a list of tools");
      differences += comparison(list).length;
      expect(untold(list)).toEqual([]);
    }),
    { seed: 20261205, numRuns: 120 },
  );
  expect(differences).toBeGreaterThan(300);
});

/** A difference, the action whose arguments it is in, and where something was told of that action. */
interface Compared extends Difference {
  readonly action: string;
  readonly told: PlacesTold;
}

/** The differences that no diagnostic names. */
function untold(list: ToolList): readonly string[] {
  return comparison(list)
    .filter((difference) => !isTold(difference))
    .map(({ action, places, what }) => `${action} #${places.join(" #")} ${what}`);
}

function comparison(list: ToolList): readonly Compared[] {
  const { files: imported, diagnostics } = importTools([list]);
  const { policySet, diagnostics: found } = check([
    ...imported,
    { path: "user.pol", text: "principal User\n" },
  ]);
  invariant(policySet !== undefined, `what was imported checks: ${JSON.stringify(found)}`);
  return list.tools.flatMap(({ name, inputSchema }) => {
    const action = `${list.server}.${name}`;
    const told = placesTold(diagnostics, action);
    const given = requestSchema(policySet, { action, argumentsOnly: true });
    return schemaDifferences(inputSchema, given).map((difference) => ({ ...difference, action, told }));
  });
}

/** The places that the diagnostics about an action name, by their code. */
interface PlacesTold {
  readonly inexact: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
}

function placesTold(diagnostics: readonly Diagnostic[], action: string): PlacesTold {
  const places = (code: string) => {
    const own = diagnostics.filter((each) => each.code === code && each.message.startsWith(`\`${action}\``));
    const texts = own.flatMap(({ message, related = [] }) => [
      message,
      ...related.map((place) => place.message),
    ]);
    return new Set(texts.flatMap((text) => [...text.matchAll(/`#([^`]*)`/g)].map(([, place = ""]) => place)));
  };
  return { inexact: places("POL4010"), closed: places("POL4011") };
}

/** Exactly there; where a whole value became another, at the keyword that says so; and all arguments may have become `...`. */
function isTold({ places, what, told: { inexact, closed } }: Compared): boolean {
  if (what === "closed") return places.some((place) => closed.has(place));
  const isOpened = inexact.has("") && places.some((place) => /^\/(?:properties\/)?[^/]*$/.test(place));
  return isOpened || places.some((place) => ["", ...choices].some((keyword) => inexact.has(place + keyword)));
}

const choices = ["/type", "/anyOf", "/oneOf", "/enum", "/const"];
