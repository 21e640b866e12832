#!/usr/bin/env node
import { nodeHost } from "./node-host.js";
import { optimiseLater } from "./optimise-later.js";
import { runProgram } from "./program.js";

optimiseLater();
process.exitCode = await runProgram(process.argv.slice(2), nodeHost());
