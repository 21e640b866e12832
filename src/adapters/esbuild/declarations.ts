import { basename, dirname, join } from "node:path";
import { kindOf, readValidText } from "../../disk/disk-host.js";
import { type WriteProblem, writeFilesAtomically } from "../../disk/write-files.js";

/**
 * Writes the types of the policy set at `root` to where TypeScript looks for them. Nothing is written if they are there already, so that
 * whoever watches the file sees no change.
 */
export function writeDeclarations(root: string, declarations: string): WriteProblem | undefined {
  const path = declarationsPath(root);
  const present = kindOf(path) === undefined ? undefined : (readValidText(path) ?? "");
  if (present === declarations) return undefined;
  return present === undefined || isOurs(present, declarations)
    ? writeFilesAtomically([{ path, text: declarations }], false)
    : { path, reason: "there is one that polc did not write" };
}

/** `policies.d.ts` beside the folder `policies`; `mail.d.pol.ts` beside the file `mail.pol`. */
export function declarationsPath(root: string): string {
  const name = basename(root);
  const file = kindOf(root) === "directory" ? `${name}.d.ts` : `${basename(name, ".pol")}.d.pol.ts`;
  return join(dirname(root), file);
}

/** All declarations of polc start with the same line. */
function isOurs(present: string, declarations: string): boolean {
  return present.startsWith(declarations.slice(0, declarations.indexOf("\n")));
}
