#!/usr/bin/env node
import { nodeHost } from "./node-host.js";
import { runProgram } from "./program.js";

process.exitCode = await runProgram(process.argv.slice(2), nodeHost());
