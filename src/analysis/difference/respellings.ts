import { parseDuration } from "../../runtime/time.js";
import type { Type } from "../../types/type.js";

/**
 * Other texts that are the same value of a type: what a set that takes a String tells apart, and one that takes the type does not. Some of
 * many, one for each way in which the plain form is made; of a path also ways that lead by `others` and back.
 */
export function respellings(type: Type, text: string, others: readonly string[] = []): readonly string[] {
  const detours = type.kind === "Path" ? others.map((other) => detour(other, text)) : [];
  return [...spellingsOf(type, text), ...detours].filter((other) => other !== text);
}

/** `/srv/../etc`: by `/srv` to `/etc`. */
function detour(by: string, to: string): string {
  const depth = by.split("/").filter((segment) => segment !== "").length;
  return `${by.replace(/\/$/, "")}/${"../".repeat(depth)}${to.slice(1)}`;
}

function spellingsOf({ kind }: Type, text: string): readonly string[] {
  switch (kind) {
    case "Path":
      return [`/.${text}`, `/${text}`, `${text}/.`, `${text}/`];
    case "Url":
      return [
        text.replace(/^[a-z]+:\/\/[^/]*/, (start) => start.toUpperCase()),
        text.replace(/^(https?:\/\/[^/:]*)\//, standardPort),
      ];
    case "Host":
      return [text.toUpperCase(), `${text}.`];
    case "Email":
      return [text.replace(/@.*$/, (domain) => domain.toUpperCase())];
    case "Ip":
    case "Cidr":
      return [text.toUpperCase(), `::ffff:${text}`, text.replace("::", "0::")];
    case "Time":
      return [text.replace("Z", "+00:00"), text.replace("Z", ".000Z")];
    case "Duration":
      return durationSpellings(text);
    default:
      return [];
  }
}

function standardPort(_: string, start: string): string {
  return `${start}:${start.startsWith("https") ? 443 : 80}/`;
}

function durationSpellings(text: string): readonly string[] {
  const value = parseDuration(text);
  if (value === undefined) return [];
  return [`PT${value / 1000}S`];
}
