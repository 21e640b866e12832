import type { JsonObject } from "../../util/json-object.js";

/** What {@link createDelegation} is told: whose tokens are taken, for whom they must be, and what their claims mean. */
export interface DelegationOptions {
  /** By issuer, exactly as in `iss`. Tokens of others are refused. */
  readonly issuers: { readonly [issuer: string]: IssuerOptions };
  /** What this service is called in `aud` (RFC 8707): one of them must be there. */
  readonly audience: string | readonly string[];
  /** How far the clocks may be apart, in seconds; 5 if not given. */
  readonly clockTolerance?: number;
  /** Longer tokens are refused unread, in characters; 16,384 if not given. */
  readonly maxTokenLength?: number;
  /** What time it is; the machine's clock if not given. */
  readonly clock?: () => Date;
}

/** How the tokens of one issuer are verified and read. */
export interface IssuerOptions {
  /**
   * Which claim names which party of a delegation. Nothing in a token tells, so it is said here.
   * - `rfc8693`: `sub` is the person, `act.sub` the agent (RFC 8693 §4.1).
   * - `inverted`: `sub` is the agent, `act.sub` the person.
   */
  readonly layout: DelegationLayout;
  readonly keys: KeySource;
  /** Algorithms of signatures that are taken, all of them asymmetric; if not given, {@link asymmetricAlgorithms}. */
  readonly algorithms?: readonly string[];
  /** Whether tokens have an `act` claim: `allowed` if not given. */
  readonly delegation?: "required" | "allowed" | "never";
  /** The party on whose authority calls are made; if not given, `{ type: "User" }`. */
  readonly subject?: PartyOptions;
  /** The party that makes the calls of a delegation; if not given, `{ type: "Agent" }`. */
  readonly actor?: PartyOptions;
  /**
   * Stands before the ids of this issuer's parties and groups: `corp` makes `alice` into `corp:alice`. Issuers whose entity types
   * are the same must have different ones, since `sub` is unique within its issuer only.
   */
  readonly namespace?: string;
  /** The claims that name the task which a token was issued for, if it was: `context.task` of `std.agents`. */
  readonly task?: TaskOptions;
  /** Asked for the status of each token that is otherwise good. What takes too long, or fails, is `unknown`. */
  readonly status?: StatusProvider;
  /** How long the status is waited for, in milliseconds; 2,000 if not given. */
  readonly statusTimeout?: number;
  /** What becomes of a token that the status provider calls inactive: `refused` if not given; `told` leaves it to the policy. */
  readonly inactive?: "refused" | "told";
  /**
   * What becomes of a token that is bound to a key of its holder (a `cnf` claim: DPoP, mutual TLS). `refused` if not given, since
   * nothing here proves possession; `proven` if whoever calls has seen the proof.
   */
  readonly boundTokens?: "refused" | "proven";
}

/** Which claim names which party. */
export type DelegationLayout = "rfc8693" | "inverted";

/** Where the keys that verify an issuer's signatures come from; never the token. */
export type KeySource =
  /** A JSON Web Key Set (RFC 7517), or the https address where the issuer publishes it. */
  | { readonly jwks: string | URL | JsonWebKeySet }
  /** A public key (SPKI) or a certificate (X.509) as PEM. */
  | { readonly pem: string }
  | { readonly key: PublicKey };

/** A key of the Web Cryptography API (`CryptoKey`): as much of it as tells one from anything else. */
export interface PublicKey {
  readonly type: string;
  readonly algorithm: { readonly name: string };
  readonly extractable: boolean;
  readonly usages: readonly string[];
}

/** A JSON Web Key Set. */
export interface JsonWebKeySet {
  readonly keys: readonly JsonObject[];
}

/** How one party of a delegation becomes an entity. */
export interface PartyOptions {
  /** The entity type, as the policies declare it. */
  readonly type: string;
  /** What it is: a person if it is the subject, a program if it is the actor, unless given. A token that says otherwise is refused. */
  readonly kind?: PartyKind;
  /** The claim that identifies it, in place of `sub`. */
  readonly id?: ClaimPath;
  /** Attributes, each with the claim that is its value. A claim that is absent leaves the attribute out. */
  readonly properties?: { readonly [attribute: string]: ClaimSource };
  /** Claims that list ids of entities above it: its teams, its roles. */
  readonly ancestors?: readonly AncestorSource[];
  /** What the token must say of it: `{ claim: "idtyp", is: ["user"] }`. */
  readonly requires?: readonly ClaimRequirement[];
}

/** Where a token says which task it is for. */
export interface TaskOptions {
  readonly id: ClaimPath;
  /** When the task ends, in seconds as `exp`. If it is not given, or later than the token's end, the task ends with the token. */
  readonly expires?: ClaimPath;
}

/** What a party is. */
export type PartyKind = "person" | "program";

/** The name of a claim, or the names that lead to one inside of others: `["realm_access", "roles"]`. */
export type ClaimPath = string | readonly string[];

/** A claim: among those of the party itself, unless it says more. */
export type ClaimSource = ClaimPath | ClaimReading;

/** Where a claim is. */
export interface ClaimReading {
  readonly claim: ClaimPath;
  /** `party`, if not given: the claims beside the party's `sub`. `token`: those of the token, for the party in `act`. */
  readonly of?: "party" | "token";
  /** Says that the claim is known to be the client's own word (such as `client_name`), and is read all the same. */
  readonly asserted?: true;
}

/** A claim with ids of entities above a party. */
export interface AncestorSource extends ClaimReading {
  /** The type of those entities. */
  readonly type: string;
  /**
   * What it means that the claim is absent. If not given, that nothing is known: `ancestors` is left out, and a request whose rules
   * ask for it is invalid. `none`: that there are none.
   */
  readonly absent?: "none";
}

/** What a claim must be. */
export interface ClaimRequirement extends ClaimReading {
  readonly is: readonly (string | boolean)[];
}

/** Whether a token still holds, by the word of its issuer. */
export type TokenStatus = "active" | "inactive" | "unknown";

/** Finds out the status of a token whose signature and claims are good. */
export type StatusProvider = (token: string, claims: JsonObject, signal: AbortSignal) => Promise<TokenStatus>;

/** The algorithms that an issuer may sign with: those where the key that verifies cannot sign (RFC 7518, RFC 8037, RFC 9864). */
export const asymmetricAlgorithms: readonly string[] = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
