import type { ErrorObject } from "ajv";
import { didYouMean } from "../../util/did-you-mean.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";
import { lazy } from "../../util/lazy.js";
import { checkAddress, checkOptions, type OptionsProblem } from "./check-options.js";
import { configurationSchema } from "./configuration-schema.js";
import { introspection } from "./introspection.js";
import type { DelegationOptions, IssuerOptions } from "./options.js";

/** Options, or all that is wrong with what was to give them. */
export type DelegationConfiguration =
  | { readonly ok: true; readonly options: DelegationOptions }
  | { readonly ok: false; readonly problems: readonly OptionsProblem[] };

/** The environment's variables: secrets stand there, and in the file only their names. */
export type Environment = { readonly [name: string]: string | undefined };

/**
 * Reads {@link DelegationOptions} from the value of a JSON file: the same members, but for what JSON cannot say. In place of `status` an
 * issuer has `introspection`: `{ endpoint, clientId, clientSecretFrom }`, the last a variable of the environment.
 */
export async function readDelegationConfiguration(
  json: unknown,
  environment: Environment = {},
): Promise<DelegationConfiguration> {
  const validate = await validator();
  if (!validate(json)) return { ok: false, problems: (validate.errors ?? []).map(toProblem) };
  const problems = [...checkOptions(json), ...checkIntrospection(json, environment)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, options: toOptions(json, environment) };
}

/** Compiled once, and loaded only here. By way of `default`: Ajv is CommonJS, whose names a bundle does not see. */
const validator = lazy(async () => {
  const { Ajv } = (await import("ajv")).default;
  return new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<FileOptions>(
    configurationSchema,
  );
});

/** The options as a file says them. */
interface FileOptions extends Omit<DelegationOptions, "clock"> {
  readonly issuers: { readonly [issuer: string]: FileIssuer };
}

interface FileIssuer extends Omit<IssuerOptions, "status"> {
  readonly introspection?: {
    readonly endpoint: string;
    readonly clientId: string;
    readonly clientSecretFrom: string;
  };
}

function checkIntrospection({ issuers }: FileOptions, environment: Environment): readonly OptionsProblem[] {
  return Object.entries(issuers).flatMap(([issuer, { introspection: asked }]) => {
    if (asked === undefined) return [];
    const { endpoint, clientSecretFrom } = asked;
    const at = (member: string) => pointerTo("/issuers", issuer, "introspection", member);
    const problems = checkAddress(endpoint).map((message) => ({ path: at("endpoint"), message }));
    if (environment[clientSecretFrom]) return problems;
    const message = `the variable \`${clientSecretFrom}\` of the environment is not set`;
    return [...problems, { path: at("clientSecretFrom"), message }];
  });
}

function toOptions(file: FileOptions, environment: Environment): DelegationOptions {
  const issuers = Object.entries(file.issuers).map(([issuer, options]): [string, IssuerOptions] => {
    const { introspection: asked, ...rest } = options;
    if (asked === undefined) return [issuer, rest];
    const clientSecret = environment[asked.clientSecretFrom] ?? "";
    return [issuer, { ...rest, status: introspection({ ...asked, clientSecret }) }];
  });
  return { ...file, issuers: Object.fromEntries(issuers) };
}

/** What Ajv found, in our words. */
function toProblem({ instancePath, keyword, params, parentSchema, message }: ErrorObject): OptionsProblem {
  const path = instancePath;
  switch (keyword) {
    case "additionalProperties":
      return unknownMember(path, String(params.additionalProperty), parentSchema);
    case "required":
      return { path, message: `\`${params.missingProperty}\` is missing` };
    case "enum":
      return { path, message: `expected ${quotedList(params.allowedValues)}` };
    case "type":
      return { path, message: `expected ${[params.type].flat().join(" or ")}` };
    case "minProperties":
    case "maxProperties":
      return { path, message: expectedMembers(parentSchema) };
    default:
      return { path, message: message ?? "not as expected" };
  }
}

function unknownMember(path: string, name: string, schema: JsonObject | undefined): OptionsProblem {
  const known = membersOf(schema);
  const meant = didYouMean(name, known);
  const hint = meant === undefined ? `there are ${quotedList(known)}` : `did you mean \`${meant}\`?`;
  return { path: pointerTo(path, name), message: `\`${name}\` is not known here: ${hint}` };
}

function expectedMembers(schema: JsonObject | undefined): string {
  const known = membersOf(schema);
  return known.length === 0 ? "nothing is given" : `expected one of ${quotedList(known)}`;
}

function membersOf(schema: JsonObject | undefined): readonly string[] {
  return schema !== undefined && isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
}

function quotedList(words: unknown): string {
  return Array.isArray(words) ? words.map((word) => `\`${word}\``).join(", ") : "";
}
