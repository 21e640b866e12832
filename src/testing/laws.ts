import type { Law } from "./law.js";
import { allowedByARule } from "./laws/allowed-by-a-rule.js";
import { allowsEqualsDecide } from "./laws/allows-equals-decide.js";
import { answersByContent } from "./laws/answers-by-content.js";
import { defaultDeny } from "./laws/default-deny.js";
import { delegation } from "./laws/delegation.js";
import { denyOverridesAllow } from "./laws/deny-overrides-allow.js";
import { digestNamesTheMeaning } from "./laws/digest-names-the-meaning.js";
import { failClosed } from "./laws/fail-closed.js";
import { interpreterEqualsGenerated } from "./laws/interpreter-equals-generated.js";
import { mayAllowNeverMisses } from "./laws/may-allow-never-misses.js";
import { monotonicity } from "./laws/monotonicity.js";
import { neededIsEnough } from "./laws/needed-is-enough.js";
import { orderIndependence } from "./laws/order-independence.js";
import { purity } from "./laws/purity.js";
import { totality } from "./laws/totality.js";
import { unknownFailsClosed } from "./laws/unknown-fails-closed.js";

/** The laws of decisions, what they protect first. */
export const laws: readonly Law[] = [
  totality,
  purity,
  interpreterEqualsGenerated,
  denyOverridesAllow,
  defaultDeny,
  allowedByARule,
  delegation,
  failClosed,
  unknownFailsClosed,
  neededIsEnough,
  answersByContent,
  allowsEqualsDecide,
  mayAllowNeverMisses,
  orderIndependence,
  monotonicity,
  digestNamesTheMeaning,
];
