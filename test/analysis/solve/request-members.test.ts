import { describe, expect, it } from "vitest";
import { requestMembers, rootOf } from "../../../src/analysis/solve/request-members.js";

describe("the members of the request that a key names", () => {
  it.each([
    ["present args.url#port", ["args.url"]],
    ["args.to[0]#domain", ["args.to"]],
    ['args."to whom".name', ['args."to whom"']],
    ["subject#id", ["subject#id"]],
    ["resource<File,Folder>.name", ["resource"]],
    ["resource.owner#type", ["resource.owner"]],
    ["has subject.roles args.table", ["subject.roles", "args.table"]],
    ["unknown 17", []],
  ])("are known by its words: %s", (key, members) => {
    expect(requestMembers(key)).toEqual(members);
  });

  it("are members of a party", () => {
    expect(["args.url", "subject#id", "context"].map(rootOf)).toEqual(["args", "subject", "context"]);
  });
});
