import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";

const policy = `principal User { team: String }
principal Agent acting for User
entity Database
tag destructive
obligation log(reason: String)

action db.query(table: String, limit?: Int in 1..1000) on Database
action db.drop(table: String) on Database tagged destructive
action mail.send(to: Email)

policy work {

  rule sales
    allow User to db.query
    when principal.team == "sales"

  rule agents
    allow Agent acting for User to db.query
    when args.table like "sales_*"

  rule wide
    deny Agent to db.query
    when args.limit ?? 1000 > 100
    because "Agents read a hundred rows at most."

  rule everyone_mails
    allow User to mail.send

  rule mails_are_logged
    oblige User to mail.send
    with log(reason: "outside")
}

assert nobody_drops deny anyone to db.drop
assert agents_read_little deny Agent to db.query when args.table == "sales_1"
`;

const files = { "p/a.pol": policy };

describe("polc report", () => {
  it("says unknown, and that not everything was asked, where it asks no more than so many questions", async () => {
    const { code, stdout } = await polc(["report", "p", "--questions", "2"], { files });
    expect(code).toBe(0);
    expect(stdout).toContain("db.query on Database  unknown 1  unknown 2\n");
    expect(stdout).toContain(
      "info[POL4030] p/: the analysis ended after 2 questions: not everything was asked",
    );
  });

  it("prints a table, the conditions, assertions and findings", async () => {
    const { code, stdout, stderr } = await polc(["report", "p"], { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [report, findings = ""] = stdout.split("\nFindings (polc check shows them in full)\n");
    expect(report).toBe(`p: 5 rules, 3 actions, 1 for nobody

A  User
B  Agent acting for User
No request of these is ever allowed: Agent acting alone

                      A       B
db.query on Database  when 1  when 2
mail.send             always  never

Nobody can be allowed:
  db.drop on Database

1  User
  db.query on Database
    when principal.team == "sales"

2  Agent acting for User
  db.query on Database
  User, for whom Agent acts
    when principal.team == "sales"
  Agent, acting for User
    when args.table like "sales_*"
    unless args.limit ?? 1000 > 100

Assertions
  refuted       agents_read_little (p/a.pol:35:1)
  proved        nobody_drops (p/a.pol:34:1)
`);
    expect(findings).toMatch(/^ {2}info\[POL3011\] p\/a\.pol:8:8: /);
    expect(findings).not.toContain("POL3020");
  });

  it("shows no more than six askers in a table, and no line of one longer than 100", async () => {
    const principals = Array.from({ length: 8 }, (_, index) => `principal Principal${index}`).join("\n");
    const long = `a${"b".repeat(120)}`;
    const text = `${principals}\naction ${long}\naction c\npolicy p {\n rule r\n allow anyone to ${long}, c\n}\n`;
    const { stdout } = await polc(["report", "p"], { files: { "p/a.pol": text } });
    expect(stdout).toMatch(/\n {4,}A {7}B {7}C {7}D {7}E {7}F\n/);
    expect(stdout).toMatch(/\n {4,}G {7}H\n/);
    const table = stdout.split("\n").filter((line) => line.includes("always"));
    expect(table).toHaveLength(4);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(table[0]).toContain("bb…  always");
  });

  it("prints JSON, with requests that show a condition", async () => {
    const { code, stdout } = await polc(["report", "p", "--format", "json"], { files });
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.askers).toEqual([
      { name: "Agent acting alone", subject: "Agent" },
      { name: "User", subject: "User" },
      { name: "Agent acting for User", subject: "User", actor: "Agent" },
    ]);
    const query = report.rows.find(({ action }: { action: string }) => action === "db.query");
    expect(query).toMatchObject({ resources: ["Database"], tags: [], reachable: true });
    expect(query.access[1]).toMatchObject({
      asker: "User",
      verdict: "when",
      allowed: { subject: { type: "User", properties: { team: "sales" } } },
      denied: { subject: { type: "User" } },
      principals: [
        {
          type: "User",
          role: "alone",
          verdict: "when",
          condition: 'when principal.team == "sales"',
          allows: [{ rule: "work.sales", condition: 'when principal.team == "sales"' }],
          denies: [],
        },
      ],
    });
    expect(query.access[2].principals[1].denies).toEqual([
      {
        rule: "work.wide",
        condition: "when args.limit ?? 1000 > 100",
        because: "Agents read a hundred rows at most.",
      },
    ]);
    expect(report.assertions).toMatchObject([
      { name: "agents_read_little", verdict: "refuted", request: { action: { name: "db.query" } } },
      { name: "nobody_drops", verdict: "proved", place: "p/a.pol:34:1" },
    ]);
    expect(report.findings.map(({ code: each }: { code: string }) => each)).toContain("POL3011");
  });

  it.each(["text", "json", "html"])("prints the same %s for the same policy set", async (format) => {
    const once = await polc(["report", "p", "--format", format], { files });
    const again = await polc(["report", "p", "--format", format], { files });
    expect(again.stdout).toBe(once.stdout);
  });

  it("says so where there is no policy set, one with errors, or one that declares nothing", async () => {
    expect(await polc(["report", "nowhere"])).toMatchObject({ code: 2, stdout: "" });
    const broken = { "p/a.pol": policy.replace("Int in", "Inn in") };
    const failed = await polc(["report", "p"], { files: broken });
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toContain("error[POL2006]");
    const empty = { "p/a.pol": "principal User\n" };
    expect(await polc(["report", "p"], { files: empty })).toMatchObject({
      code: 0,
      stdout: "p: 0 rules, 0 actions\n",
    });
    const page = await polc(["report", "p", "--format", "html"], { files: empty });
    expect(page.stdout).toContain("there is nothing to ask for");
  });

  it("counts an action for nobody only if it is so on every resource", async () => {
    const text = `principal User
entity A
entity B
action one, two on A, B
policy p {
  rule r allow User to one on A
}
`;
    const { stdout } = await polc(["report", "p"], { files: { "p/a.pol": text } });
    expect(stdout).toContain("p: 1 rule, 2 actions, 1 for nobody\n");
    expect(stdout).toContain("one on A  always\n");
    expect(stdout).toContain("Nobody can be allowed:\n  one on B, two on A, B\n");
  });

  it("says in every format what could not be settled", async () => {
    const clash = `principal User
obligation stamp(text: String) once
action a
policy p {
  rule r allow User to a
  rule s oblige User to a with stamp(text: "s")
  rule t oblige User to a with stamp(text: "t")
}
`;
    const print = async (format: string) =>
      (await polc(["report", "p", "--format", format], { files: { "p/a.pol": clash } })).stdout;
    expect(await print("text")).toContain(
      "a  unknown 1\n\n1  User\n  a\n  This could not be settled: a limit was reached, or obligations may fail.\n    in any case\n    obliged to stamp by p.s\n",
    );
    expect(JSON.parse(await print("json")).rows[0]).toMatchObject({
      reachable: "unknown",
      access: [{ verdict: "unknown" }],
    });
    expect(await print("html")).toContain('<p class="note">This could not be settled:');
  });

  it("keeps what would steer a terminal out of the text", async () => {
    const hostile = { "p/a.pol": policy.replaceAll('"sales"', '"\u001b[31m\u202e"') };
    const { stdout } = await polc(["report", "p"], { files: hostile });
    expect(["\u001b", "\u202e"].filter((character) => stdout.includes(character))).toEqual([]);
  });
});

// ── the page ──

async function page(text: string): Promise<string> {
  const { code, stdout } = await polc(["report", "p", "--format", "html"], { files: { "p/a.pol": text } });
  expect(code).toBe(0);
  return stdout;
}

/** The tags of a page in their order, with the names of their attributes. */
function tagsOf(text: string): readonly string[] {
  const body = text.slice(text.indexOf("</style>"));
  return Array.from(
    body.matchAll(/<(\/?[a-z0-9]+)((?: [a-z]+(?:="[^"]*")?)*)>/g),
    ([, name, attributes = ""]) => `${name}${attributes.replaceAll(/="[^"]*"/g, "")}`,
  );
}

describe("polc report --format html", () => {
  it("stands alone: its policy lets nothing in but its own style, and nothing in it would run", async () => {
    const text = await page(policy);
    const style = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(text).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'">`,
    );
    expect(text).not.toMatch(/<script|<link rel="stylesheet"|\son[a-z]+=|\sstyle=|https?:|url\(|@import/i);
  });

  it("is a table with heads for rows and columns, and every cell opens something that has a name", async () => {
    const text = await page(policy);
    expect(text.match(/<th scope="col"/g)).toHaveLength(4);
    expect(text.match(/<th scope="row"/g)).toHaveLength(3);
    expect(text.match(/<th scope="rowgroup"/g)).toHaveLength(2);
    const targets = Array.from(
      text.matchAll(/<button type="button" class="cell [a-z]+" popovertarget="([^"]*)"/g),
    );
    expect(targets).toHaveLength(9);
    for (const [, id = ""] of targets) {
      expect(text).toContain(`<article popover id="${id}" aria-labelledby="${id}-title">`);
      expect(text).toContain(`<h3 id="${id}-title">`);
    }
    const ids = Array.from(text.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says in words what colours say", async () => {
    const text = await page(policy);
    const marks = Array.from(
      text.matchAll(/<i class="mark ([a-z]+)" aria-hidden="true"><\/i>(?: <b>)?([a-z]+)/g),
    );
    expect(marks.length).toBeGreaterThan(12);
    for (const [, mark, word] of marks) expect(word).toBe(mark);
  });

  it("shows conditions, rules with their reasons, and requests as tests", async () => {
    const text = await page(policy);
    expect(text).toContain('<b class="when">when</b> args.table like &quot;sales_*&quot;');
    expect(text).toContain('<b class="unless">unless</b> args.limit ?? 1000 &gt; 100');
    expect(text).toContain("Agents read a hundred rows at most.");
    expect(text).toContain("<code>work.mails_are_logged</code> to log");
    expect(text).toContain("test &quot;A request that is allowed&quot; {");
    expect(text).toContain("A request for which it does not hold");
  });

  it("hostile-names-are-text: the tags of a page do not hang on names, texts and descriptions", async () => {
    const named = (name: string, text: string) => `/// ${text}
principal User { team: String }
tag t
action server."${name}"(to: String) tagged t
/// ${text}
policy p {
  rule a
    allow User to server."${name}"
    when args.to == "${text}" or principal.team == "${name}"
  rule b
    deny User to server."${name}"
    when args.to like "${text}*"
    because "${text}"
}
/// ${text}
assert c deny User to server."${name}" when args.to == "${text}"
`;
    const plain = tagsOf(await page(named("plain", "plain")));
    const hostile = [
      "<script>alert(1)</script>",
      "</style><img src=x onerror=alert(1)>",
      "' onclick='alert(1)",
      "</pre></details></article><iframe srcdoc=x>",
      "--><svg/onload=alert(1)>",
      "&lt;b&gt; {{1}}",
    ];
    for (const name of hostile) {
      const text = await page(named(name, name));
      expect(tagsOf(text)).toEqual(plain);
      expect(text).not.toMatch(/<(?:script|img|iframe|svg)/);
    }
  });

  it("has filters by what someone can do, by server and by tag, which name rows that there are", async () => {
    const text = await page(policy);
    expect(text).toContain('<input type="checkbox" id="server-1" checked> mail</label>');
    expect(text).toContain('<input type="radio" name="tag" id="tag-0"> destructive</label>');
    expect(text).toContain("body:has(#server-1:not(:checked)) .matrix .server-1{display:none}");
    expect(text).toContain("body:has(#tag-0:checked) .matrix tbody tr:not(.group,.tagged-0){display:none}");
    expect(text).toContain('<tr class="nobody tagged-0">');
    expect(text).toContain('<tbody class="server-1">');
  });
});
