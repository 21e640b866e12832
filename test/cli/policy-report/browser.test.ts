import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { polc } from "../memory-host.js";

/** A Chromium on the search path, under one of the names that it goes by. */
const browser = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
  .find(existsSync);

if (browser === undefined)
  console.log("skipped: no Chromium on the PATH, the page of polc report is not opened in one");

const policy = `principal User { team: String }
principal Agent acting for User
tag destructive
action db.query(table: String) tagged destructive
action mail.send(to: Email)
policy work {
  rule sales allow User to db.query when principal.team == "<b>sales</b>"
  rule agents allow Agent acting for User to db.query when args.table like "sales_*"
  rule mails allow User to mail.send
}
`;

const folder = browser === undefined ? undefined : mkdtempSync(join(tmpdir(), "polc-report-"));
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  /** The page as it is after its load event. */
  readonly dom: string;
  /** What the page's console got: errors, and what its policy refused. */
  readonly console: readonly string[];
}

const run = promisify(execFile);

async function open(name: string, text: string, ...flags: readonly string[]): Promise<Opened> {
  if (browser === undefined || folder === undefined) throw new Error("there is no browser");
  const path = join(folder, name);
  writeFileSync(path, text);
  // Tests often run as root in a container, where Chromium has no sandbox; what it opens is ours.
  const always = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
  ];
  const logs = ["--enable-logging=stderr", `--user-data-dir=${join(folder, "profile")}`];
  const { stdout, stderr } = await run(browser, [...always, ...logs, ...flags, `file://${path}`], {
    maxBuffer: 1 << 26,
    timeout: 50_000,
  });
  return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes("CONSOLE")) };
}

async function pageOf(text: string): Promise<string> {
  const { stdout } = await polc(["report", "p", "--format", "html"], { files: { "p/a.pol": text } });
  return stdout;
}

/** The page without its policy, with a script that writes what an expression gives into its title. */
function asking(page: string, expression: string): string {
  const open = page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  return open.replace("</body>", `<script>document.title = JSON.stringify(${expression});</script></body>`);
}

function answerOf({ dom }: Opened): unknown {
  const title = /<title>(.*?)<\/title>/s.exec(dom)?.[1] ?? "";
  return JSON.parse(title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

describe.skipIf(browser === undefined)("the page of polc report in Chromium", () => {
  it("loads without a word on the console, and its policy refuses what is not its own", async () => {
    const page = await pageOf(policy);
    const opened = await open("page.html", page, "--dump-dom");
    expect(opened.console).toEqual([]);
    expect(opened.dom.match(/<button[^>]* class="cell/g)).toHaveLength(6);
    const foreign = page.replace("</body>", "<script>document.title = 1</script><img src='x.png'></body>");
    const refused = await open("foreign.html", foreign, "--dump-dom");
    expect(refused.console.length).toBeGreaterThanOrEqual(2);
    expect(refused.dom).toContain("<title>Who can do what: p</title>");
  });

  it("styles the page, and paints it: its own style is let through", async () => {
    const picture = join(folder ?? "", "page.png");
    await open("page.html", await pageOf(policy), `--screenshot=${picture}`, "--window-size=1200,900");
    const bytes = readFileSync(picture);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.length).toBeGreaterThan(20_000);
  });

  it("opens what a cell has to say, shows names as text, and hides rows by filters", async () => {
    const visible = "[...document.querySelectorAll('tbody tr')].filter((row) => row.offsetHeight > 0).length";
    const text = asking(
      await pageOf(policy),
      `(() => {
        const cell = [...document.querySelectorAll("button.cell.when")].at(-1);
        const before = document.querySelectorAll(":popover-open").length;
        cell.click();
        const opened = [...document.querySelectorAll(":popover-open")];
        const words = opened.map((article) => article.innerText).join();
        opened[0].querySelector(".close").click();
        const rows = ${visible};
        document.getElementById("tag-0").click();
        const tagged = ${visible};
        document.getElementById("server-0").click();
        return [before, opened.length, words.includes('"<b>sales</b>"'), document.querySelectorAll(":popover-open").length, rows, tagged, ${visible}];
      })()`,
    );
    expect(answerOf(await open("cells.html", text, "--dump-dom"))).toEqual([0, 1, true, 0, 4, 2, 0]);
  });

  it("is light or dark as the reader wants it, and readable in both", async () => {
    const text = asking(
      await pageOf(policy),
      `["body", ".cell.always", ".cell.when", "td .cell.never", ".tag", ".eyebrow"].map((selector) => {
        const luminance = (color) => {
          const parts = color.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255);
          const [red, green, blue] = parts.map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        let element = document.querySelector(selector);
        const ink = luminance(getComputedStyle(element).color);
        const isClear = (color) => color === "rgba(0, 0, 0, 0)";
        while (isClear(getComputedStyle(element).backgroundColor)) element = element.parentElement;
        const paper = luminance(getComputedStyle(element).backgroundColor);
        return { selector, isDark: paper < 0.5, contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) };
      })`,
    );
    for (const [scheme, isDark] of [
      [0, true],
      [1, false],
    ] as const) {
      const flags = ["--dump-dom", `--blink-settings=preferredColorScheme=${scheme}`];
      const parts = answerOf(await open("colours.html", text, ...flags));
      expect(parts).toHaveLength(6);
      for (const part of parts as readonly { selector: string; isDark: boolean; contrast: number }[]) {
        expect(part).toMatchObject({ isDark });
        expect(part.contrast, part.selector).toBeGreaterThan(4.5);
      }
    }
  });
});
