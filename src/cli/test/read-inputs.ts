import { standardInput } from "../../source/file-names.js";
import type { SourceFile } from "../../source/source-file.js";
import { type EntityDirectory, readEntityDirectory } from "../../testing/authzen/entity-directory.js";
import type { JsonFileResult } from "../../testing/authzen/json-file.js";
import { readDecisions } from "../../testing/authzen/read-decisions.js";
import type { ExpectedDecision } from "../../testing/test-runner.js";
import type { CliHost } from "../cli-host.js";
import { readAll } from "../read-all.js";
import { printDiagnostics, refuse } from "../report.js";
import type { TestCommand } from "../test.js";

/** What `polc test` is given besides policy sets. */
export interface TestInputs {
  readonly decisions: readonly ExpectedDecision[];
  readonly directory: EntityDirectory | undefined;
  /** The files that the decisions stand in. */
  readonly files: readonly SourceFile[];
}

/** Reads the files of decisions and of entities; undefined where one of them cannot be relied on, which standard error is told. */
export async function readInputs(
  { authzen, entities }: Pick<TestCommand, "authzen" | "entities">,
  host: CliHost,
): Promise<TestInputs | undefined> {
  const read = [];
  for (const path of authzen) read.push(await readInput(path, "POL5040", readDecisions, host));
  const directory =
    entities === undefined ? undefined : await readInput(entities, "POL5041", readEntityDirectory, host);
  const present = read.filter((each) => each !== undefined);
  if (present.length < read.length || (entities !== undefined && directory === undefined)) return undefined;
  return {
    decisions: present.flatMap(({ value }) => value),
    directory: directory?.value,
    files: present.map(({ file }) => file),
  };
}

async function readInput<T>(
  path: string,
  code: "POL5040" | "POL5041",
  read: (file: SourceFile) => JsonFileResult<T>,
  host: CliHost,
): Promise<{ readonly value: T; readonly file: SourceFile } | undefined> {
  const text = await readAll(host, path);
  if (text === undefined) {
    refuse(host, code, `there is no file \`${path}\` that can be read and is UTF-8`);
    return undefined;
  }
  const file = { path: path === "-" ? standardInput : path, text };
  const { value, diagnostic } = read(file);
  if (diagnostic === undefined) return { value, file };
  printDiagnostics(host, host.stderr, [diagnostic], [file]);
  return undefined;
}
