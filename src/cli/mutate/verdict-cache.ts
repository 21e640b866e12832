import type { UnitVerdicts } from "../../testing/mutants/mutation-run.js";
import { isJsonObject } from "../../util/json-object.js";
import type { CliHost } from "../cli-host.js";
import { readAll } from "../read-all.js";
import { refuseToWrite } from "../report.js";

/** What is remembered of a unit's mutants. */
export interface RememberedVerdicts extends UnitVerdicts {
  /** The digest of what they depended on. */
  readonly key: string;
}

/** What an earlier run left at `path`, by unit. What is no such file is as good as none. */
export async function readVerdicts(
  host: CliHost,
  path: string,
): Promise<ReadonlyMap<string, RememberedVerdicts>> {
  const text = await readAll(host, path);
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (!isJsonObject(value) || !isJsonObject(value.units)) return new Map();
    return new Map(Object.entries(value.units).filter(isRemembered));
  } catch {
    return new Map();
  }
}

function isRemembered(entry: readonly [string, unknown]): entry is [string, RememberedVerdicts] {
  const [, value] = entry;
  return isJsonObject(value) && Array.isArray(value.verdicts) && Array.isArray(value.actions);
}

/** Leaves what is known for the next run. */
export async function writeVerdicts(
  host: CliHost,
  path: string,
  units: ReadonlyMap<string, RememberedVerdicts>,
): Promise<void> {
  const lines = [...units].map(([unit, verdicts]) => `${JSON.stringify(unit)}: ${JSON.stringify(verdicts)}`);
  const text = `{ "units": {\n${lines.join(",\n")}\n} }\n`;
  const problem = await host.writeFiles([{ path, text }]);
  if (problem !== undefined) refuseToWrite(host, problem);
}
