import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatDate,
  formatDuration,
  formatTime,
  parseDate,
  parseDuration,
  parseTime,
  timeHour,
  timeWeekday,
} from "../../src/runtime/time.js";

const seed = 20261121;
const times = fc.integer({
  min: Date.parse("0000-01-01T00:00:00Z"),
  max: Date.parse("9999-12-31T23:59:59.999Z"),
});

describe("parseTime", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00:00z", 0],
    ["1970-01-01t00:00:00Z", 0],
    ["1970-01-01T00:00:00+00:00", 0],
    ["1970-01-01T00:00:00-00:00", 0],
    ["1970-01-01T01:00:00+01:00", 0],
    ["1969-12-31T00:01:00-23:59", 0],
    ["1970-01-01T00:00:00.5Z", 500],
    ["1970-01-01T00:00:00.05Z", 50],
    ["1970-01-01T00:00:00.005Z", 5],
    ["1969-12-31T23:59:59.999Z", -1],
    ["2000-02-29T12:34:56Z", 951827696000],
    ["2026-11-21T10:00:00Z", 1795255200000],
    ["0000-01-01T00:00:00Z", -62167219200000],
    ["0000-02-29T00:00:00Z", -62162121600000],
    ["9999-12-31T23:59:59.999Z", 253402300799999],
  ])("reads %s", (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  it.each([
    "",
    "2026-11-21",
    "2026-11-21T10:00:00",
    "2026-11-21T10:00Z",
    "2026-11-21 10:00:00Z",
    "2026-11-21T10:00:00 Z",
    " 2026-11-21T10:00:00Z",
    "2026-11-21T10:00:00Z ",
    "2026-11-21T10:00:00Z\n",
    "2026-11-21T24:00:00Z",
    "2026-11-21T10:60:00Z",
    "2016-12-31T23:59:60Z",
    "2026-11-21T10:00:00.Z",
    "2026-11-21T10:00:00,5Z",
    "2026-11-21T10:00:00.0000Z",
    "2026-11-21T10:00:00.123456Z",
    "2026-11-21T10:00:00+24:00",
    "2026-11-21T10:00:00+01:60",
    "2026-11-21T10:00:00+0100",
    "2026-11-21T10:00:00+01",
    "2026-11-21T10:00:00\u221201:00",
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "26-01-01T00:00:00Z",
    "02026-01-01T00:00:00Z",
    "+002026-01-01T00:00:00Z",
    "-0001-01-01T00:00:00Z",
    "20260101T000000Z",
    "2026-W01-1T00:00:00Z",
    "1795255200000",
    "٢٠٢٦-01-01T00:00:00Z",
    "0000-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
  ])("refuses %j", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it("agrees with the platform, and formatTime is undone by it", () => {
    fc.assert(
      fc.property(times, (ms) => {
        expect(parseTime(new Date(ms).toISOString())).toBe(ms);
        expect(parseTime(formatTime(ms))).toBe(ms);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it("subtracts the offset", () => {
    const offsets = fc.tuple(
      fc.constantFrom("+", "-"),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 41 }), offsets, (ms, [sign, hours, minutes]) => {
        const offset = `${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
        const text = new Date(ms).toISOString().replace("Z", offset);
        expect(parseTime(text)).toBe(Date.parse(text));
      }),
      { seed, numRuns: 1000 },
    );
  });
});

describe("formatTime", () => {
  it.each([
    [0, "1970-01-01T00:00:00Z"],
    [-1, "1969-12-31T23:59:59.999Z"],
    [1500, "1970-01-01T00:00:01.500Z"],
    [-62167219200000, "0000-01-01T00:00:00Z"],
    [253402300800000, "+010000-01-01T00:00:00Z"],
    [-62167219200001, "-000001-12-31T23:59:59.999Z"],
  ])("of %i is %s", (ms, text) => {
    expect(formatTime(ms)).toBe(text);
  });

  it("writes something for every safe integer", () => {
    expect(formatTime(Number.MAX_SAFE_INTEGER)).toBe("+287396-10-12T08:59:00.991Z");
    expect(formatTime(Number.MIN_SAFE_INTEGER)).toBe("-283457-03-21T15:00:59.009Z");
  });
});

describe("dates", () => {
  it.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-02-29", 11016],
    ["0000-01-01", -719528],
    ["9999-12-31", 2932896],
  ])("reads %s", (text, days) => {
    expect(parseDate(text)).toBe(days);
    expect(formatDate(days)).toBe(text);
  });

  it.each([
    "",
    "2026-2-1",
    "2026-02-30",
    "2100-02-29",
    "2026-02-01Z",
    "2026-02-01T00:00:00Z",
    "20260201",
    " 2026-02-01",
  ])("refuses %j", (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  it("every day has one text, and texts are in the order of days", () => {
    const days = [-719528, ...Array.from({ length: 37_000 }, (_, i) => -719528 + i * 98 + (i % 97)), 2932896];
    const texts = days.map(formatDate);
    expect(texts.map(parseDate)).toEqual(days);
    expect([...texts].sort()).toEqual(texts);
  });
});

describe("durations", () => {
  it.each([
    ["PT15M", 900_000],
    ["P2D", 172_800_000],
    ["P1DT2H3M4S", 93_784_000],
    ["PT0S", 0],
    ["P0D", 0],
    ["-PT0S", 0],
    ["PT36H", 129_600_000],
    ["PT05M", 300_000],
    ["PT0.5S", 500],
    ["PT0.001S", 1],
    ["PT0.0010S", 1],
    ["PT1.5H", 5_400_000],
    ["P0.5D", 43_200_000],
    ["PT1H0.25M", 3_615_000],
    ["P1DT0.5S", 86_400_500],
    ["-PT5M", -300_000],
    ["PT9007199254740.991S", Number.MAX_SAFE_INTEGER],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    "",
    "P",
    "PT",
    "-P",
    "15m",
    "P1W",
    "P1M",
    "P1Y",
    "P1DT",
    "PT1D",
    "PT1S1M",
    "PT1M1H",
    "PT1M1M",
    "P1H",
    "PT-1M",
    "+PT1M",
    "--PT1M",
    "pt1m",
    "PT1m",
    "PT1,5S",
    "PT.5S",
    "PT1.S",
    "P.5D",
    "P1.D",
    "PT1H.5M",
    "PT1.5.5S",
    "PS",
    "PT1.5M1S",
    "P1.5DT1S",
    "PT0.0001S",
    "PT0.00001M",
    "PT1e3S",
    " PT1S",
    "PT1S ",
    "PT1S\n",
    "PT 1S",
    "PT٣S",
    "PT9007199254740.992S",
    "P99999999999999999999D",
    `PT${"9".repeat(100_000)}S`,
    `PT0.${"0".repeat(100_000)}1S`,
  ])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, "PT0S"],
    [900_000, "PT15M"],
    [172_800_000, "P2D"],
    [93_784_500, "P1DT2H3M4.5S"],
    [1, "PT0.001S"],
    [-300_000, "-PT5M"],
  ])("%i is written as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("formatDuration is undone by parseDuration", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -200_000_000, max: 200_000_000 })),
        (ms) => {
          expect(parseDuration(formatDuration(ms))).toBe(ms);
        },
      ),
      { seed, numRuns: 3000 },
    );
  });
});

describe("parts of a time", () => {
  it("are those of UTC, before 1970 too", () => {
    const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    fc.assert(
      fc.property(times, (ms) => {
        expect(timeHour(ms)).toBe(new Date(ms).getUTCHours());
        expect(timeWeekday(ms)).toBe(names[new Date(ms).getUTCDay()]);
      }),
      { seed, numRuns: 2000 },
    );
    expect(timeWeekday(0)).toBe("thu");
    expect(timeHour(-1)).toBe(23);
  });
});
