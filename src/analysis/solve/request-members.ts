const membersOfRoots = /\b(?:subject|actor|resource|context|args)(?:\.(?:"(?:[^"\\]|\\.)*"|\w+)|#\w+)?/g;

/**
 * The members of the request that a key names: of `present args.url#port` it is `args.url`. All that is below one of them counts as one place; of
 * a key that says no more than where it starts it is the whole party. What a key of no place names, is nothing.
 */
export function requestMembers(key: string): readonly string[] {
  const members = known.get(key) ?? key.match(membersOfRoots) ?? [];
  if (known.size >= mostRemembered) known.clear();
  known.set(key, members);
  return members;
}

/** The same keys come up in every question. */
const known = new Map<string, readonly string[]>();
const mostRemembered = 10_000;

/** What a member is one of: `args` of `args.url`. */
export function rootOf(member: string): string {
  const end = member.search(/[.#]/);
  return end < 0 ? member : member.slice(0, end);
}
