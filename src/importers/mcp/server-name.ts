import { isReserved } from "../../syntax/words.js";

/** `name` as the first word of actions: `example-servers/postgres` is `example_servers_postgres`. */
export function serverName(name: string): string {
  const words = name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  if (words === "") return "server";
  if (isReserved(words) || words === "anything") return `${words}_server`;
  return /^\d/.test(words) ? `server_${words}` : words;
}
