import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

const { policySet, module } = compile(`
  principal User
  entity File { size?: Int }
  type Part = { name: String, note?: String, due?: Date | null }
  action send(
    to: String, cc?: String, reply: String | null, by?: String | null,
    at: Time, until?: Time, since?: Time | null, "content-type"?: String, __proto__?: String,
    parts: List<Part>, file?: File, more?: { kept?: Int, ... }
  )
  action tell(text: String, __proto__: String, ...)
  policy p { rule all  allow User to send, tell }`);

const least = { to: "a", reply: null, at: "2026-01-02T03:04:05+01:00", parts: [] };

/** What the module forwards, which must be what the interpreter does; as text, so that order and absence show. */
function forwarded(name: string, properties: object): string {
  const request = { subject: { type: "User", id: "u" }, action: { name, properties } };
  const { args } = module.decide(request);
  expect(JSON.stringify(args)).toBe(JSON.stringify(interpret(policySet, request).args));
  return JSON.stringify(args);
}

describe("what is forwarded of arguments", () => {
  it("leaves out what was left out", () => {
    expect(forwarded("send", least)).toBe(JSON.stringify(least));
  });

  it("is all that was given, in the order of declaration", () => {
    const rest = { parts: [{ name: "n", note: "x", due: "2026-01-01" }], more: { kept: 1, other: [1] } };
    const all = {
      to: "a",
      cc: "b",
      reply: "c",
      by: "d",
      at: least.at,
      until: least.at,
      since: least.at,
      ...rest,
    };
    const backwards = Object.fromEntries(Object.entries(all).reverse());
    expect(forwarded("send", backwards)).toBe(JSON.stringify(all));
  });

  it("tells null from what was left out", () => {
    const { parts, ...others } = least;
    const nulls = { ...others, reply: "x", by: null, since: null };
    expect(forwarded("send", { ...nulls, parts })).toContain('"reply":"x","by":null,');
    expect(forwarded("send", { ...nulls, parts })).toContain('"since":null');
    expect(forwarded("send", { ...least, parts: [{ name: "n", due: null }, { name: "m" }] })).toContain(
      '[{"name":"n","due":null},{"name":"m"}]',
    );
  });

  it("keeps the request's own words for each time, whatever stands between them", () => {
    const times = { at: "2026-01-02T03:04:05.60Z", until: "2026-01-02T04:00:00+02:00", since: null };
    expect(forwarded("send", { ...least, ...times })).toContain(
      '"at":"2026-01-02T03:04:05.60Z","until":"2026-01-02T04:00:00+02:00","since":null',
    );
  });

  it("has members of any name as its own", () => {
    const given = JSON.parse('{"text":"a","__proto__":"b","constructor":{"__proto__":1}}') as object;
    expect(forwarded("tell", given)).toBe(JSON.stringify(given));
    const named = { ...least, ...(JSON.parse('{"content-type":"c","__proto__":"p"}') as object) };
    expect(forwarded("send", named)).toContain('"content-type":"c","__proto__":"p"');
  });

  it("is of an entity its type and id where rules read nothing else of it", () => {
    const file = { type: "File", id: "f", properties: { size: 3 } };
    expect(forwarded("send", { ...least, file })).toContain('"file":{"type":"File","id":"f"}');
  });
});
