import { closeSync, openSync, write } from "node:fs";

/** As much of a `Writable` of Node.js as is needed: declarations of this package name no other one's types. */
export interface LineStream {
  write(text: string, done: (error?: Error | null) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Where lines are kept. */
export interface LineOutput {
  /** Appends a text that ends with a line; rejects if not all of it could be. One at a time. */
  append(text: string): Promise<void>;
  /** Before the next append, opens anew what has a name. */
  reopen(): void;
  close(): Promise<void>;
}

/** A file that is appended to. Only its owner may read one that is made here: what is in it is about people. */
export function fileOutput(path: string): LineOutput {
  const open = () => openSync(path, "a", 0o600);
  let file: number | undefined = open();
  let isRenamed = false;
  let isTorn = false;
  return {
    append: async (text) => {
      // The system may have given its number to another file by now.
      if (file === undefined) throw new Error("the audit log is closed");
      if (isRenamed) {
        const old = file;
        file = open();
        closeSync(old);
        isRenamed = isTorn = false;
      }
      // After half a line the next one begins on a line of its own.
      const bytes = Buffer.from(isTorn ? `\n${text}` : text);
      isTorn = true;
      await writeAll(file, bytes);
      isTorn = false;
    },
    reopen: () => {
      isRenamed = true;
    },
    close: async () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** The system may write less than it was given, on a disk that is nearly full. */
async function writeAll(file: number, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += await writeSome(file, bytes.subarray(written));
  }
}

function writeSome(file: number, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    write(file, bytes, (error, written) => (error === null ? resolve(written) : reject(error)));
  });
}

/** A stream of someone else, who ends it. */
export function streamOutput(stream: LineStream): LineOutput {
  // Whoever writes is told of an error; without a listener it would end the process as well.
  stream.on("error", () => {});
  return {
    append: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    reopen: () => {},
    close: async () => {},
  };
}
