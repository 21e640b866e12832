import type { Caller, DelegationOptions } from "../../adapters/delegation.js";
import type { EntityRecord } from "../../runtime/decision.js";
import type { ListenAddress } from "../serve/parse-listen.js";
import type { ProxyCommand } from "./command.js";
import type { EnforcementConfiguration } from "./configuration.js";
import { isMisuse, type Misuse } from "./misuse.js";

/** Who calls: always the same, or whom the token of a request names. */
export type CallerSetting =
  | { readonly kind: "fixed"; readonly caller: Caller }
  | { readonly kind: "tokens"; readonly delegation: DelegationOptions };

/** Who calls, by the command line and the configuration. Whoever can be anybody's caller is not one of the answers. */
export function callersOf(
  options: ProxyCommand,
  configuration: EnforcementConfiguration,
  listen: ListenAddress | undefined,
): CallerSetting | Misuse {
  const subject = partyOf("--subject", options.subject) ?? configuration.subject;
  if (isMisuse(subject)) return subject;
  const actor = partyOf("--actor", options.actor) ?? configuration.actor;
  if (isMisuse(actor)) return actor;
  const { delegation } = configuration;
  if (delegation !== undefined) return byToken(delegation, [subject, actor], listen);
  if (subject === undefined) return nobodyNamed;
  if (listen?.isPrivate === false) return anybody(subject);
  return { kind: "fixed", caller: { subject, ...(actor && { actor }) } };
}

/** `User:alice` */
function partyOf(option: string, text: string | undefined): EntityRecord | Misuse | undefined {
  if (text === undefined) return undefined;
  const [, type, id] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (type !== undefined && id !== undefined) return { type, id };
  return {
    problem: `\`${text}\` names no party`,
    help: `write its type and its id: \`${option} User:alice\``,
  };
}

function byToken(
  delegation: DelegationOptions,
  named: readonly (EntityRecord | undefined)[],
  listen: ListenAddress | undefined,
): CallerSetting | Misuse {
  if (listen === undefined)
    return {
      problem: "tokens come over HTTP only",
      help: "add `--listen HOST:PORT`, or leave `delegation` out",
    };
  if (named.some((party) => party !== undefined))
    return {
      problem: "callers are told by their tokens, and by `subject` or `actor` too",
      help: "leave one of them out",
    };
  return { kind: "tokens", delegation };
}

const nobodyNamed: Misuse = {
  problem: "nobody is named on whose authority calls are made",
  help: "add `--subject User:alice`, or `subject` to the configuration",
};

function anybody({ type, id }: EntityRecord): Misuse {
  return {
    problem: `whoever reaches this address would call as \`${type}:${id}\``,
    help: "configure `delegation`, so that callers have tokens, or listen at `127.0.0.1`",
  };
}
