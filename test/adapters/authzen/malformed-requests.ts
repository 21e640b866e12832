import fc from "fast-check";
import { admin, alice, archived, read, record1, write } from "./fixture.js";

/* Requests about the fixture, and what is wrong with others: each is one of these with one thing about it that is not what the API takes. */

interface Json {
  readonly [member: string]: unknown;
}

/** A request that is well formed. */
export interface Endpoint {
  readonly path: string;
  readonly request: Json;
  /** Members that have to be there, by the way to them. */
  readonly needed: readonly string[];
}

const parties = ["subject", "action", "resource", "action.name", "subject.type", "resource.type"];

/** A request to each endpoint, with most of what it may have. */
export const endpoints: readonly Endpoint[] = [
  {
    path: "/access/v1/evaluation",
    request: {
      subject: admin,
      actor: alice,
      action: { ...write, properties: {} },
      resource: archived,
      context: { a: [1] },
    },
    needed: [...parties, "subject.id", "resource.id", "actor.type", "actor.id"],
  },
  {
    path: "/access/v1/evaluations",
    request: {
      subject: admin,
      action: write,
      resource: archived,
      options: { evaluations_semantic: "execute_all" },
      evaluations: [],
    },
    needed: [...parties, "subject.id", "resource.id"],
  },
  {
    path: "/access/v1/evaluations",
    request: { subject: admin, action: write, resource: archived, evaluations: [{}, { subject: alice }] },
    needed: ["action.name", "subject.type", "resource.type", "subject.id", "resource.id"],
  },
  {
    path: "/access/v1/search/subject",
    request: {
      subject: { type: "user" },
      action: read,
      resource: record1,
      page: { limit: 2, properties: {} },
    },
    needed: [...parties, "resource.id"],
  },
  {
    path: "/access/v1/search/resource",
    request: { subject: alice, action: read, resource: { type: "record" }, context: {} },
    needed: [...parties, "subject.id"],
  },
  {
    path: "/access/v1/search/action",
    request: { subject: alice, resource: record1 },
    needed: ["subject", "resource", "subject.type", "subject.id", "resource.type", "resource.id"],
  },
];

/** The types that members have, of those that need not be there too. */
const types: Readonly<Record<string, "object" | "string" | "array" | "count">> = {
  subject: "object",
  actor: "object",
  action: "object",
  resource: "object",
  context: "object",
  options: "object",
  page: "object",
  evaluations: "array",
  "subject.properties": "object",
  "action.properties": "object",
  "resource.properties": "object",
  "options.evaluations_semantic": "string",
  "action.name": "string",
  "subject.type": "string",
  "resource.type": "string",
  "actor.id": "string",
  "page.limit": "count",
  "page.properties": "object",
};

/** `value` with another one at a way that leads through it; undefined takes away what is there. */
function put(value: unknown, way: string, other: unknown): unknown {
  const [name = "", ...rest] = way.split(".");
  const record = value as Json;
  return { ...record, [name]: rest.length === 0 ? other : put(record[name], rest.join("."), other) };
}

function leadsTo(value: unknown, way: string): boolean {
  const at = way.split(".").reduce<unknown>((each, name) => (each as Json | undefined)?.[name], value);
  return at !== undefined;
}

const notA = {
  object: fc.constantFrom<unknown>(null, "x", 1, true, [], [{}]),
  string: fc.constantFrom<unknown>(null, 1, false, {}, ["x"]),
  array: fc.constantFrom<unknown>(null, "x", {}, 0, ["x"], [null], [[]]),
  count: fc.constantFrom<unknown>(null, "2", -1, 1.5, 1e21, [], true),
};

/** A body with its content type. */
export type Sent = readonly [body: string | Uint8Array<ArrayBuffer>, type: string];
const json = "application/json";

function lacking({ request, needed }: Endpoint): fc.Arbitrary<Sent> {
  return fc.constantFrom(...needed).map((way) => [JSON.stringify(put(request, way, undefined)), json]);
}

function ofAnotherType({ request }: Endpoint): fc.Arbitrary<Sent> {
  const ways = Object.entries(types).filter(([way]) => leadsTo(request, way));
  return fc.oneof(
    ...ways.map(([way, type]) =>
      notA[type].map((other): Sent => [JSON.stringify(put(request, way, other)), json]),
    ),
  );
}

function brokenText({ request }: Endpoint): fc.Arbitrary<Sent> {
  const text = JSON.stringify(request);
  const place = fc.integer({ min: 0, max: text.length - 1 });
  return fc
    .oneof(
      place.map((end) => text.slice(0, end)),
      fc.constantFrom("]", "}", ",", "{}", "\u0000", "x").map((more) => text + more),
      fc.constantFrom(
        "[1]",
        '"x"',
        "null",
        "1",
        "true",
        "NaN",
        "{'a': 1}",
        "{a: 1}",
        '{"a": 01}',
        "\ufeff{}",
      ),
      fc.constantFrom("//", "\u0000", "\u2028", "'").map((other) => other + text),
    )
    .map((body) => [body, json]);
}

/** Texts that readers of JSON disagree about. */
function ambiguous({ request }: Endpoint): fc.Arbitrary<Sent> {
  const text = JSON.stringify(request).slice(1);
  return fc
    .constantFrom(
      '{"subject": {"type": "user", "id": "bob"}, "subject": null,',
      '{"x": 1, "\\u0078": 2,',
      '{"x": {"y": 1, "y": 1},',
      '{"x": "\\ud800",',
      '{"\\udfff": 1,',
      '{"x": [1e999],',
      `{"x": ${"1".repeat(400)},`,
      `{"x": ${"[".repeat(600)}${"]".repeat(600)},`,
    )
    .map((start) => [start + text, json]);
}

function otherContent({ request }: Endpoint): fc.Arbitrary<Sent> {
  const text = JSON.stringify(request);
  const type = fc.constantFrom(
    "",
    "text/json",
    "application/jsonp",
    "application/json; charset=latin1",
    "text/plain",
  );
  return fc.oneof(
    type.map((each): Sent => [text, each]),
    fc
      .constantFrom(0xc0, 0xff, 0x80)
      .map((byte): Sent => [new Uint8Array([...Buffer.from(text.slice(0, -1)), byte, 125]), json]),
  );
}

/** A path, and what is no request to it. */
export const malformed = fc.oneof(
  ...endpoints.map((endpoint) =>
    fc.tuple(
      fc.constant(endpoint.path),
      fc.oneof(
        lacking(endpoint),
        ofAnotherType(endpoint),
        brokenText(endpoint),
        ambiguous(endpoint),
        otherContent(endpoint),
      ),
    ),
  ),
);
