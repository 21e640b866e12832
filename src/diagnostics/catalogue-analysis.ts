import { error, warning } from "./catalogue-entry.js";

/** 3xxx: what can be proved of a policy set that checks. One entry a line, append only. */
export const analysisCatalogue = [
  warning("POL3001", "impossible-rule", "a rule that no request can match"),
  error("POL3020", "assertion-refuted", "an assertion that does not hold"),
  warning("POL3021", "assertion-unsettled", "an assertion that is neither proved nor refuted"),
  warning("POL3022", "assertion-vacuous", "an assertion that describes no request"),
] as const;
