import { describe, expect, it } from "vitest";
import { mergeKinds, type RequestKind } from "../../src/codegen/request-kinds.js";

function kind(
  subject: string,
  actor?: string,
  resource?: string,
  context: RequestKind["context"] = {},
): RequestKind {
  const alternative = (type: string) => ({ type, shape: {} });
  return {
    subjects: [alternative(subject)],
    actors: [actor === undefined ? undefined : alternative(actor)],
    resources: resource === undefined ? [] : [alternative(resource)],
    context,
  };
}

/** `User+Agent/-+Bot/Note` */
function print({ subjects, actors, resources }: RequestKind): string {
  const parts = [subjects, actors, resources].map((all) => all.map((each) => each?.type ?? "-").join("+"));
  return parts.join("/");
}

describe("mergeKinds", () => {
  it("unites kinds that differ in one party", () => {
    const kinds = [
      kind("User", undefined, "A"),
      kind("User", undefined, "B"),
      kind("User", "Bot", "A"),
      kind("User", "Bot", "B"),
    ];
    expect(mergeKinds(kinds).map(print)).toEqual(["User/-+Bot/A+B"]);
  });

  it("keeps apart what differs in two, or in its context", () => {
    const other = { required: ["ip"] };
    expect(mergeKinds([kind("User", "Bot"), kind("Team")]).map(print)).toEqual(["User/Bot/", "Team/-/"]);
    expect(mergeKinds([kind("User"), kind("Team", undefined, undefined, other)])).toHaveLength(2);
  });

  it("means the same requests", () => {
    const kinds = ["User", "Team"].flatMap((subject) =>
      [undefined, "Bot"].flatMap((actor) =>
        ["A", "B"].map((resource) =>
          kind(subject, actor, resource, subject === "User" && resource === "A" ? {} : { not: {} }),
        ),
      ),
    );
    const requestsOf = (all: readonly RequestKind[]) =>
      all.flatMap(({ subjects, actors, resources, context }) =>
        subjects.flatMap((s) =>
          actors.flatMap((a) => resources.map((r) => JSON.stringify([s, a, r, context]))),
        ),
      );
    const merged = mergeKinds(kinds);
    expect(merged.length).toBeLessThan(kinds.length);
    expect(requestsOf(merged).sort()).toEqual(requestsOf(kinds).sort());
  });
});
