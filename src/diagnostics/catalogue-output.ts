import { error } from "./catalogue-entry.js";

/** 4xxx: what polc is given besides policies, and what it writes. One entry a line, append only. */
export const outputCatalogue = [
  error("POL4001", "no-policy-files", "there is no policy to read"),
  error("POL4002", "invalid-utf8", "a policy file is not UTF-8"),
  error("POL4003", "unreadable-file", "a policy file cannot be read"),
  error("POL4004", "invalid-request-file", "a request file is not JSON that can be relied on"),
  error("POL4005", "output-not-written", "a file cannot be written"),
] as const;

/** 9xxx: bugs of polc. */
export const internalCatalogue = [error("POL9001", "internal-error", "a bug in polc")] as const;
