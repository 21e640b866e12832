import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";

const policy = `principal User { team: String, level: Int in 0..10 }
principal Agent acting for User

action tickets.read(limit: Int in 1..100), tickets.delete

policy support {

  rule team_reads
    allow User to tickets.read
    when principal.team == "support"
    when args.limit <= 50

  rule nobody_deletes
    deny anyone to tickets.delete
    because "Tickets are kept."
}

policy leads {

  rule read
    allow User to tickets.read
    when principal.level > 2
    when principal.level > 1
}
`;

const oneTest = `test "support reads" {
  subject User("ann") { team: "support", level: 0 }
  action tickets.read { limit: 50 }
  expect allow by support.team_reads
}
`;

const files = { "p/a.pol": policy, "p/tests.pol": oneTest };

interface Json {
  readonly score: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly mutants: readonly {
    readonly owner: string;
    readonly operator: string;
    readonly verdict: string;
    readonly replacement?: string;
    readonly by?: { readonly kind: string; readonly name: string };
    readonly test?: string;
  }[];
  readonly missing: readonly { readonly name: string; readonly text: string }[];
}

async function mutate(world: Parameters<typeof polc>[1], ...args: readonly string[]): Promise<Json> {
  const { stdout } = await polc(["mutate", "p", "--format", "json", ...args], world);
  return JSON.parse(stdout) as Json;
}

describe("polc mutate", () => {
  it("says what is killed, what survives, and what changes nothing", async () => {
    const { mutants } = await mutate({ files });
    const verdictOn = (owner: string, operator: string) =>
      mutants
        .filter((each) => each.owner === owner && each.operator === operator)
        .map((each) => each.verdict);
    expect(verdictOn("support.team_reads", "rule dropped")).toEqual(["killed"]);
    expect(verdictOn("support.nobody_deletes", "rule dropped")).toEqual(["survived"]);
    // A level above 2 is above 1.
    expect(verdictOn("leads.read", "clause dropped")).toEqual(["survived", "equivalent"]);
    const limit = mutants.filter(({ replacement }) => replacement?.startsWith("args.limit "));
    expect(limit.map(({ replacement, verdict }) => [replacement, verdict])).toEqual([
      ["args.limit < 50", "killed"],
      ["args.limit >= 50", "survived"],
    ]);
    expect(mutants.find(({ verdict }) => verdict === "killed")?.by).toEqual({
      kind: "test",
      name: "support reads",
    });
  });

  it("missing-tests-kill: with the tests that it writes, nothing survives", async () => {
    const first = await polc(["mutate", "p", "-o", "p/mistakes.pol"], { files });
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("warning[POL5031]");
    expect(await polc(["test", "p", "--no-laws"], { files: first.files })).toMatchObject({ code: 0 });
    expect(await polc(["fmt", "--check", "p"], { files: first.files })).toMatchObject({ code: 0 });
    const second = await polc(["mutate", "p", "--min-score", "100"], { files: first.files });
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toMatch(/score 100\.0 %: (\d+) of \1 mistakes noticed\n$/);
    const again = await polc(["mutate", "p", "-o", "./p/mistakes.pol"], { files: first.files });
    expect(again.stdout).toBe(first.stdout);
  });

  it("counts the tests that gen-tests would write, if asked to", async () => {
    const own = await mutate({ files });
    const generated = await mutate({ files }, "--tests", "generated");
    expect(generated.score ?? 0).toBeGreaterThan(own.score ?? 100);
    expect(generated.missing.length).toBeLessThan(own.missing.length);
  });

  it("an assertion kills what it is refuted by", async () => {
    const assertion = `assert deletes\n  deny anyone to tickets.delete\n`;
    const { mutants } = await mutate({ files: { ...files, "p/asserts.pol": assertion } });
    const flipped = mutants.find(
      ({ owner, operator }) => owner === "support.nobody_deletes" && operator === "effect flipped",
    );
    expect(flipped).toMatchObject({ verdict: "killed", by: { kind: "assertion", name: "deletes" } });
  });

  it("jobs-change-nothing: threads print what one prints", async () => {
    for (const format of ["text", "json", "html"]) {
      const one = await polc(["mutate", "p", "--format", format, "--jobs", "1"], { files });
      const three = await polc(["mutate", "p", "--format", format, "--jobs", "3"], { files });
      expect(three).toEqual(one);
    }
  });

  it("fails below the score that is wanted", async () => {
    const result = await polc(["mutate", "p", "--min-score", "99"], { files });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("error[POL5033]");
    expect((await polc(["mutate", "p", "--min-score", "5"], { files })).code).toBe(0);
    expect((await polc(["mutate", "p", "--min-score", "101"], { files })).code).toBe(2);
  });

  it("shows no test that nobody would read, but writes it", async () => {
    const long = `principal User
action write(content: String)
policy p {
  rule r
    allow User to write
    when args.content.length > 5000
}
`;
    for (const format of ["text", "html"]) {
      const { stdout, files: after } = await polc(["mutate", "p", "--format", format, "-o", "p/more.pol"], {
        files: { "p/a.pol": long },
      });
      expect(stdout).toContain("characters: polc mutate --out writes it.");
      expect(stdout.length).toBeLessThan(30_000);
      expect(after["p/more.pol"]?.length).toBeGreaterThan(5000);
    }
  });

  it("annotates the lines of a pull request", async () => {
    const { code, stdout } = await polc(["mutate", "p", "--format", "github"], { files });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^::warning file=p\/a\.pol,line=\d+,.*title=POL5031/);
    const { missing } = await mutate({ files });
    expect(stdout.trimEnd().split("\n")).toHaveLength(missing.length);
  });

  it("mutates nothing where a test or an assertion fails already", async () => {
    const wrong = `${oneTest.replace("support reads", "wrong").replace("allow by support.team_reads", "deny")}
assert all_read
  allow User to tickets.read
`;
    const result = await polc(["mutate", "p"], { files: { ...files, "p/wrong.pol": wrong } });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("error[POL5030]: the test `wrong` fails before anything is mutated");
    expect(result.stderr).toContain("error[POL5030]: the assertion `all_read` does not hold");
  });

  it("says what is wrong with policies that have errors", async () => {
    const broken = { "p/a.pol": policy.replace("Int in", "Intt in") };
    expect(await polc(["mutate", "p"], { files: broken })).toMatchObject({ code: 1, stdout: "" });
    expect(await polc(["mutate", "nowhere"])).toMatchObject({ code: 2, stdout: "" });
  });

  it("has nothing to say of a policy set without rules", async () => {
    const { stdout } = await polc(["mutate", "p"], { files: { "p/a.pol": "principal User\n" } });
    expect(stdout).toBe("there is no mistake that a test could notice\n");
  });

  it("shows on a terminal how far it is, and nothing of it stays", async () => {
    const { stderr } = await polc(["mutate", "p"], { files, terminal: true });
    const lines = stderr.split("\r");
    expect(lines.at(-1)).toBe("\u001b[K");
    expect(lines.slice(1, -1).every((line) => /^\d+ of 6 parts$/.test(line))).toBe(true);
  });

  it("says so where it cannot write", async () => {
    const result = await polc(["mutate", "p", "-o", "tests.pol"], { files, full: true });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("error[POL4005]");
  });
});

describe("the cache of polc mutate", () => {
  const cached = ["mutate", "p", "--cache", "mutants.json"];

  it("gives the same report, from what is remembered", async () => {
    const first = await polc(cached, { files });
    const remembered = first.files["mutants.json"] ?? "";
    expect(remembered).toContain('"support.team_reads"');
    const second = await polc(cached, { files: first.files });
    expect(second).toEqual(first);
    // What is remembered is believed: this one is not judged again.
    const altered = { ...first.files, "mutants.json": remembered.replaceAll('"killed"', '"equivalent"') };
    expect((await polc(cached, { files: altered })).stdout).not.toBe(first.stdout);
  });

  it.each([
    ["a rule", (text: string) => text.replace("args.limit <= 50", "args.limit <= 60"), "leads.read"],
    [
      "a declaration",
      (text: string) => text.replace("Int in 0..10", "Int in 0..9"),
      "support.nobody_deletes",
    ],
  ])("forgets what %s has to do with", async (_, edit, owner) => {
    const first = await polc(cached, { files });
    const edited = { ...files, "p/a.pol": edit(policy) };
    const altered = (first.files["mutants.json"] ?? "").replaceAll('"survived"', '"equivalent"');
    const fresh = await mutate({ files: edited });
    const again = await mutate({ files: { ...edited, "mutants.json": altered } }, "--cache", "mutants.json");
    const about = ({ mutants }: Json) => mutants.filter((mutant) => mutant.owner === owner);
    expect(about(again)).toEqual(about(fresh));
  });

  it("forgets with a test what it told apart", async () => {
    const first = await polc(cached, { files });
    const { "p/tests.pol": _, ...untested } = first.files;
    const again = await polc(cached, { files: untested });
    expect(again.stdout).toBe((await polc(["mutate", "p"], { files: { "p/a.pol": policy } })).stdout);
  });

  it("keeps what an edit elsewhere does not bear on", async () => {
    const first = await polc(cached, { files });
    const edited = { ...first.files, "p/a.pol": policy.replace("args.limit <= 50", "args.limit <= 60") };
    const altered = (first.files["mutants.json"] ?? "").replaceAll('"survived"', '"undecided"');
    const again = await mutate({ files: { ...edited, "mutants.json": altered } }, "--cache", "mutants.json");
    const kept = again.mutants.filter(({ owner }) => owner === "support.nobody_deletes");
    expect(kept.map(({ verdict }) => verdict)).toContain("undecided");
  });

  it("takes a file that is no such thing for none", async () => {
    for (const text of ["", "[]", '{"owners":{"support.team_reads":{}}}', "{"]) {
      const result = await polc(cached, { files: { ...files, "mutants.json": text } });
      expect(result.stdout).toBe((await polc(["mutate", "p"], { files })).stdout);
    }
  });
});
