import { catalogue } from "../diagnostics/catalogue.js";
import type { CatalogueEntry } from "../diagnostics/catalogue-entry.js";
import { invariant } from "../util/invariant.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { findEntry, unknownCode } from "./find-entry.js";

/** Options of `polc explain`. */
export interface ExplainCommand {
  /** `POL2001`, `2001` or `duplicate-name`; without one, all are listed. */
  readonly code: string | undefined;
}

/** `polc explain`: the page of a diagnostic, or a list of all. */
export async function run({ code }: ExplainCommand, host: CliHost): Promise<ExitCode> {
  if (code === undefined) {
    host.stdout.write(catalogue.map(listLine).join(""));
    return exitCode.fine;
  }
  const entry = findEntry(code);
  if (entry === undefined) {
    host.stderr.write(unknownCode(code));
    return exitCode.usage;
  }
  const page = await host.readPackageFile(pagePath(entry.code));
  invariant(page !== undefined, `the page of ${entry.code} is not installed`);
  host.stdout.write(page);
  return exitCode.fine;
}

/** Where the page of `code` is, below the folder of the package. */
export function pagePath(code: string): string {
  return `docs/diagnostics/${code}.md`;
}

function listLine({ code, name, severity, title }: CatalogueEntry): string {
  return `${code}  ${severity.padEnd(7)}  ${name.padEnd(longestName)}  ${title}\n`;
}

const longestName = Math.max(...catalogue.map(({ name }) => name.length));
