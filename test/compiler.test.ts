import { describe, expect, it } from "vitest";
import { analyze, check, compare, loadPolicySet, questionsFor } from "../src/compiler.js";
import { renderText } from "../src/diagnostics/render-text.js";
import type { Host, HostFile } from "../src/source/host.js";

function hostOf(files: readonly HostFile[]): Host {
  return { readPolicySet: async () => files, readBeside: async () => undefined };
}

describe("loadPolicySet", () => {
  it("gives the files of the host", async () => {
    const files = [{ path: "a.pol", text: "principal User" }];
    expect(await loadPolicySet(hostOf(files), "policies")).toEqual({
      files,
      schemas: new Map(),
      diagnostics: [],
    });
  });

  it("says so where there is nothing", async () => {
    const { diagnostics } = await loadPolicySet(hostOf([]), "policies");
    expect(diagnostics.map(({ code }) => code)).toEqual(["POL4001"]);
  });

  it("refuses files that are not UTF-8 or cannot be read", async () => {
    const files: readonly HostFile[] = [
      { path: "a.pol", text: "tag \ufffd", problem: { kind: "not-utf8", offset: 4 } },
      { path: "b.pol", text: "", problem: { kind: "unreadable", reason: "permission denied" } },
    ];
    const loaded = await loadPolicySet(hostOf(files), "policies");
    expect(
      renderText(loaded.diagnostics, { files: loaded.files }),
    ).toBe(`error[POL4002]: the file is not UTF-8
  ┌ a.pol:1:5
1 │ tag \ufffd
  │     ^ these bytes are no character
  = help: save the file as UTF-8 without a byte order mark

error[POL4003]: the file \`b.pol\` cannot be read: permission denied
  ┌ b.pol
`);
  });
});

describe("check", () => {
  const valid =
    "principal User\naction tickets.read\npolicy p {\n  rule r\n    allow User to tickets.read\n}\n";

  it("gives the typed policy set of files without an error", () => {
    const { policySet, diagnostics } = check([{ path: "a.pol", text: valid }]);
    expect(diagnostics).toEqual([]);
    expect(policySet?.rules.map(({ id }) => id)).toEqual(["p.r"]);
  });

  it("gives none where there is a syntax error, and still checks the rest", () => {
    const files = [
      { path: "b.pol", text: "policy broken {\n  rule r\n    allow ;\n}\n" },
      { path: "a.pol", text: valid.replace("tickets.read\n}", "tickets.raed\n}") },
    ];
    const { policySet, diagnostics } = check(files);
    expect(policySet).toBeUndefined();
    const found = diagnostics.map(({ code, span }) => `${span.file} ${code}`);
    expect(found[0]).toBe("a.pol POL2004");
    expect(found.slice(1).every((text) => text.startsWith("b.pol POL1"))).toBe(true);
    expect(found.length).toBeGreaterThan(1);
  });

  it("does not depend on the order of files", () => {
    const files = [
      { path: "a.pol", text: "principal User\n" },
      { path: "b.pol", text: valid.replace("principal User\n", "") },
    ];
    expect(check([...files].reverse()).policySet?.digest).toBe(check(files).policySet?.digest);
    expect(check([{ path: "c.pol", text: valid }]).policySet?.digest).toBe(check(files).policySet?.digest);
  });

  it("has the text of whatever a place may be in, the standard library included", () => {
    const paths = check([{ path: "a.pol", text: valid }]).files.map(({ path }) => path);
    expect(paths).toContain("a.pol");
    expect(paths).toContain("std:std.agents");
  });
});

describe("analyze", () => {
  const text = `principal User { level: Int in 0..10 }
action db.query
policy p {
  rule high allow User to db.query when principal.level > 5
  rule higher allow User to db.query when principal.level > 7
}`;
  const { policySet } = check([{ path: "a.pol", text }]);

  it("says what it finds, and no more than so many questions", () => {
    const codes = (questions?: number) =>
      policySet && analyze(policySet, questions === undefined ? {} : { questions }).map(({ code }) => code);
    expect(codes()).toEqual(["POL3003"]);
    expect(codes(1000)).toEqual(["POL3003"]);
    expect(codes(1)).toEqual(["POL4030"]);
  });

  it("asks more of rules of many clauses", () => {
    const rule = (index: number) => `rule r${index} allow User to db.query ${"when true ".repeat(30)}`;
    const rules = Array.from({ length: 100 }, (_, index) => rule(index)).join("\n");
    const declared = "principal User\naction db.query\n";
    const large = check([{ path: "a.pol", text: `${declared}policy p {\n${rules}\n}` }]);
    expect(policySet && questionsFor(policySet)).toBe(20_000);
    expect(large.policySet && questionsFor(large.policySet)).toBe(24_000);
  });
});

describe("compare", () => {
  const setOf = (text: string) => {
    const { policySet } = check([{ path: "a.pol", text }]);
    if (policySet === undefined) throw new Error("the set has errors");
    return policySet;
  };
  const before =
    "principal User { team: String }\naction mail.send\npolicy p { rule a allow User to mail.send }\n";

  it("gives what two sets decide differently", () => {
    const after = before.replace("to mail.send }", 'to mail.send when principal.team == "x" }');
    expect(compare(setOf(before), setOf(after))).toMatchObject({
      decisions: [{ kind: "denied", action: "mail.send", subject: "User" }],
      undecided: [],
      needs: [{ change: "required", place: "subject.team" }],
      schema: [],
    });
  });

  it("leaves undecided what it does not ask", () => {
    const after = before.replace("User to mail.send }", 'anyone to mail.send when principal.team == "x" }');
    const { decisions, undecided } = compare(setOf(after), setOf(before), { questions: 0 });
    expect(decisions).toEqual([]);
    expect(undecided).toMatchObject([{ kind: "allowed", subject: "User", places: [] }]);
  });

  it("gives nothing for sets that say the same", () => {
    const same = before.replace("rule a", "rule b");
    expect(compare(setOf(before), setOf(same))).toMatchObject({ decisions: [], undecided: [] });
  });
});
