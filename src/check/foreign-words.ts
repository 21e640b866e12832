import type { Fix } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import type { Name } from "../syntax/ast.js";
import { plainTypes } from "./declarations.js";

/*
 * Words of other languages where Pol has another one: what people write first. Only for help, and only where nothing has that name.
 */

const types: ReadonlyMap<string, string> = new Map([
  ["boolean", "Bool"],
  ["integer", "Int"],
  ["long", "Int"],
  ["float", "Number"],
  ["double", "Number"],
  ["decimal", "Number"],
  ["text", "String"],
  ["datetime", "Time"],
  ["timestamp", "Time"],
  ["instant", "Time"],
  ["interval", "Duration"],
  ["uri", "Url"],
  ["ipaddr", "Ip"],
  ["ipaddress", "Ip"],
  ["ipv4", "Ip"],
  ["ipv6", "Ip"],
  ["hostname", "Host"],
  ["array", "List<…>"],
  ["set", "List<…>"],
  ["dictionary", "Map<…>"],
  ["dict", "Map<…>"],
  ["object", "{ … }"],
  ["record", "{ … }"],
  ["any", "Json"],
  ["unknown", "Json"],
]);

/** Types of other languages that are one of Pol's whatever they are said of. */
const sameTypes: ReadonlyMap<string, string> = new Map([
  ...plainTypes.map((name) => [name.toLowerCase(), name] as const),
  ["boolean", "Bool"],
  ["integer", "Int"],
  ["double", "Number"],
  ["float", "Number"],
]);

const principals: ReadonlySet<string> = new Set(["everyone", "everybody", "anybody", "all", "any"]);
const actions: ReadonlySet<string> = new Set(["everything", "all", "any"]);

/** What Pol calls a type of another language, as help. */
export function typeHelp(name: string): { help?: string } {
  const own = types.get(name.toLowerCase());
  return own === undefined ? {} : { help: `Pol says \`${own}\`` };
}

/** The fix that writes a type of another language, such as `string`, as Pol does. */
export function typeFix({ text, span }: Name): { fix?: Fix } {
  const own = sameTypes.get(text.toLowerCase());
  return own === undefined ? {} : { fix: replacing(span, own, `write \`${own}\``) };
}

const parties: ReadonlySet<string> = new Set(["user", "caller", "me", "self", "agent", "input", "request"]);

/** What Pol calls the parties of a call and what else it carries, as help. */
export function partyHelp(name: string): { help?: string } {
  if (!parties.has(name.toLowerCase())) return {};
  return {
    help: "`principal` is whom the rule is about, `subject` the one that is acted for, `args` what is called with",
  };
}

/** What Pol calls every principal, as help, and as a fix. */
export function principalHelp(name: string, span: Span): { help?: string; fix?: Fix } {
  return principals.has(name) ? ownWord("anyone", span) : {};
}

/** What Pol calls every action, as help, and as a fix. */
export function actionHelp(name: string, span: Span): { help?: string; fix?: Fix } {
  return actions.has(name) ? ownWord("anything", span) : {};
}

function ownWord(own: string, span: Span): { help: string; fix: Fix } {
  return { help: `Pol says \`${own}\``, fix: replacing(span, own, `write \`${own}\``) };
}
