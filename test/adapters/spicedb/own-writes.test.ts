import { describe, expect, it } from "vitest";
import { consistencyOf } from "../../../src/adapters/spicedb/consistency.js";
import { createOwnWrites } from "../../../src/adapters/spicedb/own-writes.js";

describe("what an engine wrote", () => {
  it("is nothing at first, then what the last write's token stands for", () => {
    const writes = createOwnWrites();
    expect(writes.freshness).toEqual({ kind: "any" });
    writes.begin()("one");
    writes.begin()("two");
    expect(writes.freshness).toEqual({ kind: "token", token: "two" });
  });

  it("is not lost where a write failed", () => {
    const writes = createOwnWrites();
    writes.begin()("one");
    writes.begin()();
    expect(writes.freshness).toEqual({ kind: "token", token: "one" });
  });

  it("is everything where writes were under way together, until one is by itself again", () => {
    const writes = createOwnWrites();
    const [first, second] = [writes.begin(), writes.begin()];
    second("two");
    expect(writes.freshness).toEqual({ kind: "full" });
    first("one");
    expect(writes.freshness).toEqual({ kind: "full" });
    writes.begin()("three");
    expect(writes.freshness).toEqual({ kind: "token", token: "three" });
  });
});

describe("what a read asks for", () => {
  const writes = createOwnWrites();
  writes.begin()("own");

  it.each([
    ["its own writes", {}, { oneofKind: "atLeastAsFresh", atLeastAsFresh: { token: "own" } }],
    ["a token", { token: "given" }, { oneofKind: "atLeastAsFresh", atLeastAsFresh: { token: "given" } }],
    [
      "everything",
      { token: "given", consistency: "full" as const },
      { oneofKind: "fullyConsistent", fullyConsistent: true },
    ],
  ])("is %s", (_, options, requirement) => {
    expect(consistencyOf(options, writes)).toEqual({ requirement });
  });

  it("is what the server likes, where nothing was written and nothing is said", () => {
    expect(consistencyOf({}, createOwnWrites())).toEqual({
      requirement: { oneofKind: "minimizeLatency", minimizeLatency: true },
    });
  });
});
