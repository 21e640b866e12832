import { describe, expect, it } from "vitest";
import { contentOf, moverOf, noteMoved, placedIn, rememberedOfContent } from "../../src/source/moved.js";

const span = (start: number, end: number, file = "a.pol") => ({ file, start, end });

describe("moverOf", () => {
  const mover = moverOf(span(10, 20), 5);

  it("moves what stands within the span, and leaves what stands elsewhere", () => {
    const tree = {
      kind: "and",
      span: span(10, 20),
      parts: [{ span: span(11, 12) }, { span: span(1, 5) }, { span: span(11, 12, "b.pol") }],
    };
    expect(mover(tree)).toEqual({
      kind: "and",
      span: span(15, 25),
      parts: [{ span: span(16, 17) }, { span: span(1, 5) }, { span: span(11, 12, "b.pol") }],
    });
  });

  it("gives the same object where nothing moved, and the same one each time where something did", () => {
    const still = { span: span(1, 5), type: { kind: "String" } };
    const moving = { span: span(12, 13), of: still };
    expect(mover(still)).toBe(still);
    expect(mover(moving).of).toBe(still);
    expect(mover(moving)).toBe(mover(moving));
  });
});

describe("contentOf", () => {
  const content = { name: "r", span: span(10, 20) };
  const mover = moverOf(content.span, 5);
  const moved = noteMoved(mover(content), content, mover);

  it("is what an object was made of, and the object itself where it did not move", () => {
    expect(contentOf(moved)).toBe(content);
    expect(contentOf(content)).toBe(content);
  });

  it("holds places that move with it", () => {
    expect(placedIn(moved, span(10, 11))).toEqual(span(15, 16));
    expect(placedIn(content, span(10, 11))).toEqual(span(10, 11));
  });

  it("has what is remembered of it", () => {
    let made = 0;
    const nameOf = rememberedOfContent(({ name }: typeof content) => {
      made++;
      return name;
    });
    expect([nameOf(moved), nameOf(content), made]).toEqual(["r", "r", 1]);
  });
});
