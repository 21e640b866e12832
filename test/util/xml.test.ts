import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xmlAttribute, xmlContent } from "../../src/util/xml.js";
import { readXml } from "../testing/read-xml.js";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe("xml", () => {
  it("spells out what XML cannot carry", () => {
    expect(xmlContent("\u0000\u001b\ufffe\ud800x")).toBe(
      "&lt;U+0000&gt;&lt;U+001B&gt;&lt;U+FFFE&gt;&lt;U+D800&gt;x",
    );
    expect(xmlAttribute("🎉\u202e")).toBe("🎉\u202e");
  });

  it("law xml-roundtrip: any text that XML can carry is read as it was written", () => {
    const texts = fc
      .array(
        fc.constantFrom(
          "a",
          " ",
          "<",
          ">",
          "&",
          '"',
          "'",
          "]]>",
          "&amp;",
          "\t",
          "\n",
          "\r",
          "\r\n",
          "é",
          "🎉",
        ),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, texts, (attribute, content) => {
        const document = `${declaration}<e a="${xmlAttribute(attribute)}">${xmlContent(content)}</e>`;
        expect(readXml(document)).toEqual({
          name: "e",
          attributes: { a: attribute },
          children: [],
          text: content,
        });
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});
