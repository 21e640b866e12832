import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { invariant } from "../../src/util/invariant.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The folders of the policy sets that the harness is measured with, from the project's root. */
export const measuredSets: readonly string[] = subfolders("test/testing/policy-sets");

/** The folders of the examples that are policy sets. */
export const exampleSets: readonly string[] = subfolders("examples").filter(
  (folder) => readPolicyFiles(folder).length > 0,
);

function subfolders(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Every policy file below a folder. */
export function readPolicyFiles(folder: string): readonly SourceFile[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".pol") && !name.includes("node_modules"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, folder, path), "utf8") }));
}

/** The policy set in a folder, which checks. */
export function readPolicySet(folder: string): PolicySet {
  const { policySet } = check(readPolicyFiles(folder));
  invariant(policySet !== undefined, `${folder} checks`);
  return policySet;
}
