import type { PolicySet } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import { checkedSet } from "../checked-set.js";
import type { CliHost, Revision } from "../cli-host.js";
import { exitCode } from "../exit-code.js";
import { refuse } from "../report.js";

/** One of the policy sets that are compared. */
export interface Side {
  /** As it was given. */
  readonly name: string;
  readonly policySet: PolicySet;
  readonly files: readonly SourceFile[];
  readonly displayPath: (file: string) => string;
}

/** Where a policy set is: on the disk, or in a revision. */
export interface Place {
  readonly revision?: string;
  readonly path: string;
}

/**
 * What one means by a word on the command line: `main:policies` is a folder of a revision, as git has it, unless there is a file or folder
 * of just that name. One letter before the colon is a drive.
 */
export async function placeOf(operand: string, host: CliHost): Promise<Place> {
  const [, revision, path] = /^([^:]{2,}|@):(.*)$/s.exec(operand) ?? [];
  if (revision === undefined || (await host.kindOf(operand)) !== undefined) return { path: operand };
  return { revision, path: path || "." };
}

/** How a place is written. */
export function printPlace({ revision, path }: Place): string {
  return revision === undefined ? path : `${revision}:${path}`;
}

/** Reads and checks the policy set at a place; what is wrong with it goes to standard error, and then there is none. */
export async function readSide(host: CliHost, place: Place): Promise<Side | undefined> {
  const name = printPlace(place);
  const opened = place.revision === undefined ? host : await host.openRevision(place.revision);
  if ("problem" in opened) {
    refuse(host, "POL4003", `\`${name}\` cannot be read: ${opened.problem}`);
    return undefined;
  }
  const checked = await checkedSet({ ...host, ...calledBy(name, place.path, opened) }, name);
  if (checked.policySet !== undefined) return { name, policySet: checked.policySet, ...checked.findings };
  if (checked.exitCode === exitCode.findings)
    host.stderr.write(`\`${name}\` has errors: nothing is compared\n`);
  return undefined;
}

/** The files of a revision under the name that people know the policy set by: so messages name the revision too. */
function calledBy(name: string, path: string, files: Revision): Revision {
  const pathOf = (asked: string): string => (asked === name ? path : asked);
  return {
    readPolicySet: async (root) => files.readPolicySet(pathOf(root)),
    readBeside: async (root, file) => files.readBeside(pathOf(root), file),
    kindOf: async (asked) => files.kindOf(pathOf(asked)),
  };
}
