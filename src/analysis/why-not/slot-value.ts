import type { Slot } from "../encode/atom.js";
import { partValue, type SlotValue } from "../encode/evaluate-formula.js";
import { addressNumber } from "../encode/text-tests.js";
import type { Fact } from "./request-facts.js";

/** What a request has in a slot; undefined where it has nothing there, or nothing is known of it. */
export function slotValue(facts: ReadonlyMap<string, Fact>, slot: Slot): SlotValue | undefined {
  if (slot.of !== undefined) {
    const whole = slotValue(facts, slot.of.slot);
    return whole === undefined ? undefined : partValue(whole, slot);
  }
  const fact = facts.get(slot.key);
  if (fact?.kind === "scalar") return factValue(fact);
  const list = slot.key.endsWith(lengthPart) ? facts.get(slot.key.slice(0, -lengthPart.length)) : undefined;
  if (list?.kind === "list") return list.length;
  return list?.kind === "map" ? list.keys.length : undefined;
}

const lengthPart = "#length";

/** A scalar in the form that atoms have it. */
export function factValue({ type, value }: Extract<Fact, { kind: "scalar" }>): SlotValue | undefined {
  if (type.kind === "Ip" && (typeof value === "number" || typeof value === "bigint"))
    return addressNumber(value);
  if (typeof value === "object") return "text" in value ? value.text : undefined;
  return typeof value === "boolean" ? undefined : value;
}
