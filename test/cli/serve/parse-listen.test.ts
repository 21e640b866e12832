import { expect, it } from "vitest";
import { parseListen } from "../../../src/cli/serve/parse-listen.js";

it.each([
  ["8181", { host: "127.0.0.1", port: 8181, isPrivate: true }],
  ["127.0.0.1:0", { host: "127.0.0.1", port: 0, isPrivate: true }],
  ["127.1.2.3:80", { host: "127.1.2.3", port: 80, isPrivate: true }],
  ["[::1]:8181", { host: "::1", port: 8181, isPrivate: true }],
  ["LocalHost:8181", { host: "LocalHost", port: 8181, isPrivate: true }],
  ["0.0.0.0:8181", { host: "0.0.0.0", port: 8181, isPrivate: false }],
  ["[::]:8181", { host: "::", port: 8181, isPrivate: false }],
  ["[::ffff:127.0.0.1]:8181", { host: "::ffff:127.0.0.1", port: 8181, isPrivate: false }],
  ["127.0.0.1.example.com:8181", { host: "127.0.0.1.example.com", port: 8181, isPrivate: false }],
  ["localhost.example.com:8181", { host: "localhost.example.com", port: 8181, isPrivate: false }],
])("%s is an address", (text, address) => {
  expect(parseListen(text)).toEqual(address);
});

it.each([
  "",
  ":",
  ":8181",
  "localhost",
  "localhost:",
  "::1:8181",
  "[::1]",
  "a b:1",
  "127.0.0.1:65536",
  "127.0.0.1:-1",
  "http://x:1",
])("%j is none", (text) => {
  expect(parseListen(text)).toBeUndefined();
});
