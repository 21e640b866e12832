import { createRequire } from "node:module";
import { RelationEngineError } from "../relations/relation-engine.js";

/*
 * What is used of `@openfga/sdk`, in types of our own: the package's types need no other package's.
 */

/** An `OpenFgaClient` of `@openfga/sdk`. */
export interface OpenFgaClientLike {
  readonly api: OpenFgaCalls;
}

/** The calls of the API that are made: the store, the body as the API has it, and settings of the call. */
export interface OpenFgaCalls {
  batchCheck(storeId: string, body: object, settings: object): Promise<{ readonly result?: unknown }>;
  listUsers(storeId: string, body: object, settings: object): Promise<{ readonly users?: unknown }>;
  read(
    storeId: string,
    body: object,
    settings: object,
  ): Promise<{ readonly tuples?: unknown; readonly continuation_token?: unknown }>;
  streamedListObjects(storeId: string, body: object, settings: object): Promise<AsyncIterable<Uint8Array>>;
  write(
    storeId: string,
    body: object,
    settings: object,
  ): Promise<{ readonly $response?: { readonly data?: unknown } }>;
}

/** A tuple, or a question, as OpenFGA writes it. */
export interface TupleKey {
  readonly user: string;
  readonly relation: string;
  readonly object: string;
}

/** Who asks: a token, or an application that gets tokens by OAuth 2.0's client credentials. */
export type OpenFgaCredentials =
  | { readonly token: string }
  | {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly apiTokenIssuer: string;
      readonly apiAudience: string;
    };

/**
 * A client of a server, by `@openfga/sdk`, which is loaded only here.
 *
 * @throws RelationEngineError where the SDK is not installed; what the SDK throws where it cannot make a client of this
 */
export function openFgaClient(
  apiUrl: string,
  credentials: OpenFgaCredentials | undefined,
): OpenFgaClientLike {
  const { CredentialsMethod, OpenFgaClient } = loadSdk();
  if (credentials === undefined) return new OpenFgaClient({ apiUrl });
  if ("token" in credentials)
    return new OpenFgaClient({
      apiUrl,
      credentials: { method: CredentialsMethod.ApiToken, config: { token: credentials.token } },
    });
  return new OpenFgaClient({
    apiUrl,
    credentials: { method: CredentialsMethod.ClientCredentials, config: { ...credentials } },
  });
}

function loadSdk(): typeof import("@openfga/sdk") {
  try {
    return createRequire(import.meta.url)("@openfga/sdk");
  } catch (error) {
    throw new RelationEngineError("unavailable", "OpenFGA is asked by its SDK: `npm install @openfga/sdk`", {
      cause: error,
    });
  }
}
