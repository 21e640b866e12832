import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capResult } from "../../../../src/adapters/mcp/obligations/cap-result.js";
import { answerAfter } from "../../../../src/adapters/mcp/obligations/carry-out.js";
import { mask } from "../../../../src/adapters/mcp/obligations/mask.js";
import { audit, label, spend } from "../../../../src/adapters/mcp/obligations/session-obligations.js";
import { createGuardSession } from "../../../../src/adapters/mcp.js";

const session = createGuardSession();

function masked(field: string, result: CallToolResult): CallToolResult {
  const change = mask({ field }, session)?.onResult;
  if (change === undefined) throw new Error("mask is not understood");
  return change(result);
}

function capped(bytes: number, result: CallToolResult): CallToolResult {
  const change = capResult({ bytes }, session)?.onResult;
  if (change === undefined) throw new Error("cap_result is not understood");
  return change(result);
}

function text(value: string): CallToolResult {
  return { content: [{ type: "text", text: value }] };
}

describe("mask", () => {
  it("masks texts, other values, and lists as a whole, wherever they stand", () => {
    const value = { rows: [{ pin: "1234", n: 1 }, { pin: 5 }], pin: ["a"], inner: { pin: { a: 1 } } };
    expect(masked("pin", { content: [], structuredContent: value }).structuredContent).toEqual({
      rows: [{ pin: "***", n: 1 }, { pin: null }],
      pin: null,
      inner: { pin: null },
    });
  });

  it("keeps the layout of JSON, and looks into JSON within JSON", () => {
    const inner = JSON.stringify({ pin: "1234" });
    expect(masked("pin", text(JSON.stringify({ a: inner }, undefined, 2)))).toEqual(
      text(JSON.stringify({ a: '{"pin":"***"}' }, undefined, 2)),
    );
  });

  it("withholds what is no JSON, and what is no text", () => {
    const { content } = masked("pin", {
      content: [
        { type: "text", text: "pin: 1234" },
        { type: "image", data: "AAAA", mimeType: "image/png" },
        { type: "resource", resource: { uri: "file:///a", text: '{"pin":"1234"}' } },
        { type: "resource", resource: { uri: "file:///b", blob: "MTIzNA==" } },
        { type: "resource_link", uri: "file:///c", name: "c", description: "pin: 1234" },
        { type: "text", text: "{}", _meta: { pin: "1234" } },
      ],
    });
    expect(JSON.stringify(content)).not.toMatch(/1234|AAAA|MTIzNA/);
    expect(content[2]).toMatchObject({ resource: { text: '{"pin":"***"}' } });
  });

  it("does nothing to names that only look alike, and knows `__proto__` as a name", () => {
    const odd = '{"PIN":"1","pin ":"2","__proto__":{"pin":"3"}}';
    expect(masked("pin", text(odd))).toEqual(text('{"PIN":"1","pin ":"2","__proto__":{"pin":"***"}}'));
  });

  it("is understood with a field or a column, and nothing else", () => {
    expect(mask({ column: "a" }, session)).toBeDefined();
    for (const args of [{}, { field: 1 }, { field: "a", column: "b" }, { rows: "a" }])
      expect(mask(args, session)).toBeUndefined();
  });

  it("mask-shows-no-value: of any JSON no value of the member is left", () => {
    const secret = "s3cr3t-value";
    const leaf = fc.constantFrom<unknown>(1, true, null, "text", secret);
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("value")), tie("object"), tie("string")),
      object: fc.dictionary(fc.constantFrom("pin", "a", "b"), tie("value")),
      string: tie("object").map((object) => JSON.stringify(object)),
    }));
    fc.assert(
      fc.property(json.object, (object) => {
        const expected = JSON.stringify(onlyUnderPin(object, secret));
        const shown = JSON.stringify(masked("pin", text(JSON.stringify(object))).content);
        expect(shown.includes(secret)).toBe(expected.includes(secret));
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

/** The value without members called pin: what may still have the secret in it. */
function onlyUnderPin(value: unknown, secret: string): unknown {
  if (Array.isArray(value)) return value.map((element) => onlyUnderPin(element, secret));
  if (typeof value === "string" && value.startsWith("{")) return onlyUnderPin(JSON.parse(value), secret);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).flatMap(([name, member]) =>
    name === "pin" ? [] : [onlyUnderPin(member, secret)],
  );
}

describe("cap_result", () => {
  it("leaves what fits as it is", () => {
    const result = text("0123456789");
    expect(capped(10, result)).toBe(result);
  });

  it("cuts texts between characters, and says so", () => {
    const { content } = capped(7, text("aé😀b😀"));
    expect(content[0]).toEqual({ type: "text", text: "aé😀" });
    expect(content[1]).toMatchObject({ text: expect.stringContaining("at most 7 are shown") });
  });

  it("leaves out what is no text and does not fit, and structured content with an error", () => {
    const { content, structuredContent, isError } = capped(20, {
      content: [
        { type: "image", data: "A".repeat(100), mimeType: "image/png" },
        { type: "text", text: "short" },
      ],
      structuredContent: { rows: "B".repeat(100) },
    });
    expect(content.map((item) => item.type)).toEqual(["text", "text"]);
    expect([structuredContent, isError]).toEqual([undefined, true]);
  });

  it("shows-no-more-than-allowed: whatever the texts are", () => {
    const texts = fc.array(fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 60 }), (values, bytes) => {
        const result = { content: values.map((value) => ({ type: "text" as const, text: value })) };
        const shown = capped(bytes, result);
        const own = shown === result ? shown.content : shown.content.slice(0, -1);
        const size = own.reduce(
          (sum, item) => sum + Buffer.byteLength(item.type === "text" ? item.text : ""),
          0,
        );
        expect(size).toBeLessThanOrEqual(bytes);
        expect(own.every((item) => item.type === "text" && !item.text.includes("\ufffd"))).toBe(true);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it("is understood with a whole number of bytes, and nothing else", () => {
    for (const args of [{}, { bytes: 0 }, { bytes: 1.5 }, { bytes: "9" }, { bytes: 9, rows: 1 }])
      expect(capResult(args, session)).toBeUndefined();
  });
});

describe("obligations of a session", () => {
  it("label, spend, and say what they do not understand", () => {
    const own = createGuardSession();
    label({ name: "private_data" }, own)?.onAllow?.();
    spend({ budget: "mail", amount: 2 }, own)?.onAllow?.();
    spend({ budget: "mail", amount: 3 }, own)?.onAllow?.();
    expect([...own.labels]).toEqual(["private_data"]);
    expect(own.spent.get("mail")).toBe(5);
    expect(label({ text: "a" }, own)).toBeUndefined();
    expect(spend({ budget: "mail" }, own)).toBeUndefined();
    expect(audit({ level: "notice" }, own)).toEqual({ awaitsAudit: true });
  });

  it("deny what cannot be added up", () => {
    const own = createGuardSession();
    spend({ budget: "mail", amount: Number.MAX_SAFE_INTEGER }, own)?.onAllow?.();
    expect(() => spend({ budget: "mail", amount: 1 }, own)?.onAllow?.()).toThrow(RangeError);
    expect(() => spend({ budget: "mail", amount: -1 }, own)?.onAllow?.()).toThrow(RangeError);
  });
});

describe("carrying out", () => {
  const plans = [{ onResult: (result: CallToolResult) => ({ ...result, isError: false }) }];

  it("touches nothing where there is nothing to do", () => {
    const answer = { result: { anything: 1 } };
    expect(answerAfter([{}], answer, () => undefined)).toBe(answer);
  });

  it("keeps of an error what the protocol says, without data", () => {
    const answer = { error: { code: -32000, message: "no", data: { pin: "1234" } } };
    expect(answerAfter(plans, answer, () => undefined)).toEqual({ error: { code: -32000, message: "no" } });
  });

  it.each([
    ["no content", {}],
    ["content of another form", { content: [{ type: "text" }] }],
    ["members that nobody knows", { content: [], extra: 1 }],
    ["structured content that is a list", { content: [], structuredContent: [1] }],
  ])("withholds an answer with %s", (_, result) => {
    const problems: string[] = [];
    const answer = answerAfter(plans, { result }, (problem) => problems.push(problem));
    expect(answer).toMatchObject({ result: { isError: true } });
    expect(problems).toHaveLength(1);
  });
});
