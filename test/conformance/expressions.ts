import { decide, errorsOf, type Json } from "./support.js";

/* What the tests of §6 share: a schema with every type, a request with a value for each, one condition at a time. */

/** Every type of value, and constants and definitions over them. */
export const schema = `
principal User in Team { s: String, t: "a" | "b", xs: List<String>, m: Map<Int>, o?: Int, r: { a: Int, b?: { c?: String } }, boss?: User, x: User | Team, es: List<User> }
principal Bot acting for User { n: String }
entity Team in Team { lead?: User, n: Int }
entity Doc in Folder { n: Int }
entity Folder
action go(n: Int, u: Url, h: Host, e: Email, p: Path, t: Time, d: Date, i: Ip, i6: Ip, c: Cidr, cs: List<Cidr>, du: Duration, b: Bool, j?: Json, f: Number,
  l: List<Int>, lo: List<{ a: Int, b?: Int }>, mo: Map<{ a: Int }>, on?: Int, z: Int in 1..5, big: Int, nn: Int | null) on Doc
context { now: Time, c?: { d?: Int }, gone?: Int }
const three = 3
const ab = ["a", "b"]
const yes: Bool = true
const office = ["10.0.0.0/8", "2001:db8::/32"]
const block = "10.0.0.0/8"
const ann = User("ann")
const users: List<User> = [User("ann"), User("bob")]
const quarter = 15m
const nothing: List<String> = []
def double(x: Int) = x * 2
def owns(d: Doc, u: User) = d.n == u.m["k"] ?? 0
def named(u: User, s: String) = u.s == s
`;

/** A request with a value for each. */
export const request: Json = {
  subject: {
    type: "User",
    id: "ann",
    ancestors: [{ type: "Team", id: "x" }],
    properties: {
      s: "sales_2026",
      t: "a",
      xs: ["id", "pii_name"],
      m: { k: 7, "a b": 1 },
      r: { a: 1 },
      boss: {
        type: "User",
        id: "bob",
        properties: { s: "boss", m: {} },
        ancestors: [{ type: "Team", id: "top" }],
      },
      x: { type: "Team", id: "t", properties: { n: 4 }, ancestors: [] },
      es: [{ type: "User", id: "eve", properties: { s: "e" }, ancestors: [] }],
    },
  },
  action: {
    name: "go",
    properties: {
      n: 3,
      u: "https://api.example.com/v1/x?q=1",
      h: "10.1.2.3",
      e: "Ada@example.com",
      p: "/srv/data/x",
      t: "2026-11-21T23:30:00-02:00",
      d: "2026-11-21",
      i: "10.1.2.3",
      i6: "2001:db8::1",
      c: "10.0.0.0/8",
      cs: ["192.168.0.0/16", "10.1.0.0/16"],
      du: "PT15M",
      b: true,
      f: 0.5,
      l: [1, 2, 2],
      lo: [{ a: 1 }, { a: 2, b: 3 }],
      mo: { k: { a: 1 } },
      z: 5,
      big: 9007199254740991,
      nn: null,
    },
  },
  resource: { type: "Doc", id: "7", properties: { n: 7 }, ancestors: [{ type: "Folder", id: "hr" }] },
  context: { now: "2026-11-22T01:30:00Z" },
};

/** A set with a rule that denies where a condition holds. */
export const denying = (condition: string) =>
  `${schema}policy p { rule yes allow User to go rule r deny User to go when ${condition} }`;

/** What a condition is for the request above: a deny matches if it is true or an error, which is listed. */
export function truth(condition: string): string {
  const { reason, errors, problems } = decide(denying(condition), request);
  if (reason === "invalid_request") return `invalid ${problems.map(({ path }) => path).join(", ")}`;
  return errors.length > 0 ? "error" : String(reason === "denied_by_rule");
}

/** What is said of a condition. */
export const said = (condition: string) => errorsOf(denying(condition));
