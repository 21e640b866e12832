import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { ExportedSchema } from "../relations/export/exported-schema.js";
import { toOpenFga } from "../relations/export/to-openfga.js";
import { toSpicedb } from "../relations/export/to-spicedb.js";
import { relationModel } from "../relations/from-schema.js";
import type { RelationModel } from "../relations/model.js";
import { emptySpan } from "../source/span.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { printDiagnostics } from "./report.js";

/** The engines that schemas can be written for. */
export type RelationEngine = "openfga" | "spicedb";

/** Options of `polc relations export`. */
export interface RelationsExportCommand {
  readonly path: string;
  readonly to: RelationEngine;
}

/** `polc relations export`: the relations of a policy set as another engine's schema go to standard output. */
export async function run({ path, to }: RelationsExportCommand, host: CliHost): Promise<ExitCode> {
  const set = await checkedSet(host, path);
  if (set.policySet === undefined) return set.exitCode;
  const { entities } = set.policySet;
  const { text, problems } = exporters[to](relationModel(entities));
  if (problems.length === 0) {
    host.stdout.write(text);
    return exitCode.fine;
  }
  const diagnostics = problems.map(({ type, relation, message }) => {
    const declared = entities.get(type)?.relations.find(({ name }) => name.text === relation);
    return createDiagnostic("POL4074", declared?.name.span ?? emptySpan(), message);
  });
  printDiagnostics(host, host.stderr, diagnostics, set.findings.files, set.findings.displayPath);
  return exitCode.findings;
}

const exporters: Readonly<Record<RelationEngine, (model: RelationModel) => ExportedSchema>> = {
  openfga: toOpenFga,
  spicedb: toSpicedb,
};
