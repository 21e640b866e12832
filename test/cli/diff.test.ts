import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";
import { policy } from "./sample-set.js";

const wider = policy.replace('in "10.0.0.0/8"', 'in "10.0.0.0/7"');
const files = { "old/a.pol": policy, "new/a.pol": wider };

describe("polc diff", () => {
  it("prints each difference with the decisions, the rules behind it and a request", async () => {
    const { code, stdout, stderr } = await polc(["diff", "old", "new"], { files });
    expect(code).toBe(1);
    expect(stdout).toBe(`became allowed: User to tickets.read
  before  deny by no_matching_rule
  after   allow by support.team_reads
  + support.team_reads (edited, new/a.pol:12)
  request {"subject":{"type":"User","id":"subject-1","properties":{"team":"support"}},"action":{"name":"tickets.read"},"context":{"ip":"11.0.0.0"}}
`);
    expect(stderr).toBe("1 became allowed\n");
  });

  it("tells the request that `polc eval` decides so", async () => {
    const { stdout } = await polc(["diff", "old", "new"], { files });
    const request = /request (.*)/.exec(stdout)?.[1] ?? "";
    const world = { files: { ...files, "request.json": request } };
    expect((await polc(["eval", "old", "request.json"], world)).code).toBe(1);
    expect((await polc(["eval", "new", "request.json"], world)).code).toBe(0);
  });

  it("tells the tuples that an example follows from, so that `polc eval` decides it so", async () => {
    const shared = (definition: string): string => `principal User
entity Doc {
  relation owner: User
  relation viewer: User = ${definition}
}
action doc.read on Doc
policy p {
  rule r allow User to doc.read when principal is viewer of resource
}
`;
    const sets = { "old.pol": shared("direct"), "new.pol": shared("direct or owner") };
    const { stdout } = await polc(["diff", "old.pol", "new.pol"], { files: sets });
    expect(stdout.split("\n").slice(4, 8)).toEqual([
      expect.stringContaining("  request {"),
      '          given User("subject-1") is owner of Doc("resource-1")',
      '          before User("subject-1") is not viewer of Doc("resource-1")',
      '          after User("subject-1") is viewer of Doc("resource-1")',
    ]);
    const json = await polc(["diff", "old.pol", "new.pol", "--format", "json"], { files: sets });
    const [{ request, relations }] = JSON.parse(json.stdout).decisions;
    const world = {
      files: {
        ...sets,
        "request.json": JSON.stringify(request),
        "tuples.jsonl": relations.tuples.map((tuple: unknown) => JSON.stringify(tuple)).join("\n"),
      },
    };
    const decided = async (set: string) =>
      (await polc(["eval", "--relations", "tuples.jsonl", set, "request.json"], world)).code;
    expect([await decided("old.pol"), await decided("new.pol")]).toEqual([1, 0]);
  });

  it("does not know what it does not ask, which is no success", async () => {
    const narrow = { "old/a.pol": wider, "new/a.pol": policy };
    const { code, stdout, stderr } = await polc(["diff", "old", "new", "--questions", "1"], {
      files: narrow,
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 not known\n" });
    expect(stdout).toContain("not known: whether requests became denied: a limit was reached");
  });

  it("says in one line that there is none, and what reads otherwise nevertheless", async () => {
    expect(await polc(["diff", "old", "old"], { files })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "no difference\n",
    });
    const same = { ...files, "new/a.pol": policy.replace('== "support"', 'in ["support"]') };
    expect(await polc(["diff", "old", "new"], { files: same })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "no difference, though 1 rule changed\n",
    });
  });

  it("fails on any difference, on wider ones, or never", async () => {
    const codes = async (...args: readonly string[]): Promise<readonly number[]> =>
      Promise.all(
        ["any", "wider", "never"].map(
          async (kinds) => (await polc(["diff", ...args, "--fail-on", kinds], { files })).code,
        ),
      );
    expect(await codes("old", "new")).toEqual([1, 1, 0]);
    expect(await codes("new", "old")).toEqual([1, 0, 0]);
    expect(await codes("old", "old")).toEqual([0, 0, 0]);
  });

  it("fails as wider where an obligation is dropped, and where it is not known", async () => {
    const schema = "principal User\nobligation log(to: String)\naction a.b(paths: List<String>)\n";
    const rules = 'policy p {\n  rule a allow User to a.b when all each in args.paths: each == "/srv"\n}\n';
    const world = {
      files: {
        "logged.pol": `${schema}${rules.replace("rule a", 'rule b oblige User to a.b with log(to: "x")\n  rule a')}`,
        "plain.pol": schema + rules,
        "paths.pol": (schema + rules).replace("List<String>", "List<Path>"),
      },
    };
    const wide = ["--fail-on", "wider"];
    const dropped = await polc(["diff", "logged.pol", "plain.pol", ...wide], world);
    expect(dropped.stdout).toContain(
      'lost or changed an obligation: User to a.b\n  before  allow by p.a\n          obliging log(to: "x")\n',
    );
    expect(dropped.code).toBe(1);
    expect((await polc(["diff", "plain.pol", "logged.pol", ...wide], world)).code).toBe(0);
    const unknown = await polc(["diff", "plain.pol", "paths.pol", ...wide], world);
    expect(unknown.stdout).toContain(
      "not known: whether requests became allowed: the type of args.paths changed",
    );
    expect(unknown.stdout).toContain("\n  of User to a.b\n");
    expect(unknown.code).toBe(1);
  });

  it("puts together what has one cause, and names what requests carry and the schema", async () => {
    const world = {
      files: {
        ...files,
        "new/a.pol": policy
          .replace("action tickets.read,", "action tickets.read, tickets.list, tickets.find,")
          .replace("allow User to tickets.read", "allow User to tickets.read, tickets.list, tickets.find"),
        "less/a.pol": policy.replace('    when context.ip in "10.0.0.0/8"\n', ""),
      },
    };
    const { stdout, stderr } = await polc(["diff", "old", "new"], world);
    expect(stdout).toContain("became allowed: User to tickets.find, tickets.list\n");
    expect(stdout).toContain("          /action/name is undeclared: expected the name of an action\n");
    expect(stdout).toContain("\nschema\n  + action tickets.find\n  + action tickets.list\n");
    expect(stderr).toBe("2 became allowed, 2 schema changes\n");
    const less = await polc(["diff", "old", "less"], world);
    expect(less.stdout).toContain("\nno longer required: context.ip\n  of User to tickets.read\n");
  });

  it("prints JSON with all there is", async () => {
    const { stdout } = await polc(["diff", "old", "new", "--format", "json"], { files });
    expect(JSON.parse(stdout)).toMatchObject({
      older: "old",
      newer: "new",
      decisions: [
        {
          kind: "allowed",
          action: "tickets.read",
          subject: "User",
          request: { context: { ip: "11.0.0.0" } },
          before: { decision: false, reason: "no_matching_rule" },
          after: { decision: true, subject: { rules: ["support.team_reads"] } },
          nowMatching: ["support.team_reads"],
        },
      ],
      undecided: [],
      needs: [],
      schema: [],
      rules: [{ id: "support.team_reads", edit: "edited" }],
    });
  });

  it("prints Markdown with a table and a request for each row", async () => {
    const { stdout } = await polc(["diff", "old", "new", "--format", "markdown"], { files });
    expect(stdout).toBe(`## Policies: \`old\` → \`new\`

**1 became allowed**

| Requests | Who | Action | Before | After |
| --- | --- | --- | --- | --- |
| became allowed | User | \`tickets.read\` | \`deny by no_matching_rule\` | \`allow by support.team_reads\` |

<details><summary>became allowed: User to tickets.read</summary>

- Now matching: \`support.team_reads\` (edited, \`new/a.pol:12\`)

\`\`\`json
{
  "subject": { "type": "User", "id": "subject-1", "properties": { "team": "support" } },
  "action": { "name": "tickets.read" },
  "context": { "ip": "11.0.0.0" }
}
\`\`\`

</details>
`);
  });

  it("lets no text of a policy out of its place in Markdown", async () => {
    const hostile = "</details> ``` | <img src=x> | [a](b)";
    const told = (because: string) => policy.replace("Tickets are kept.", because);
    const world = {
      files: { "old.pol": policy, "new.pol": told(hostile) },
    };
    const { stdout } = await polc(["diff", "old.pol", "new.pol", "--format", "markdown"], world);
    const row = stdout.split("\n").find((line) => line.startsWith("| denied for another reason"));
    expect(row).toContain("````deny by support.nobody_deletes because");
    expect(row).toContain("``` \\| <img src=x> \\| [a](b)");
    expect(row?.replaceAll("\\|", "").split("|")).toHaveLength(7);
  });

  it("compares revisions: one with the disk, two, or by git's own notation", async () => {
    const world = {
      files: { "policies/a.pol": wider },
      revisions: { main: { "policies/a.pol": policy }, HEAD: { "policies/a.pol": wider } },
    };
    const first = await polc(["diff", "--git", "main", "policies"], world);
    expect(first.stdout).toContain("+ support.team_reads (edited, policies/a.pol:12)\n");
    expect(first.code).toBe(1);
    const second = await polc(["diff", "main:policies", "policies"], world);
    expect(second.stdout).toBe(first.stdout);
    const third = await polc(["diff", "--git", "main..HEAD", "policies"], world);
    expect(third.stdout).toContain("(edited, HEAD:policies/a.pol:12)");
    expect((await polc(["diff", "--git", "main..", "policies"], world)).stdout).toBe(third.stdout);
    expect((await polc(["diff", "HEAD:policies/a.pol", "policies/a.pol"], world)).code).toBe(0);
  });

  it("reads a folder whose name has a colon", async () => {
    const world = { files: { "main:old/a.pol": policy, "new/a.pol": policy } };
    expect(await polc(["diff", "main:old", "new"], world)).toMatchObject({ code: 0 });
  });

  it("compares nothing where a set is missing or wrong", async () => {
    const world = {
      files: { ...files, "bad/a.pol": policy.replace("principal.team", "principal.teem") },
      revisions: { main: {} },
    };
    const bad = await polc(["diff", "bad", "new"], world);
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr).toContain("error[POL2003]");
    expect(bad.stderr).toContain("`bad` has errors: nothing is compared\n");
    const gone = await polc(["diff", "main:old", "new"], world);
    expect(gone.code).toBe(2);
    expect(gone.stderr).toContain("error[POL4001]: there is no `.pol` file at `main:old`\n");
    const unknown = await polc(["diff", "--git", "nowhere", "new"], world);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("error[POL4003]: `nowhere:new` cannot be read: there is no `nowhere`\n");
  });

  it("takes two policy sets, or one with --git", async () => {
    for (const args of [
      ["old"],
      ["old", "new", "old"],
      ["-", "-"],
      ["old", "new", "--git", "main"],
      ["-", "--git", "main"],
    ])
      expect((await polc(["diff", ...args], { files })).code).toBe(2);
    for (const range of ["a..b..c", "..a", "a...b"])
      expect((await polc(["diff", "--git", range, "old"], { files })).stderr).toContain(
        "is neither a revision nor two",
      );
    expect(await polc(["diff", "-", "new"], { files, stdin: wider })).toMatchObject({ code: 0 });
  });
});
