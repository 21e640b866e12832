import { describe, expect, it } from "vitest";
import { call, compiledSet, decide, diagnosticsOf, errorsOf, found, type Json, outcome } from "./support.js";

describe("§10 identifiers and characters", () => {
  it.each(["principal Ünser", "principal Usér", "const π = 3", "action lösche", "principal 用户"])(
    "identifiers are ASCII: %s",
    (text) => {
      expect(errorsOf(text)[0]).toMatch(/^POL1002/);
    },
  );

  const invisible = [
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u0000",
    "\u0007",
    "\u001b",
    "\u007f",
  ];
  it.each(invisible.map((character) => [`U+${character.charCodeAt(0).toString(16)}`, character] as const))(
    "%s is an error in code, strings, comments and patterns",
    (_name, character) => {
      for (const text of [
        `principal${character} User`,
        `principal User // ${character}`,
        `/// ${character}\nprincipal User`,
        `principal User const a = "x${character}y"`,
        `principal User action go(s: String matches /a${character}/)`,
        `${character}principal User`,
      ]) {
        expect(errorsOf(text).some((line) => line.startsWith("POL1003"))).toBe(true);
      }
    },
  );

  it("stands in no message", () => {
    for (const text of ["principal\u202a User", "\u202eprincipal User", "principal User\u200b x action go"]) {
      const messages = diagnosticsOf(text).map(({ message }) => message);
      expect(messages.join("")).not.toMatch(/[\u202a\u202e\u200b]/);
    }
  });

  it("the escape of such a character in a string is what a reader sees", () => {
    const text =
      'principal User action go(s: String) policy p { rule r allow User to go when args.s == "a\\u{202e}b" }';
    expect(outcome(text, call("go", { s: "a\u202eb" }))).toBe("allowed by p.r");
  });

  it("letters of any script stand in strings and comments", () => {
    const text =
      'principal User /// Größe 用户 😀\naction go(s: String) policy p { rule r allow User to go when args.s == "Größe 用户 😀" }';
    expect(found(text)).toEqual([]);
    expect(outcome(text, call("go", { s: "Größe 用户 😀" }))).toBe("allowed by p.r");
  });
});

describe("§10 no text of a policy can become code", () => {
  const nasty = [
    "*/ throw 1; /*",
    "`$" + "{process.exit(1)}`",
    '"; throw 1; //',
    "\\u{2028}\\u{2029}throw 1",
    "</script><script>throw 1</script>",
    "\\n throw 1 \\r\\n throw 2",
    "\\\\",
    "'; throw 1; '",
    "$" + "{1}",
    "__proto__",
  ];

  it.each(nasty)("as a string, a name, a text or a comment: %s", (text) => {
    const escaped = text.replaceAll('"', '\\"').replace(/\\\\"/g, '\\"');
    const policy = `
      principal User { "${escaped}": String, m: Map<Int> }
      obligation log("${escaped}": String)
      /// ${text}
      action "${escaped}"."x"("${escaped}"?: String)
      const value = "${escaped}"
      // ${text}
      policy p {
        /// ${text}
        rule a allow User("${escaped}") to anything
          when principal."${escaped}" == "${escaped}" and principal."${escaped}" == value
          when principal.m["${escaped}"] ?? 1 == 1
        rule d deny User to anything when args has "${escaped}" because "${escaped}"
        rule o oblige User to anything with log("${escaped}": "${escaped}")
      }`;
    const value = JSON.parse(`"${escaped.replace(/\\u\{(\w+)\}/g, "\\u$1")}"`) as string;
    const own = (content: unknown) => Object.fromEntries([[value, content]]);
    const subject = { type: "User", id: value, properties: { ...own(value), m: {} } };
    const request = (args: Json) => ({ subject, action: { name: `${value}.x`, properties: args } });
    expect(decide(policy, request({}))).toMatchObject({
      decision: true,
      obligations: [{ name: "log", arguments: own(value) }],
    });
    expect(decide(policy, request(own("y")))).toMatchObject({ reason: "denied_by_rule", because: [value] });
  });

  it("patterns are data", () => {
    const text =
      'principal User action go(s: String) policy p { rule a allow User to go when args.s like "*`$(1)*/\\"" or args.s matches /\\/\\*`\\$\\(1\\)/ }';
    expect(outcome(text, call("go", { s: 'x`$(1)*/"' }))).toBe("allowed by p.a");
    expect(outcome(text, call("go", { s: "/*`$(1)" }))).toBe("allowed by p.a");
    expect(outcome(text, call("go", { s: "x" }))).toBe("no_matching_rule");
  });
});

describe("§10 no constructor, prototype or global is nameable", () => {
  const schema = "principal User { s: String, m: Map<Int>, l: List<Int>, r: { a: Int } } action go";
  it.each([
    ["principal.constructor == principal", "POL2003 constructor"],
    ["principal.__proto__ == principal", "POL2003 __proto__"],
    ["principal.s.constructor == 1", "POL2003 constructor"],
    ["principal.s.toString == 1", "POL2003 toString"],
    ["principal.l.map == 1", "POL2003 map"],
    ["principal.r.hasOwnProperty == 1", "POL2003 hasOwnProperty"],
    ["principal.m.size == 1", "POL2003 size"],
    ["globalThis == 1", "POL2002 globalThis"],
    ["process == 1", "POL2002 process"],
    ["this == 1", "POL2002 this"],
    ["undefined == 1", "POL2002 undefined"],
    ["constructor == 1", "POL2002 constructor"],
    ["__proto__ == 1", "POL2002 __proto__"],
    ["toString() == 1", "POL2002 toString"],
    ["eval(1) == 1", "POL2002 eval"],
    ["principal has constructor", "POL2003 principal has constructor"],
    ["principal is constructor", "POL2006 constructor"],
    ["principal is __proto__", "POL2006 __proto__"],
    ["context has __proto__", "POL2003 context has __proto__"],
    ["args has toString", "POL2003 args has toString"],
  ])("%s: %s", (condition, expected) => {
    expect(errorsOf(`${schema} policy p { rule r allow User to go when ${condition} }`)).toEqual([expected]);
  });

  it.each([
    ["principal User action go policy p { rule r allow constructor to go }", "POL2006 constructor"],
    ["principal User action go policy p { rule r allow User to constructor }", "POL2004 constructor"],
    ["principal User action go policy p { rule r allow User to __proto__.* }", "POL2004 __proto__.*"],
    ["principal User action go policy p { rule r oblige User to go with toString }", "POL2002 toString"],
    ["action go tagged constructor", "POL2005 constructor"],
    ["action go on __proto__", "POL2006 __proto__"],
    ["entity A { x: constructor }", "POL2006 constructor"],
    ["entity A in toString", "POL2006 toString"],
    ["const a = valueOf", "POL2002 valueOf"],
  ])("%s: %s", (text, expected) => {
    expect(errorsOf(text)).toEqual([expected]);
  });
});

describe("§10 reads", () => {
  const text = `principal User { n: Int, o?: Int } action go(n: Int, o?: Int) context { c: Int }
    policy p { rule a allow User to go when principal.n == 1 and args.n == 1 and context.c == 1 rule d deny User to go when principal has o or args has o }`;
  const request = () => ({
    subject: { type: "User", id: "a", properties: { n: 1 } },
    action: { name: "go", properties: { n: 1 } },
    context: { c: 1 },
  });

  it("never walk a prototype chain", () => {
    expect(outcome(text, request())).toBe("allowed by p.a");
    const inherited = (value: Json) => Object.create(value) as Json;
    const { subject, action, context } = request();
    for (const bad of [
      inherited(request()),
      { ...request(), subject: inherited(subject) },
      { ...request(), subject: { ...subject, properties: inherited({ n: 1 }) } },
      { ...request(), action: inherited(action) },
      { ...request(), action: { name: "go", properties: inherited({ n: 1 }) } },
      { ...request(), context: inherited(context) },
    ]) {
      expect(outcome(text, bad)).toMatch(/^invalid_request/);
    }
  });

  it("are not fooled by a polluted Object.prototype", () => {
    const polluted = Object.prototype as { [name: string]: unknown };
    try {
      polluted.o = 1;
      polluted.n = 1;
      polluted.actor = { type: "User", id: "x" };
      expect(outcome(text, request())).toBe("allowed by p.a");
      expect(outcome(text, { ...request(), context: {} })).toBe("invalid_request at /context/c missing");
      expect(outcome(text, { ...request(), subject: { type: "User", id: "a", properties: {} } })).toBe(
        "invalid_request at /subject/properties/n missing",
      );
    } finally {
      for (const name of ["o", "n", "actor"]) delete polluted[name];
    }
  });

  it("never call a getter twice", () => {
    const { module } = compiledSet(text);
    for (const entry of ["decide", "allows", "validate", "mayAllow"] as const) {
      const counts = new Map<string, number>();
      module[entry](counted(request(), "", counts));
      expect([...counts.values()].every((count) => count === 1)).toBe(true);
      expect(counts.size).toBeGreaterThan(0);
    }
  });

  it("of a value that changes between reads see one of them", () => {
    let reads = 0;
    const changing = {
      ...request(),
      action: {
        name: "go",
        properties: Object.defineProperty({}, "n", { enumerable: true, get: () => (reads++ === 0 ? 1 : 2) }),
      },
    };
    expect(compiledSet(text).module.decide(changing)).toMatchObject({ decision: true, args: { n: 1 } });
  });

  it("no input makes a module throw or allow by accident", () => {
    const { module } = compiledSet(text);
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error("trap");
        },
        ownKeys: () => {
          throw new Error("trap");
        },
        getOwnPropertyDescriptor: () => {
          throw new Error("trap");
        },
        getPrototypeOf: () => {
          throw new Error("trap");
        },
      },
    );
    const cyclic: { [name: string]: unknown } = { ...request() };
    cyclic.subject = { type: "User", id: "a", properties: cyclic };
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as unknown;
    const values = [
      undefined,
      null,
      0,
      Number.NaN,
      1n,
      "x",
      Symbol("x"),
      () => 1,
      [],
      [request()],
      new Date(),
      new Map(Object.entries(request())),
      throwing,
      cyclic,
      deep,
      new Proxy(request(), {}),
      Object.freeze(request()),
    ];
    for (const value of values) {
      for (const hostile of [
        value,
        { ...request(), subject: value },
        { ...request(), context: { c: value } },
        { ...request(), action: { name: "go", properties: value } },
        { ...request(), action: { name: value } },
      ]) {
        const isFine = hostile === values.at(-1) || hostile === values.at(-2);
        expect(module.allows(hostile)).toBe(isFine);
        expect(module.decide(hostile).decision).toBe(isFine);
        expect(module.validate(hostile)).toBeInstanceOf(Array);
        if (!isFine && hostile === value) expect(module.mayAllow(hostile)).toBe(false);
      }
    }
  });
});

/** A copy of a value in which every property is a getter that counts its calls. */
function counted(value: unknown, path: string, counts: Map<string, number>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const copy = {};
  for (const [name, member] of Object.entries(value)) {
    const own = `${path}/${name}`;
    const inner = counted(member, own, counts);
    Object.defineProperty(copy, name, {
      enumerable: true,
      get: () => {
        counts.set(own, (counts.get(own) ?? 0) + 1);
        return inner;
      },
    });
  }
  return copy;
}

describe("§0 everything is decidable", () => {
  it.each([
    ["def f(x: Int) = f(x)", "POL2009 f"],
    ["type T = List<T>", "POL2009 T"],
    ["const a = a", "POL2009 a"],
    ["remedy r(x: Int) = s(x) def s(x: Int) = s(x)", "POL2009 s"],
  ])("no recursion: %s: %s", (text, expected) => {
    expect(errorsOf(text)).toEqual([expected]);
  });
});
