import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { loadModule } from "../../src/testing/load-module.js";
import { importCode } from "./import-code.js";
import { analyticsText, compile, salesRequest } from "./support.js";

const analytics = compile(analyticsText, "analytics.pol");

describe("the module of the example", () => {
  it("reads like this", async () => {
    const stable = analytics.code.replaceAll(analytics.policySet.digest, `sha256:${"0".repeat(64)}`);
    await expect(stable).toMatchFileSnapshot("fixtures/analytics.js");
  });

  it("is one module: nothing is imported, nothing is code but what polc wrote", () => {
    expect(analytics.code).not.toMatch(/\bimport\b|\brequire\(|\beval\b|\bFunction\(|\bprocess\b|globalThis/);
  });

  it("loads as a module and exports seven things that nobody can change", async () => {
    const module = await importCode(analytics.code);
    expect(Object.keys(module).sort()).toEqual([
      "allows",
      "decide",
      "decideWith",
      "mayAllow",
      "policySet",
      "relationsNeeded",
      "validate",
    ]);
    expect(Object.isFrozen(module.policySet)).toBe(true);
    expect((module.allows as (request: unknown) => boolean)(salesRequest)).toBe(true);
  });

  it("runs where there is the language and nothing else", () => {
    const bare = loadModule(analytics.code, { bare: true });
    expect(bare.allows(salesRequest)).toBe(true);
    expect(JSON.stringify(bare.decide(salesRequest))).toBe(
      JSON.stringify(interpret(analytics.policySet, salesRequest)),
    );
  });

  it("holds no function of the runtime that it does not use", () => {
    expect(analytics.code).toContain("function parseIp(");
    for (const unused of ["parseUrl", "parsePath", "matchesGlob", "matchesAutomaton", "add", "readMap"]) {
      expect(analytics.code).not.toContain(`function ${unused}(`);
    }
  });

  it("is the same text each time", () => {
    expect(compile(analyticsText, "analytics.pol")).toMatchObject({
      code: analytics.code,
      declarations: analytics.declarations,
      sourceMap: analytics.sourceMap,
    });
  });

  it("keeps no state: a module that is asked while it decides answers the same", () => {
    const { module } = analytics;
    const nested: boolean[] = [];
    const request = {
      ...salesRequest,
      get context() {
        nested.push(module.allows(salesRequest), module.decide({}).decision);
        return salesRequest.context;
      },
    };
    expect(module.decide(request).decision).toBe(true);
    expect(nested).toEqual([true, false]);
  });
});

describe("policySet", () => {
  const { policySet } = analytics.module as { policySet: Record<string, unknown> };

  it("tells the digest, the rules with text and place, and what each action's rules read", () => {
    expect(policySet).toMatchObject({
      digest: analytics.policySet.digest,
      language: "1",
      actions: {
        "postgres.query": {
          tags: ["read_only"],
          reads: { subject: [], actor: ["team"], resource: [], context: ["approval", "ip", "now"] },
        },
      },
    });
    const rules = policySet.rules as {
      id: string;
      text: string;
      location: { line: number; column: number };
    }[];
    const payroll = rules.find(({ id }) => id === "analytics.no_payroll");
    expect(payroll).toMatchObject({
      effect: "deny",
      because: "Salary columns are never read through a tool call.",
      location: { file: "analytics.pol", line: 25, column: 3 },
    });
    expect(payroll?.text).toContain('when "salary" in args.columns');
  });
});

describe("names of the policy set", () => {
  const hostile = compile(
    `
    principal constructor { "__proto__": String, toString: String }
    principal prototype acting for constructor
    entity hasOwnProperty { valueOf: Int }
    action "__proto__"."constructor"("__proto__": Int, "*/": String, "\\u{2028}"?: String) on hasOwnProperty
    context { "__proto__": { "__proto__"?: String, ready: Bool }, "a b": Int }
    policy __proto__ {
      rule constructor
        allow constructor to "__proto__".* on hasOwnProperty
        when principal."__proto__" == "*/ process.exit() /*" and principal.toString == "x"
        when context."__proto__" has "__proto__" and context."__proto__"."__proto__" == "</script>"
        when args."__proto__" > 0 and resource.valueOf == context."a b"
    }`,
  );
  const request = JSON.parse(`{
    "subject": { "type": "constructor", "id": "1", "properties": { "__proto__": "*/ process.exit() /*", "toString": "x" } },
    "action": { "name": "__proto__.constructor", "properties": { "__proto__": 1, "*/": "" } },
    "resource": { "type": "hasOwnProperty", "id": "r", "properties": { "valueOf": 5 } },
    "context": { "__proto__": { "__proto__": "</script>", "ready": true }, "a b": 5 }
  }`) as Record<string, object>;

  it("have no effect but their own, and __proto__ is one of them", () => {
    expect(hostile.module.allows(request)).toBe(true);
    expect(hostile.module.decide(request)).toEqual(interpret(hostile.policySet, request));
    expect(Object.keys(hostile.module.decide(request).args ?? {})).toEqual(["__proto__", "*/"]);
    expect(hostile.module.allows({ ...request, context: { ready: true, "a b": 5 } })).toBe(false);
    expect(Object.keys((hostile.module.policySet as { actions: object }).actions)).toEqual([
      "__proto__.constructor",
    ]);
  });

  it("leave no text in the module that could end a comment or a script", () => {
    expect(hostile.code).not.toContain("</script");
    expect(() => new vm.Script(hostile.code.replaceAll(/^export /gm, ""))).not.toThrow();
  });
});

describe("a policy set", () => {
  it("with nothing in it denies everything", () => {
    const { module, policySet } = compile("");
    for (const request of [undefined, {}, salesRequest]) {
      expect(module.allows(request)).toBe(false);
      expect(module.mayAllow(request)).toBe(false);
      expect(module.decide(request).reason).toBe("invalid_request");
      expect(module.decide(request)).toEqual(interpret(policySet, request));
    }
  });

  it("with rules that many kinds of requests share writes them once", () => {
    const actions = Array.from({ length: 12 }, (_, index) => `action tool.a${index}(n: Int)`).join("\n");
    // Each of a shape of its own, or they would be a table.
    const oneOf = (first: number, more: number) =>
      Array.from({ length: more + 1 }, (_, index) => `args.n == ${first + 100 * index}`).join(" or ");
    const rules = Array.from(
      { length: 12 },
      (_, index) => `rule r${index} deny anyone to anything when ${oneOf(index, index)}`,
    );
    const own = Array.from(
      { length: 12 },
      (_, index) => `rule s${index} allow User to tool.a${index} when args.n > 5 or args.n < ${index}`,
    );
    const { module, code, policySet } = compile(
      `principal User\n${actions}\npolicy p {\n${[...rules, ...own].join("\n")}\n}`,
    );
    expect(code.match(/p_r3\(args_n\) && denied/g)).toHaveLength(1);
    for (let n = -1; n < 14; n++) {
      for (const name of ["tool.a0", "tool.a7"]) {
        const request = { subject: { type: "User", id: "u" }, action: { name, properties: { n } } };
        expect(module.decide(request)).toEqual(interpret(policySet, request));
        expect(module.allows(request)).toBe(module.decide(request).decision);
        expect(module.mayAllow(request)).toBe(module.allows(request));
      }
    }
  });
});
