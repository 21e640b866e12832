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

const principals: ReadonlySet<string> = new Set(["everyone", "everybody", "anybody", "all", "any"]);
const actions: ReadonlySet<string> = new Set(["everything", "all", "any"]);

/** What Pol calls a type of another language, as help. */
export function typeHelp(name: string): { help?: string } {
  const own = types.get(name.toLowerCase());
  return own === undefined ? {} : { help: `Pol says \`${own}\`` };
}

/** What Pol calls every principal, as help. */
export function principalHelp(name: string): { help?: string } {
  return principals.has(name) ? { help: "Pol says `anyone`" } : {};
}

/** What Pol calls every action, as help. */
export function actionHelp(name: string): { help?: string } {
  return actions.has(name) ? { help: "Pol says `anything`" } : {};
}
