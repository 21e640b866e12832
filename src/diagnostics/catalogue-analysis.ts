import { error, info, warning } from "./catalogue-entry.js";

/** 3xxx: what can be proved of a policy set that checks. One entry a line, append only. */
export const analysisCatalogue = [
  warning("POL3001", "impossible-rule", "a rule that no request can match"),
  warning("POL3002", "denied-allow", "an allow of which every request is denied"),
  warning("POL3003", "covered-rule", "a rule without which nothing would be decided otherwise"),
  warning("POL3004", "idle-clause", "a clause without which its rule means the same"),
  warning("POL3005", "idle-operand", "an operand without which its rule means the same"),
  info("POL3010", "partial-conflict", "a deny that takes away a part of what is allowed"),
  info("POL3011", "closed-action", "an action that nobody can ever be allowed"),
  warning("POL3012", "unconditional-allow", "an allow without any condition on an action that can do harm"),
  warning("POL3013", "idle-destination", "an argument that names a destination and decides nothing"),
  warning("POL3014", "colliding-obligations", "an obligation that applies once, with two values"),
  warning("POL3015", "idle-remedy", "a remedy that can never lift its deny"),
  warning("POL3016", "swapped-fields", "two tests that look at each other's attribute"),
  warning("POL3017", "inverted-condition", "a condition that seems to say the opposite of what is meant"),
  warning("POL3018", "open-host-regex", "a regular expression on a host that look-alike domains match"),
  warning("POL3019", "idle-delegation", "an allow for one party of calls that the other is never allowed"),
  error("POL3020", "assertion-refuted", "an assertion that does not hold"),
  warning("POL3021", "assertion-unsettled", "an assertion that is neither proved nor refuted"),
  warning("POL3022", "assertion-vacuous", "an assertion that describes no request"),
] as const;
