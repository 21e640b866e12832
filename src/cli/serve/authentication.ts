import { type ApiKey, apiKeys, readApiKeys } from "../../adapters/authzen/api-keys.js";
import type { Authenticator } from "../../adapters/authzen/authenticator.js";
import { jwtBearer } from "../../adapters/authzen/jwt-bearer.js";
import type { DiagnosticCode } from "../../diagnostics/catalogue.js";
import { isJsonObject } from "../../util/json-object.js";
import { parseJson } from "../../util/parse-json.js";
import type { CliHost } from "../cli-host.js";
import { readAll } from "../read-all.js";

/** How callers are to be known. */
export interface AuthenticationOptions {
  /** A file of keys. */
  readonly apiKeys?: string;
  readonly jwtIssuer?: string;
  readonly jwtAudience?: string;
  /** A file with a JSON Web Key Set, or where one is. */
  readonly jwtKeys?: string;
  readonly jwtScope?: string;
}

/** How callers are known; no authenticator where nothing was said of it. Or why that is not possible. */
export type Authentication =
  | { readonly authenticate: Authenticator | undefined; readonly problem?: undefined }
  | { readonly problem: string; readonly code: DiagnosticCode };

/** Makes the authenticator that options and the environment ask for. */
export async function readAuthentication(
  options: AuthenticationOptions,
  host: CliHost,
): Promise<Authentication> {
  const keys = await readKeys(options, host);
  if (keys?.problem !== undefined) return { code: "POL4052", problem: keys.problem };
  const { jwtIssuer, jwtAudience, jwtKeys, jwtScope } = options;
  if (jwtIssuer === undefined && jwtAudience === undefined && jwtKeys === undefined && jwtScope === undefined)
    return { authenticate: keys && apiKeys(keys.keys) };
  if (keys !== undefined) return tokenProblem("callers are known by API keys or by tokens, not by both");
  if (jwtIssuer === undefined || jwtAudience === undefined || jwtKeys === undefined)
    return tokenProblem(
      "tokens cannot be verified without `--jwt-issuer`, `--jwt-audience` and `--jwt-keys`",
    );
  const keySet = await readKeySet(jwtKeys, host);
  if (keySet === undefined)
    return tokenProblem(`\`${jwtKeys}\` is neither a file with a JSON Web Key Set nor an https:// address`);
  const scope = jwtScope === undefined ? {} : { scope: jwtScope };
  return {
    authenticate: await jwtBearer({ issuer: jwtIssuer, audience: jwtAudience, keys: keySet, ...scope }),
  };
}

/** An authenticator that can be made anew while it is in use. */
export interface RenewableAuthenticator {
  readonly authenticate: Authenticator;
  /** Makes it of what options and environment say by now. What is wrong with that is returned, and changes nothing. */
  renew(): Promise<string | undefined>;
}

/** Lets keys be given and taken while a server runs. */
export function renewable(
  first: Authenticator,
  options: AuthenticationOptions,
  host: CliHost,
): RenewableAuthenticator {
  let current = first;
  return {
    authenticate: (request) => current(request),
    renew: async () => {
      const made = await readAuthentication(options, host);
      if (made.problem !== undefined) return made.problem;
      current = made.authenticate ?? current;
      return undefined;
    },
  };
}

function tokenProblem(problem: string): Authentication {
  return { code: "POL4054", problem };
}

/** Never from the command line, which every user of a machine can read. */
async function readKeys(
  { apiKeys: path }: AuthenticationOptions,
  host: CliHost,
): Promise<
  | { readonly keys: readonly ApiKey[]; readonly problem?: undefined }
  | { readonly problem: string }
  | undefined
> {
  const name = path === undefined ? "POLC_API_KEYS" : path;
  const text = path === undefined ? host.env.POLC_API_KEYS : await readAll(host, path);
  if (text === undefined || (path === undefined && text === ""))
    return path === undefined ? undefined : { problem: `there is no file \`${path}\` that can be read` };
  const read = readApiKeys(text);
  return read.problem === undefined ? read : { problem: `\`${name}\` cannot be used: ${read.problem}` };
}

async function readKeySet(
  source: string,
  host: CliHost,
): Promise<URL | { readonly keys: readonly object[] } | undefined> {
  if (URL.canParse(source) && source.startsWith("https://")) return new URL(source);
  const text = await readAll(host, source);
  const parsed = text === undefined ? undefined : parseJson(text);
  const keys = parsed?.ok && isJsonObject(parsed.value) ? parsed.value.keys : undefined;
  return Array.isArray(keys) && keys.length > 0 && keys.every(isJsonObject) ? { keys } : undefined;
}
