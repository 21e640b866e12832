import { PassThrough } from "node:stream";
import type { v1 } from "@authzed/authzed-node";

type Done = (error: unknown, response?: unknown) => void;

/** What a client does when it is called; a stream is the messages that it has, or why it has none. */
export interface StandIn {
  checkBulkPermissions?(request: v1.CheckBulkPermissionsRequest, done: Done): void;
  writeRelationships?(request: v1.WriteRelationshipsRequest, done: Done): void;
  lookupResources?(request: v1.LookupResourcesRequest): readonly unknown[] | Error;
  lookupSubjects?(request: v1.LookupSubjectsRequest): readonly unknown[] | Error;
  readRelationships?(request: v1.ReadRelationshipsRequest): readonly unknown[] | Error;
}

/** A client without a server, that says how many calls were called off. */
export function standInClient(does: StandIn) {
  const seen = { cancelled: 0 };
  const call = { cancel: () => void seen.cancelled++ };
  const unary =
    <Request>(answer: (request: Request, done: Done) => void) =>
    (request: Request, _options: unknown, done: Done) => {
      answer(request, done);
      return call;
    };
  const streamed =
    <Request>(answer: (request: Request) => readonly unknown[] | Error) =>
    (request: Request) => {
      const found = answer(request);
      const stream = new PassThrough({ objectMode: true });
      if (found instanceof Error) setImmediate(() => stream.emit("error", found));
      else for (const message of found) stream.write(message);
      if (!(found instanceof Error)) stream.end();
      return Object.assign(stream, call);
    };
  const client = {
    checkBulkPermissions: unary(does.checkBulkPermissions ?? (() => {})),
    writeRelationships: unary(does.writeRelationships ?? (() => {})),
    lookupResources: streamed(does.lookupResources ?? (() => [])),
    lookupSubjects: streamed(does.lookupSubjects ?? (() => [])),
    readRelationships: streamed(does.readRelationships ?? (() => [])),
  };
  return { client: client as unknown as v1.ZedClientInterface, seen };
}
