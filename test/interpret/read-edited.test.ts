import { describe, expect, it } from "vitest";
import { withValue } from "../../src/analysis/generate/request-parts.js";
import { check } from "../../src/compiler.js";
import { isRead } from "../../src/interpret/interpret.js";
import { type EditedAttribute, readEdited } from "../../src/interpret/read-edited.js";
import { type ReadRequest, readRequest } from "../../src/interpret/read-request.js";

const text = `principal User { level?: Int in 0..9, team: String }
principal Agent acting for User { team: String }
entity Doc { tags?: List<String>, owner: User }
action read(limit?: Int in 1..5000, path: Path, ...) on Doc
action list(limit?: Int)
context { office?: Bool, zone: String }
policy p {
  rule users allow User to read, list when principal.team == "a" and (principal.level ?? 1) > 2
  rule agents allow Agent to read, list when principal.team == "b" and context.zone == "c"
  rule docs deny User, Agent to read on Doc when "secret" in resource.tags ?? [] or (args.limit ?? 1) > 9
}`;

const user = { type: "User", id: "ann", properties: { level: 3, team: "a" } };
const requests = [
  {
    subject: user,
    actor: { type: "Agent", id: "bot", properties: { team: "b" } },
    action: { name: "read", properties: { path: "/a", size: 4 } },
    resource: { type: "Doc", id: "d", properties: { tags: ["x"], owner: { type: "User", id: "bo" } } },
    context: { zone: "c", other: 1 },
  },
  { subject: user, action: { name: "list" } },
];

const values = [undefined, null, true, 3, -1, "a", "/b", ["secret"], [1], { type: "User", id: "cy" }];

/** Attributes of which some are declared and read, some declared alone, and some neither. */
const attributes = (["subject", "actor", "resource", "context", "args"] as const).flatMap((root) =>
  ["level", "team", "tags", "owner", "office", "zone", "limit", "path", "size", "nothing"].map(
    (name): EditedAttribute => ({ root, name }),
  ),
);

function partsOf(read: ReadRequest | undefined) {
  if (read === undefined) return undefined;
  const { relations: _, ...parts } = read;
  const { context, args, subject } = parts;
  return [parts, [...context], [...args.value], Object.keys(args.json), [...(subject?.properties ?? [])]];
}

describe("an edited request", () => {
  it("edited-requests-read-as-any: what was read before it was edited changes nothing", () => {
    const { policySet } = check([{ path: "a.pol", text }]);
    if (policySet === undefined) throw new Error("it does not check");
    let valid = 0;
    for (const request of requests) {
      const before = readRequest(policySet, request);
      if (!isRead(before)) throw new Error("it is invalid");
      for (const { root, name } of attributes) {
        for (const value of values) {
          const edited = withValue(request, { root, attribute: name, key: "" }, value);
          const whole = readRequest(policySet, edited);
          const read = readEdited(policySet, edited, before, [{ root, name }]);
          expect(partsOf(read)).toEqual(partsOf(isRead(whole) ? whole : undefined));
          valid += Number(read !== undefined);
        }
      }
    }
    expect(valid).toBeGreaterThan(100);
  });
});
