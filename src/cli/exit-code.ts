/** How every command of polc ends. */
export const exitCode = {
  fine: 0,
  /** Errors in policies, a failed test, a denied request, a file that is not formatted. */
  findings: 1,
  /** Wrong usage or configuration: nothing was judged. */
  usage: 2,
  /** A bug in polc. */
  bug: 3,
} as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Is told how a command ended. */
export type Ended = (code: ExitCode) => void;
