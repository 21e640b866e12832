/** Options of `polc mcp-proxy`, as they stand on the command line. */
export interface ProxyCommand {
  /** The command that starts the server. */
  readonly command: readonly string[];
  /** The server's address, instead. */
  readonly upstream?: string;
  /** For the address, with names of variables in place of secrets. */
  readonly header: readonly string[];
  /** The decision module. */
  readonly policy: string;
  readonly config?: string;
  /** `HOST:PORT` to listen at, in place of standard input and output. */
  readonly listen?: string;
  readonly server?: string;
  readonly trusted?: true;
  /** `Type:id` */
  readonly subject?: string;
  readonly actor?: string;
  readonly approver: readonly string[];
  readonly pass: readonly string[];
  readonly audit?: string;
  readonly candidate?: string;
  /** A file of tuples: who has which relation to what. */
  readonly relations?: string;
  readonly keepLastPolicy: boolean;
}
