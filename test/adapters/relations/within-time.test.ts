import { describe, expect, it, vi } from "vitest";
import { withinTime } from "../../../src/adapters/relations/within-time.js";

const never = () => new Promise<never>(() => {});

describe("work within a time limit", () => {
  it("comes to what it comes to, and hears that it is over", async () => {
    const heard: AbortSignal[] = [];
    const work = async (signal: AbortSignal) => {
      heard.push(signal);
      return signal.aborted;
    };
    expect(await withinTime({ timeout: 60_000, signals: [undefined] }, work)).toBe(false);
    expect(heard.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("throws what it throws", async () => {
    const work = () => Promise.reject(new Error("no"));
    await expect(withinTime({ timeout: 60_000, signals: [] }, work)).rejects.toThrow("no");
  });

  it("ends in time though the work does not, whatever that does later", async () => {
    const stopped: unknown[] = [];
    const work = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => {
          stopped.push(signal.reason.code);
          reject(new Error("late"));
        });
      });
    const timeout = { code: "timeout" };
    await expect(withinTime({ timeout: 5, signals: [] }, work)).rejects.toMatchObject(timeout);
    await expect(withinTime({ timeout: 5, signals: [] }, never)).rejects.toMatchObject(timeout);
    expect(stopped).toEqual(["timeout"]);
  });

  it("is not begun where there is no time, or it is called off already", async () => {
    let begun = 0;
    const work = async () => begun++;
    for (const [timeout, signal, code] of [
      [0, undefined, "timeout"],
      [60_000, AbortSignal.abort(), "unavailable"],
    ] as const)
      await expect(withinTime({ timeout, signals: [signal] }, work)).rejects.toMatchObject({ code });
    expect(begun).toBe(0);
  });

  it("is called off by any of its signals, to which any number may listen", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const [one, other] = [new AbortController(), new AbortController()];
    const all = Array.from({ length: 20 }, () =>
      withinTime({ timeout: 60_000, signals: [one.signal, other.signal] }, never),
    );
    other.abort();
    const results = await Promise.allSettled(all);
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(20);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
