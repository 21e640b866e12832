import type { PartExpression } from "../check/typed-expression.js";
import { emailDomain, emailLocal } from "../runtime/email.js";
import { hostIp } from "../runtime/host.js";
import { timeHour, timeWeekday } from "../runtime/time.js";
import { assertNever } from "../util/invariant.js";
import { asUrl, numberOf, textOf } from "./operators.js";
import { isListValue, isUrlValue, type Value } from "./value.js";

/** A part of a value, `url.host`; undefined where this value has none. */
export function partOf(value: Value, part: PartExpression["part"]): Value | undefined {
  switch (part) {
    case "length":
      return isListValue(value) ? value.length : [...textOf(value)].length;
    case "ip":
      return hostIp(isUrlValue(value) ? value.host : textOf(value));
    case "host":
    case "scheme":
    case "port":
    case "path":
      return asUrl(value)[part];
    case "domain":
      return emailDomain(textOf(value));
    case "local":
      return emailLocal(textOf(value));
    case "hour":
      return timeHour(numberOf(value));
    case "weekday":
      return timeWeekday(numberOf(value));
    default:
      return assertNever(part);
  }
}
