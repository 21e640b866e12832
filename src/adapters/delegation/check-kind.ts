import { claimAt, nameOf } from "./claims.js";
import type { PartyKind } from "./options.js";
import type { PartyInToken } from "./read-party.js";
import { refuse } from "./refusal.js";

/**
 * Refuses a party of which the token says that it is something else than the options say: most often a token in the other layout than its
 * issuer's, which would give an agent a person's rights. Looks at what platforms are known to write; silence is no contradiction.
 */
export function checkKind(party: PartyInToken): void {
  const { type, kind, requires = [] } = party.options;
  const own = requires.filter(({ of = "party" }) => of === "party");
  const asked = new Set(own.map(({ claim }) => [claim].flat().join(".")));
  for (const [claim, said] of [...saidByClaims(party), ...saidByClient(party)]) {
    // What the options ask of a claim is what counts of it.
    if (said === kind || asked.has(claim)) continue;
    const found = said === "neither" ? "neither a person nor a program" : `a ${said}`;
    const message = `by ${nameOf(claim)} it is ${found}; by the issuer's options, a ${kind} (${type})`;
    refuse("contradicts_kind", message);
  }
}

/** What claims say that exist to say it. A word that nobody knows says neither. */
function* saidByClaims({
  claims: { party },
}: PartyInToken): Iterable<readonly [string, PartyKind | "neither"]> {
  for (const claim of kindClaims) {
    const word = claimAt(party, claim);
    if (word !== undefined) yield [claim, kindWords.get(normalised(word)) ?? "neither"];
  }
}

/**
 * Claims that say of the party beside whose `sub` they stand what it is. `idtyp` is that of Microsoft Entra, `sub_profile` that of the
 * draft on entity profiles.
 */
export const kindClaims: readonly string[] = [
  "sub_type",
  "subject_type",
  "principal_type",
  "entity_type",
  "sub_profile",
  "idtyp",
];

const kindWords: ReadonlyMap<string, PartyKind> = new Map(
  Object.entries({
    person: ["user", "person", "human", "end_user"],
    program: [
      "agent",
      "ai_agent",
      "app",
      "application",
      "bot",
      "client",
      "client_instance",
      "device",
      "machine",
      "service",
      "service_account",
      "workload",
    ],
  }).flatMap(([kind, words]) => words.map((word) => [word, kind as PartyKind] as const)),
);

function normalised(word: unknown): string {
  return typeof word === "string" ? word.toLowerCase().replaceAll(/[- ]/g, "_") : "";
}

/**
 * A party that is the OAuth client itself is a program (RFC 9068 §2.2); so is whoever has a token for a client's own credentials (`gty`, of
 * Auth0), and a service account of Keycloak.
 */
function* saidByClient({ claims: { party, token } }: PartyInToken): Iterable<readonly [string, PartyKind]> {
  const sub = claimAt(party, "sub");
  if (typeof sub === "string" && programNames.test(sub)) yield ["sub", "program"];
  for (const claim of clientClaims) {
    const clients = [claimAt(token, claim), claimAt(party, claim)];
    if (sub !== undefined && clients.includes(sub)) yield [claim, "program"];
  }
  if (normalised(claimAt(party, "gty")) === "client_credentials") yield ["gty", "program"];
  if (normalised(claimAt(party, "preferred_username")).startsWith("service_account_"))
    yield ["preferred_username", "program"];
}

/** How Auth0 names clients, and SPIFFE workloads. */
const programNames = /@clients$|^spiffe:\/\//;

/** Claims that name the OAuth client that a token was given to. */
export const clientClaims: readonly string[] = ["client_id", "azp", "appid", "cid"];
