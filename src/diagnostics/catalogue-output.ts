import { error, info, warning } from "./catalogue-entry.js";

/** 4xxx: what polc is given besides policies, and what it writes. One entry a line, append only. */
export const outputCatalogue = [
  error("POL4001", "no-policy-files", "there is no policy to read"),
  error("POL4002", "invalid-utf8", "a policy file is not UTF-8"),
  error("POL4003", "unreadable-file", "a policy file cannot be read"),
  error("POL4004", "invalid-request-file", "a request file is not JSON that can be relied on"),
  error("POL4005", "output-not-written", "a file cannot be written"),
  warning("POL4010", "inexact-tool-schema", "a part of a tool's schema that Pol's types cannot keep"),
  info("POL4011", "closed-tool-object", "an object that is closed though its schema does not say so"),
  warning("POL4012", "hidden-tool-text", "a character in a tool's texts that people do not see"),
  warning("POL4013", "text-for-the-model", "a text of a tool that gives orders to the model"),
  error("POL4014", "clashing-imports", "two imported things of one name"),
  warning("POL4015", "tool-left-out", "tools that are not imported"),
  info("POL4016", "unannotated-tool", "tools without annotations"),
  warning("POL4017", "invalid-annotations", "annotations that contradict each other or are no Booleans"),
  error("POL4018", "invalid-tool-list", "a text that is no list of tools"),
  error("POL4020", "server-not-listed", "a server does not list its tools"),
  error("POL4021", "invalid-lock-file", "the lock file cannot be relied on"),
  warning("POL4022", "imported-file-edited", "an imported file was edited"),
  warning("POL4023", "locked-but-gone", "the lock file names what the policy set does not have"),
  error("POL4024", "tool-changed", "a server's tool is not what was imported"),
  info("POL4030", "analysis-cut-short", "a policy set about which not everything was asked"),
  error("POL4050", "unreadable-entity-file", "a file of entities that cannot be read"),
  error("POL4051", "unprotected-address", "an address that others reach, without authentication"),
  error("POL4052", "invalid-api-keys", "API keys that cannot be used"),
  error("POL4053", "invalid-public-url", "a public address that no decision point can have"),
  error("POL4054", "invalid-token-settings", "settings of tokens that cannot be used"),
  error("POL4055", "not-listening", "an address that cannot be listened on"),
  error("POL4056", "policy-not-loaded", "a decision module that cannot be loaded"),
  error(
    "POL4060",
    "invalid-enforcement-configuration",
    "a configuration of enforcement that cannot be relied on",
  ),
  error("POL4061", "no-proxy-of-these", "options that make no proxy"),
  error("POL4062", "protected-server-gone", "a server behind a proxy that did not start, or ended"),
  warning("POL4063", "policy-unavailable", "a policy that cannot be loaded: nothing is allowed"),
  warning("POL4064", "unknown-server", "a server of which the policy set has no action"),
  error("POL4070", "invalid-relation-model", "a text that is no model of OpenFGA"),
  warning("POL4071", "condition-left-out", "a relation under a condition, which Pol's tuples do not have"),
  info("POL4072", "renamed-import", "a name of another language that Pol cannot say"),
  error("POL4073", "unsayable-model", "a model that Pol's relations cannot say"),
  error("POL4074", "unsayable-export", "relations that another engine's schema cannot say"),
] as const;

/** 9xxx: bugs of polc. */
export const internalCatalogue = [error("POL9001", "internal-error", "a bug in polc")] as const;
