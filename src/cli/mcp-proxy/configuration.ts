import type { DelegationOptions } from "../../adapters/delegation.js";
import type { EntityRecord } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { RelationSetting } from "../relations/relation-origin.js";

/** What a file `polc.enforce.json` says of how a server is protected. All of it may be said on the command line too, but for what is too long for it. */
export interface EnforcementConfiguration {
  /** What the policy set calls the server. */
  readonly server?: string;
  /** Whether the server's annotations are believed. */
  readonly trusted?: boolean;
  /** The party on whose authority calls are made, where no token says so. */
  readonly subject?: EntityRecord;
  /** The party that makes them. */
  readonly actor?: EntityRecord;
  /** What every call is about. */
  readonly resource?: EntityRecord;
  /** What calls of single actions are about, by the action's name. */
  readonly resources?: { readonly [action: string]: EntityRecord };
  /** Attributes of `context` that are always the same. */
  readonly context?: JsonObject;
  /** Parties for which the person at the client can approve. */
  readonly approvers?: readonly string[];
  /** How long a person is waited for, in seconds. */
  readonly approvalTimeout?: number;
  /** Methods or groups of them that pass undecided. */
  readonly pass?: readonly string[];
  /** Labels that a session begins with. */
  readonly labels?: readonly string[];
  /** Whose tokens are taken, and what their claims mean. */
  readonly delegation?: DelegationOptions;
  /** Files, from where the configuration is. */
  readonly audit?: string;
  readonly candidate?: string;
  /** Who has which relation to what: a file, or an engine. */
  readonly relations?: RelationSetting;
  /** Origins of pages that may speak to the proxy. */
  readonly origins?: readonly string[];
  /** Sessions over HTTP: how many, and for how many seconds one may be unused. */
  readonly sessions?: { readonly most?: number; readonly idle?: number };
}
