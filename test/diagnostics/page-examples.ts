import { readdirSync, readFileSync } from "node:fs";
import type { SchemaFile } from "../../src/check/json-types.js";
import { readJsonSchema } from "../../src/types/read-json-schema.js";

/** The policy set that a page of docs/diagnostics begins with: what gives its code. */
export interface PageExample {
  readonly code: string;
  readonly text: string;
  readonly schemas: ReadonlyMap<string, SchemaFile>;
}

const folder = new URL("../../docs/diagnostics/", import.meta.url);

/** The first example of every page whose code a policy can show. */
export async function pageExamples(): Promise<readonly PageExample[]> {
  const pages = readdirSync(folder).filter((name) => name < "POL4");
  return (await Promise.all(pages.sort().map(exampleOf))).flat();
}

async function exampleOf(name: string): Promise<readonly PageExample[]> {
  const page = readFileSync(new URL(name, folder), "utf8");
  const text = /^```pol\n(.*?)^```$/ms.exec(page)?.[1];
  if (text === undefined) return [];
  const blocks = [...page.matchAll(/^```json file=(\S+)\n(.*?)^```$/gms)];
  const schemas = blocks.map(async ([, path = "", json = ""]) => [path, await readJsonSchema(json)] as const);
  return [{ code: name.slice(0, 7), text, schemas: new Map(await Promise.all(schemas)) }];
}
