import type { RelationModel } from "../../relations/model.js";
import { messageOf } from "../../util/message-of.js";
import { relationFile } from "./relation-file.js";
import type { OpenedRelations, RelationOrigin } from "./relation-source.js";

/** Where answers about relations come from, as a configuration says it: a file of tuples, or an engine. */
export type RelationSetting =
  | string
  /** A file of `polc/relations/sqlite`, which this process alone opens. */
  | { readonly sqlite: string }
  | { readonly spicedb: SpicedbSetting }
  | { readonly openfga: OpenFgaSetting };

/** A server of SpiceDB. */
export interface SpicedbSetting {
  readonly endpoint: string;
  /** The variable of the environment in which its key stands. */
  readonly tokenFrom: string;
  readonly security?: "tls" | "plaintext";
  /** In seconds. */
  readonly timeout?: number;
}

/** A store of an OpenFGA server. */
export interface OpenFgaSetting {
  readonly url: string;
  readonly store: string;
  readonly model: string;
  /** The variable of the environment in which a token stands, if the server wants one. */
  readonly tokenFrom?: string;
  /** In seconds. */
  readonly timeout?: number;
}

/** What opening an origin may need, and whom it tells what went wrong later. */
export interface OriginContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
}

/** What a setting means. An engine's package is loaded when it is opened: nobody else needs it. */
export function relationOrigin(setting: RelationSetting, context: OriginContext): RelationOrigin {
  if (typeof setting === "string") return relationFile(setting);
  if ("sqlite" in setting) return database(setting.sqlite);
  return "spicedb" in setting ? spicedb(setting.spicedb, context) : openfga(setting.openfga, context);
}

function database(path: string): RelationOrigin {
  return {
    name: `\`${path}\``,
    open: async (model) => {
      const { openRelationDatabase } = await import("../../adapters/relations-sqlite.js");
      return openRelationDatabase(path, model);
    },
  };
}

function spicedb({ endpoint, tokenFrom, security, timeout }: SpicedbSetting, context: OriginContext) {
  return engine(`SpiceDB at ${endpoint}`, async (model) => {
    const token = secretIn(context, tokenFrom);
    const { spicedbEngine } = await import("../../adapters/spicedb.js");
    return spicedbEngine({
      ...{ endpoint, token, model, onUnanswered: tellOnce(`SpiceDB at ${endpoint}`, context) },
      ...(security && { security }),
      ...(timeout !== undefined && { timeout: timeout * 1000 }),
    });
  });
}

function openfga({ url, store, model: modelId, tokenFrom, timeout }: OpenFgaSetting, context: OriginContext) {
  return engine(`OpenFGA at ${url}`, async (model) => {
    const credentials = tokenFrom === undefined ? undefined : { token: secretIn(context, tokenFrom) };
    const { openfgaEngine } = await import("../../adapters/openfga.js");
    return openfgaEngine({
      ...{ apiUrl: url, storeId: store, modelId, model },
      onUnanswered: tellOnce(`OpenFGA at ${url}`, context),
      ...(credentials && { credentials }),
      ...(timeout !== undefined && { timeout: timeout * 1000 }),
    });
  });
}

function engine(name: string, open: (model: RelationModel) => Promise<OpenedRelations>): RelationOrigin {
  const named = (error: unknown) => {
    throw new Error(`${name} cannot be asked: ${messageOf(error)}`, { cause: error });
  };
  return { name, open: (model) => open(model).catch(named) };
}

function secretIn({ env }: OriginContext, variable: string): string {
  const secret = env[variable];
  if (!secret) throw new Error(`the variable \`${variable}\` of the environment is not set`);
  return secret;
}

/** Each decision asks anew, and says why it had no answers: an operator needs to hear a reason once, until it is another one. */
function tellOnce(name: string, { tell }: OriginContext): (error: Error) => void {
  let last: string | undefined;
  return ({ message }) => {
    if (message !== last) tell(`relations: ${name} does not answer: ${message}`);
    last = message;
  };
}
