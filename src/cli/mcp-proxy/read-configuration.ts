import type { ErrorObject } from "ajv";
import { readDelegationConfiguration } from "../../adapters/delegation.js";
import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../source/source-file.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { isJsonObject } from "../../util/json-object.js";
import { jsonPlaces, placeAt } from "../../util/json-places.js";
import { parseJson } from "../../util/parse-json.js";
import type { EnforcementConfiguration } from "./configuration.js";
import { configurationSchema } from "./configuration-schema.js";

/** A configuration, or all that is wrong with it. */
export type ConfigurationResult =
  | { readonly configuration: EnforcementConfiguration; readonly diagnostics?: undefined }
  | { readonly configuration?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** One thing that is wrong, and where: a JSON Pointer. */
interface Problem {
  readonly path: string;
  readonly message: string;
  readonly help?: string;
}

/** Reads the text of a configuration file. A member that nobody knows is an error: it would be a rule that nobody follows. */
export async function readConfiguration(
  file: SourceFile,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ConfigurationResult> {
  const parsed = parseJson(file.text);
  if (!parsed.ok) {
    const { offset, message } = parsed;
    return { diagnostics: [invalid(file, { start: offset, end: offset + 1 }, message)] };
  }
  const problems = [...(await problemsOf(parsed.value))];
  const delegation = isJsonObject(parsed.value) ? parsed.value.delegation : undefined;
  const read = delegation === undefined ? undefined : await readDelegationConfiguration(delegation, env);
  if (read?.ok === false) {
    problems.push(...read.problems.map(({ path, message }) => ({ path: `/delegation${path}`, message })));
  }
  if (problems.length > 0) return { diagnostics: problems.map((problem) => located(file, problem)) };
  const configuration = parsed.value as EnforcementConfiguration;
  return {
    configuration: read?.ok === true ? { ...configuration, delegation: read.options } : configuration,
  };
}

/** Loaded only here; by way of `default`, since Ajv is CommonJS. */
async function problemsOf(value: unknown): Promise<readonly Problem[]> {
  const { Ajv } = (await import("ajv")).default;
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile(
    configurationSchema,
  );
  return validate(value) ? [] : (validate.errors ?? []).map(toProblem);
}

function toProblem({ instancePath, keyword, params, message = "", parentSchema }: ErrorObject): Problem {
  if (keyword !== "additionalProperties") return { path: instancePath, message: `this ${message}` };
  const name = String(params.additionalProperty);
  const known = Object.keys(isJsonObject(parentSchema?.properties) ? parentSchema.properties : {});
  const meant = didYouMean(name, known);
  return {
    path: `${instancePath}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    message: `there is no member \`${name}\``,
    ...(meant !== undefined && { help: `did you mean \`${meant}\`?` }),
  };
}

function located(file: SourceFile, { path, message, help }: Problem): Diagnostic {
  const { key, start, end } = placeAt(jsonPlaces(file.text), path);
  return invalid(file, key ?? { start, end }, message, help);
}

function invalid(
  { path, text }: SourceFile,
  { start, end }: { readonly start: number; readonly end: number },
  problem: string,
  help?: string,
): Diagnostic {
  const span = { file: path, start, end: Math.min(end, text.length) };
  return createDiagnostic("POL4060", span, `\`${path}\` is no configuration: ${problem}`, {
    ...(help !== undefined && { help }),
  });
}
