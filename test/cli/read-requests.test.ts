import { describe, expect, it } from "vitest";
import { type RequestItem, readRequests } from "../../src/cli/read-requests.js";

/** What `content` is read as, one byte at a time. */
async function read(content: string | Uint8Array, linesOnly = false): Promise<[string, RequestItem[]]> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const file = await readRequests(
    (async function* () {
      for (let index = 0; index < bytes.length; index++) yield bytes.subarray(index, index + 1);
    })(),
    linesOnly,
  );
  const items: RequestItem[] = [];
  for await (const item of file.items) items.push(item);
  return [file.form, items];
}

const request = (value: unknown, line: number): RequestItem => ({ kind: "request", value, line });
const problem = (line: number, column: number, message: string): RequestItem => ({
  kind: "problem",
  line,
  column,
  message,
});

describe("readRequests", () => {
  it.each<[string, string, string, RequestItem[]]>([
    ["a document on one line", '{"a":"é"}\n', "document", [request({ a: "é" }, 1)]],
    ["a document on many lines", '\n{\r\n"a": 1\n\n}', "document", [request({ a: 1 }, 2)]],
    ["a byte order mark before it", "\ufeff{}", "document", [request({}, 1)]],
    ["JSON Lines", '{"a":1}\r\n\n{"a":2}\n', "lines", [request({ a: 1 }, 1), request({ a: 2 }, 3)]],
    ["nothing", "", "document", [problem(1, 1, "the text ends too early")]],
    [
      "a broken document",
      '{\n  "a": 1,\n\n  a\n}',
      "document",
      [problem(4, 3, "expected a member's name in double quotes")],
    ],
    [
      "a member named twice",
      '{"a": 1, "a": 2}',
      "document",
      [problem(1, 10, 'the member "a" is given twice')],
    ],
    [
      "a broken line, and nothing after it",
      "{}\n{]\n{}\n",
      "lines",
      [request({}, 1), problem(2, 2, "expected a member's name in double quotes")],
    ],
  ])("reads %s", async (_name, content, form, items) => {
    expect(await read(content)).toEqual([form, items]);
  });

  it("takes each line for a request when told so", async () => {
    expect(await read("{}", true)).toEqual(["lines", [request({}, 1)]]);
    expect(await read("", true)).toEqual(["lines", []]);
    expect(await read("{\n}", true)).toEqual(["lines", [problem(1, 2, "the text ends too early")]]);
  });

  it("refuses text that is not UTF-8", async () => {
    const bytes = Uint8Array.from([0x7b, 0x7d, 0x0a, 0x22, 0xff, 0x22]);
    expect(await read(bytes)).toEqual(["lines", [request({}, 1), problem(2, 1, "the text is not UTF-8")]]);
    expect(await read(bytes.subarray(3))).toEqual(["document", [problem(1, 1, "the text is not UTF-8")]]);
    expect(await read(Uint8Array.from([0xc3]))).toEqual([
      "document",
      [problem(1, 1, "the text is not UTF-8")],
    ]);
  });
});
