import type { Assumptions } from "./assumptions.js";

/** Whether a place is there of which it is not said: where something is asked of its value, or of a part of it, it is. */
export function assumedPresence({ domains }: Pick<Assumptions, "domains">): (key: string) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (key) => {
    known ??= new Set([...domains.keys()].flatMap(ownersOf));
    return known.has(key);
  };
}

/** `args.url#host` → `args.url#host`, `args.url` */
function ownersOf(key: string): readonly string[] {
  const owners = [key];
  for (let end = key.lastIndexOf("#"); end > 0; end = key.lastIndexOf("#", end - 1))
    owners.push(key.slice(0, end));
  return owners;
}
