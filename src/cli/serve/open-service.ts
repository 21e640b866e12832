import { type EntitySource, openEntities } from "../../adapters/authzen/entity-source.js";
import { publicUrlProblem } from "../../adapters/authzen/metadata.js";
import { type AuditFile, auditFile } from "../../adapters/enforcement/audit-file.js";
import type { AuditSink } from "../../adapters/enforcement/audit-line.js";
import { openPolicy } from "../../adapters/enforcement/open-policy.js";
import type { PolicySource } from "../../adapters/enforcement/policy-source.js";
import { createDiagnostic, type DiagnosticCode } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { reasonOf } from "../../disk/write-files.js";
import { emptySpan } from "../../source/span.js";
import type { CliHost } from "../cli-host.js";
import { relationFile } from "../relations/relation-file.js";
import { openRelationSource, type RelationSource } from "../relations/relation-source.js";
import { tellUnanswered } from "../relations/tell-unanswered.js";
import type { ServeCommand } from "../serve.js";
import { type RenewableAuthenticator, readAuthentication, renewable } from "./authentication.js";
import { type ListenAddress, parseListen } from "./parse-listen.js";

/** All that a server answers with, opened. */
export interface OpenedService {
  readonly address: ListenAddress;
  readonly callers: RenewableAuthenticator | undefined;
  readonly policy: PolicySource;
  readonly candidate: PolicySource | undefined;
  readonly entities: EntitySource | undefined;
  readonly relations: RelationSource | undefined;
  readonly audit: AuditLog | undefined;
  /** Closes what was opened; resolves when the log is written. */
  close(): Promise<void>;
}

/** A log of decisions; a file may be opened anew, after it was renamed. */
export type AuditLog = AuditSink & Partial<Pick<AuditFile, "reopen">>;

/** Opens what `polc serve` is told to use. What is wrong with it is thrown as a {@link Mistake}, and nothing stays open. */
export async function openService(options: ServeCommand, host: CliHost): Promise<OpenedService> {
  const address = addressOf(options);
  checkPublicUrl(options);
  const callers = await callersOf(options, address, host);
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const each of closers.splice(0)) await each();
  };
  const open = <Source extends { close?(): Promise<void> | void }>(source: Source): Source => {
    closers.push(() => source.close?.());
    return source;
  };
  try {
    const { candidate, entities, audit } = options;
    const policy = usable(
      open(await openPolicy(options.path, { watch: options.watch, keepLast: options.keepLastPolicy })),
    );
    return {
      address,
      callers,
      policy,
      candidate:
        candidate === undefined
          ? undefined
          : usable(open(await openPolicy(candidate, { watch: options.watch }))),
      entities:
        entities === undefined ? undefined : readable(open(await openEntitiesOf(entities, options, host))),
      relations: await openRelations(policy, options, host, open),
      audit: audit === undefined ? undefined : open(openAudit(audit, host)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ends the opening of a service: the command cannot do its work. */
export class Mistake {
  constructor(readonly diagnostic: Diagnostic) {}
}

/** Throws a {@link Mistake} that has no place in a file. */
export function mistake(code: DiagnosticCode, message: string, help?: string): never {
  throw new Mistake(createDiagnostic(code, emptySpan(), message, help === undefined ? {} : { help }));
}

function addressOf({ listen }: ServeCommand): ListenAddress {
  return (
    parseListen(listen) ??
    mistake("POL4055", `\`${listen}\` is no address`, "it is a host and a port, such as `127.0.0.1:8181`")
  );
}

function checkPublicUrl({ publicUrl }: ServeCommand): void {
  const problem = publicUrl === undefined ? undefined : publicUrlProblem(publicUrl);
  if (problem !== undefined) mistake("POL4053", `\`${publicUrl}\` cannot be published: ${problem}`);
}

async function callersOf(
  options: ServeCommand,
  { isPrivate }: ListenAddress,
  host: CliHost,
): Promise<RenewableAuthenticator | undefined> {
  const authentication = await readAuthentication(options, host);
  if (authentication.problem !== undefined) return mistake(authentication.code, authentication.problem);
  const { authenticate } = authentication;
  if (authenticate !== undefined) return renewable(authenticate, options, host);
  if (isPrivate || options.withoutAuthentication) return undefined;
  return mistake(
    "POL4051",
    `\`${options.listen}\` can be reached by others, and everybody may ask`,
    "give keys to callers (`--api-keys`), verify tokens (`--jwt-issuer`), or say `--without-authentication`",
  );
}

function usable(policy: PolicySource): PolicySource {
  const problem = policy.problem();
  if (policy.current() !== undefined || problem === undefined) return policy;
  return mistake("POL4056", problem, "`polc build POLICIES -o dist` makes `dist/policy.js`");
}

function openEntitiesOf(path: string, { watch }: ServeCommand, host: CliHost): Promise<EntitySource> {
  return openEntities(path, {
    watch,
    onRead: (problem) =>
      host.stderr.write(
        problem === undefined
          ? `${path}: read\n`
          : `${path}: ${problem.message}; requests are answered with 503\n`,
      ),
  });
}

async function openRelations(
  policy: PolicySource,
  { relations, watch }: ServeCommand,
  host: CliHost,
  open: (source: RelationSource) => RelationSource,
): Promise<RelationSource | undefined> {
  const tell = (line: string) => void host.stderr.write(`${line}\n`);
  if (relations === undefined) return void tellUnanswered(policy, tell);
  return open(await openRelationSource({ policy, origin: relationFile(relations), watch, tell }));
}

function readable(entities: EntitySource): EntitySource {
  const problem = entities.problem();
  if (problem !== undefined) throw new Mistake(problem);
  return entities;
}

function openAudit(path: string, host: CliHost): AuditLog {
  if (path === "-") return { write: (line) => host.stdout.write(`${JSON.stringify(line)}\n`) };
  try {
    return auditFile(path);
  } catch (error) {
    return mistake("POL4005", `\`${path}\` is not written: ${reasonOf(error)}`);
  }
}
