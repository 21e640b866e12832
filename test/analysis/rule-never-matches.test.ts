import { describe, expect, it } from "vitest";
import { ruleFindings, schema, wordsOf } from "./finding-words.js";

const live = "rule live\n allow anyone to db.query, web.fetch, docs.read, db.drop\n";

/** What is found of one rule with these clauses beside an allow of everything. */
function found(sentence: string, ...clauses: readonly string[]): readonly string[] {
  return wordsOf(`${live}rule r\n ${sentence}\n${clauses.map((clause) => ` ${clause}\n`).join("")}`);
}

describe("a rule that no request can match (POL3001)", () => {
  it.each([
    [
      "patterns that no text meets both",
      "deny User to db.query",
      ['when args.table like "sales_*"', 'when args.table like "hr_*"'],
    ],
    [
      "a pattern and a regular expression",
      "deny User to db.query",
      ['when args.table like "?"', "when args.table matches /[a-z]{2,}/"],
    ],
    ["bounds with nothing between", "deny User to db.query", ["when args.limit > 7", "when args.limit < 8"]],
    [
      "sums that leave nothing",
      "deny User to db.query",
      ["when args.limit + principal.level < 5", "when args.limit > 4"],
    ],
    [
      "blocks of addresses",
      "deny User to db.query",
      [
        'when context.ip in "10.0.0.0/8"',
        'when context.ip in "10.0.0.0/7"',
        'unless context.ip in "10.0.0.0/8"',
      ],
    ],
    ["presence", "deny User to web.fetch", ["unless args has size", "when args.size ?? 0 > 3"]],
    [
      "paths",
      "deny User to docs.read on Document",
      ['when args.path within "/srv/a"', 'when args.path within "/srv/b"'],
    ],
    [
      "hosts",
      "deny User to web.fetch",
      ['when args.host within "example.com"', 'when args.host like "*.org"'],
    ],
    ["lists", "deny User to db.query", ['when "salary" in args.columns', "when args.columns.length == 0"]],
    [
      "quantifiers",
      "deny User to db.query",
      ['when any c in args.columns: c like "x*"', 'when all c in args.columns: c like "y*"'],
    ],
    [
      "equalities in a chain",
      "deny User to db.query",
      ["when principal.team == args.table", 'when args.table == "a"', 'unless principal.team like "a*"'],
    ],
  ])("%s", (_, sentence, clauses) => {
    const [first, ...others] = found(sentence, ...clauses);
    expect(first).toMatch(/^POL3001 rule r/);
    expect(others).toEqual([]);
  });

  it("names the fewest clauses that contradict each other", () => {
    expect(
      found(
        "deny User to db.query",
        'when principal.team == "x"',
        "when args.limit > 50",
        'when args.table like "a*"',
        "when args.limit < 20",
      ),
    ).toEqual(["POL3001 rule r <- when args.limit > 50, when args.limit < 20"]);
    expect(
      found("deny User to db.query", 'when principal.team == "x"', "when args.limit > 9 and args.limit < 9"),
    ).toEqual(["POL3001 rule r <- when args.limit > 9 and args.limit < 9"]);
  });

  it("counts what the sentence names", () => {
    expect(found('deny User("ann"), User("bob") to db.query', 'when principal.id == "eve"')).toEqual([
      'POL3001 rule r <- deny User("ann"), User("bob") to db.query, when principal.id == "eve"',
    ]);
  });

  it("looks at allows, denies and obligations", () => {
    const clauses = "\n when args.limit > 7\n when args.limit < 8\n";
    expect(wordsOf(`${live}rule a\n allow User to db.query${clauses}`)).toHaveLength(1);
    expect(wordsOf(`${live}rule o\n oblige User to db.query${clauses} with log(reason: "x")\n`)).toEqual([
      "POL3001 rule o <- when args.limit > 7, when args.limit < 8",
    ]);
  });

  it("says which rule, and what it does not do", () => {
    const [finding] = ruleFindings(
      `${schema}\npolicy p {\n${live}rule r\n deny User to db.query\n when args.limit > 7\n when args.limit < 8\n}`,
    );
    expect(finding).toMatchObject({
      severity: "warning",
      message: "rule `p.r` can never match: it denies nothing",
      label: "what it says below cannot hold together",
      related: [{ message: "`when args.limit > 7`" }, { message: "`when args.limit < 8`" }],
    });
  });

  it.each([
    [
      "bounds with one number between",
      "deny User to db.query",
      ["when args.limit > 7", "when args.limit < 9"],
    ],
    [
      "a deny that matches by an error alone",
      "deny User to db.query",
      ["when context.count + 1 > context.count + 2"],
    ],
    ["what one kind of principal meets", "deny User, Agent to db.query", ['when principal.team == "x"']],
    [
      "a contradiction in one alternative",
      "deny User to db.query",
      ['when args.table == "a" or args.table == "b"', 'unless args.table == "a"'],
    ],
  ])("is silent about %s", (_, sentence, clauses) => {
    expect(found(sentence, ...clauses)).not.toContainEqual(expect.stringContaining("POL3001"));
  });
});
