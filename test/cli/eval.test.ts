import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { relationModel } from "../../src/relations/from-schema.js";
import { createRelationStore } from "../../src/relations/relation-store.js";
import { snapshotOf } from "../../src/relations/snapshot.js";
import { invariant } from "../../src/util/invariant.js";
import { polc } from "./memory-host.js";
import { policy, request } from "./sample-set.js";

const files = (requests: string) => ({ "p/a.pol": policy, "r.json": requests });
const evaluate = (requests: string, ...options: readonly string[]) =>
  polc(["eval", ...options, "p", "r.json"], { files: files(requests) });

describe("polc eval", () => {
  it("prints the decision and ends with 0 if it is allowed", async () => {
    const { code, stdout, stderr } = await evaluate(request("support"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ decision: true, subject: { rules: ["support.team_reads"] } });
  });

  it("ends with 1 if it is denied", async () => {
    const { code, stdout } = await evaluate(request("sales"));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ decision: false, reason: "no_matching_rule" });
    expect((await evaluate("[]")).code).toBe(1);
  });

  it("prints one decision a line for JSON Lines, and ends with 1 if one is denied", async () => {
    const lines = `${request("support")}\n${request("sales")}\n\n${request("support")}\n`;
    const { code, stdout } = await evaluate(lines);
    expect(code).toBe(1);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).decision),
    ).toEqual([true, false, true]);
    const single = await evaluate(request("support"), "--lines");
    expect(single.stdout.split("\n")).toHaveLength(2);
  });

  it("reads requests, or policies, from standard input", async () => {
    const fromInput = await polc(["eval", "p", "-"], {
      files: { "p/a.pol": policy },
      stdin: request("support"),
    });
    expect(fromInput.code).toBe(0);
    const policies = await polc(["eval", "-", "r.json"], {
      files: { "r.json": request("support") },
      stdin: policy,
    });
    expect(policies.code).toBe(0);
    expect(await polc(["eval", "-", "-"], { stdin: policy })).toMatchObject({ code: 2, stdout: "" });
  });

  it("explains with --trace", async () => {
    const { code, stdout } = await evaluate(request("sales"), "--trace");
    expect(code).toBe(1);
    expect(stdout).toBe(`deny by no_matching_rule
subject
  allow  support.team_reads: false
    false  when principal.team == "support"
    true   when context.ip in "10.0.0.0/8"
`);
    expect((await evaluate(request(7), "--trace")).stdout).toBe(`deny by invalid_request
  /subject/properties/team is invalid: expected String
`);
    expect((await evaluate(request("support", "tickets.delete"), "--trace")).stdout).toContain(
      'deny by support.nobody_deletes because "Tickets are kept."\n',
    );
  });

  it("says with --why-not what would have to be otherwise", async () => {
    const { code, stdout, stderr } = await evaluate(request("sales"), "--why-not");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe(`deny by no_matching_rule
allowed with 1 change, the fewest there are:
  subject.team "support" (now "sales")
    support.team_reads matches then: when principal.team == "support"
`);
    const { stdout: never } = await evaluate(request("support", "tickets.delete"), "--why-not");
    expect(never).toBe(`deny by support.nobody_deletes because "Tickets are kept."
no change of its attributes would be allowed: these principals never are, for this action and resource
  no rule allows it to the subject
  support.nobody_deletes denies it in any case
`);
    expect((await evaluate("[]", "--why-not")).stdout).toContain(
      "its principals or its action are not declared",
    );
    const allowed = await evaluate(request("support"), "--why-not");
    expect(allowed).toMatchObject({ code: 0, stdout: "allow by support.team_reads\n" });
  });

  it("asks no more than so many questions about each request, and does not say then that there are no fewer", async () => {
    const both = `${request("sales")}\n${request("sales")}`;
    const { stdout } = await evaluate(both, "--why-not", "--lines", "--questions", "1");
    const [first, second] = stdout.split("deny by").slice(1);
    expect(first).toContain("allowed with 1 change:\n");
    expect(second).toBe(first);
  });

  it("says it as JSON with --format json", async () => {
    const { code, stdout } = await evaluate(request("sales"), "--why-not", "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      decision: { decision: false, reason: "no_matching_rule" },
      outcome: "found",
      changes: [
        {
          fewest: true,
          changes: [{ attribute: "subject.team", before: "sales", after: "support" }],
          rules: [{ rule: "support.team_reads", matches: true }],
          request: { subject: { properties: { team: "support" } } },
        },
      ],
    });
    const { stdout: never } = await evaluate(
      request("support", "tickets.delete"),
      "--why-not",
      "--format",
      "json",
      "--lines",
    );
    expect(JSON.parse(never)).toMatchObject({
      outcome: "none",
      changes: [],
      obstacles: [
        { kind: "no allow", principal: "subject" },
        { kind: "always denied", principal: "subject", rule: "support.nobody_deletes" },
      ],
    });
    expect(never.trimEnd()).not.toContain("\n");
    const traced = await evaluate(request("sales"), "--trace", "--format", "json");
    expect(JSON.parse(traced.stdout)).toMatchObject({
      decision: { decision: false },
      rules: [{ rule: "support.team_reads", outcome: "false" }],
    });
  });

  it("says a decision for people with --format text", async () => {
    const { stdout } = await evaluate(request("sales"), "--format", "text");
    expect(stdout).toBe("deny by no_matching_rule\n");
  });

  it("shows with --why-not no value of what is secret", async () => {
    const secret = policy.replace("team: String", "team: String secret");
    const requests = { "p/a.pol": secret, "r.json": request("hidden") };
    const { stdout } = await polc(["eval", "--why-not", "p", "r.json"], { files: requests });
    expect(stdout).toContain("another subject.team (its values are secret)");
    expect(stdout).not.toContain("hidden");
    const json = await polc(["eval", "--why-not", "--format", "json", "p", "r.json"], { files: requests });
    expect(JSON.parse(json.stdout).changes).toEqual([
      { fewest: true, changes: [{ attribute: "subject.team", secret: true }], rules: expect.anything() },
    ]);
  });

  it("takes --trace or --why-not, not both", async () => {
    expect(await evaluate(request("sales"), "--trace", "--why-not")).toMatchObject({ code: 2, stdout: "" });
  });

  it.each([
    ['{"a": 1,\n  "a": 2}', 'error[POL4004]: r.json:2:3: the member "a" is given twice\n'],
    ["", "error[POL4004]: r.json:1:1: the text ends too early\n"],
  ])("ends with 2 for %j", async (requests, stderr) => {
    expect(await evaluate(requests)).toMatchObject({ code: 2, stdout: "", stderr });
  });

  it("keeps what was decided before a broken line", async () => {
    const { code, stdout, stderr } = await evaluate(`${request("support")}\n{\n${request("support")}\n`);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error[POL4004]: r.json:2:2: the text ends too early\n",
    });
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  });

  it("ends with 2, and no decision, for policies with errors and for missing files", async () => {
    const broken = {
      "p/a.pol": policy.replace("tickets.read\n", "tickets.raed\n"),
      "r.json": request("support"),
    };
    const result = await polc(["eval", "p", "r.json"], { files: broken });
    expect(result).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("error[POL2004]") });
    expect(await polc(["eval", "p", "none.json"], { files: broken })).toMatchObject({ code: 2, stdout: "" });
    expect(await polc(["eval", "p", "none.json"], { files: files("") })).toMatchObject({
      code: 2,
      stderr: "error[POL4004]: there is no file `none.json`\n",
    });
  });

  describe("--relations", () => {
    const sharing = `principal User
entity Team { relation member: User }
entity Document { relation viewer: User | Team.member }
action docs.read on Document
policy sharing { rule viewers allow User to docs.read when subject is viewer of resource }
`;
    const asked = JSON.stringify({
      subject: { type: "User", id: "ann" },
      action: { name: "docs.read" },
      resource: { type: "Document", id: "plan" },
    });
    const tuple = (subject: object, relation: string, type: string, id: string) =>
      JSON.stringify({ subject, relation, object: { type, id } });
    const team = tuple({ type: "Team", id: "core", relation: "member" }, "viewer", "Document", "plan");
    const ann = tuple({ type: "User", id: "ann" }, "member", "Team", "core");
    const evaluated = (tuples: string, ...options: readonly string[]) =>
      polc(["eval", "--relations", "t.jsonl", ...options, "p", "r.json"], {
        files: { "p/a.pol": sharing, "r.json": asked, "t.jsonl": tuples },
      });

    it("decides with what follows from the tuples", async () => {
      const { code, stdout } = await evaluated(`${team}\n\n${ann}\n`);
      expect({ code, decision: JSON.parse(stdout).decision }).toEqual({ code: 0, decision: true });
      expect((await evaluated(`${team}\n`)).code).toBe(1);
      expect((await evaluated("")).code).toBe(1);
      expect((await evaluated(`${team}\n${ann}\n`, "--trace")).stdout).toContain("true");
    });

    it("reads a snapshot", async () => {
      const { policySet } = check([{ path: "a.pol", text: sharing }]);
      invariant(policySet !== undefined, "it checks");
      const model = relationModel(policySet.entities);
      const store = createRelationStore(model);
      store.write({ touch: [JSON.parse(team), JSON.parse(ann)] });
      const text = [...snapshotOf(store, model)].join("");
      expect((await evaluated(text)).code).toBe(0);
      const cut = await evaluated(text.slice(0, -2));
      expect({ code: cut.code, stderr: cut.stderr.includes("t.jsonl") }).toEqual({ code: 2, stderr: true });
    });

    it("decides nothing where a tuple is none, or the file is not there", async () => {
      for (const [line, said] of [
        ["{", "`t.jsonl`, line 2: this is no JSON"],
        ["[]", "`t.jsonl`, line 2: a tuple has a subject"],
        [
          tuple({ type: "User", id: "ann" }, "owner", "Document", "plan"),
          "line 2: `Document` has no relation `owner`",
        ],
        [
          tuple({ type: "Document", id: "x" }, "viewer", "Document", "plan"),
          "line 2: `viewer` of `Document` is not of",
        ],
        [ann.replace("{", '{"condition":{"name":"in_the_office"},'), "line 2: a tuple has no `condition`"],
      ] as const) {
        const { code, stdout, stderr } = await evaluated(`${ann}\n${line}\n`);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain(said);
      }
      const missing = await polc(["eval", "--relations", "none.jsonl", "p", "r.json"], {
        files: { "p/a.pol": sharing, "r.json": asked },
      });
      expect(missing.code).toBe(2);
      expect(missing.stderr).toContain("there is no file `none.jsonl`");
    });
  });
});
