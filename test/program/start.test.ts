import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { freePort } from "../free-port";
import { databaseBehindProxy, startProgram } from "./program";

it("a start with wrong settings ends with one line for each", async () => {
  const program = await startProgram({ STRONGROOM_URL: "nowhere", STRONGROOM_LOG_LEVEL: "loud" });
  expect(await program.ended()).toBe(1);
  const lines = program.output().trim().split("\n");
  expect(lines.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "strongroom: STRONGROOM_URL",
    "strongroom: STRONGROOM_LOG_LEVEL",
  ]);
});

it("a start on a taken port ends with one line, before the database is touched", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const program = await startProgram({ PORT: String(port), DATABASE_URL: "postgresql://127.0.0.1:1/none" });
  expect(await program.ended()).toBe(1);
  expect(program.output().trim()).toBe(
    `strongroom: cannot listen on 127.0.0.1 port ${port}: another program uses it; stop that one, or choose another with PORT=${port + 1}`,
  );
  other.close();
});

it("a start without its database ends with one line that keeps the password to itself", async () => {
  const port = await freePort();
  const program = await startProgram({ DATABASE_URL: `postgresql://me:canary-93@127.0.0.1:${port}/vault` });
  expect(await program.ended()).toBe(1);
  expect(program.output().trim()).toBe(
    `strongroom: the database vault at 127.0.0.1:${port} cannot be used: connect ECONNREFUSED 127.0.0.1:${port}`,
  );
});

it("a start prints the address, and the set-up link while nobody is Owner", async () => {
  const { url } = await databaseBehindProxy();
  const program = await startProgram({ DATABASE_URL: url, STRONGROOM_URL: "https://secrets.example.com" });
  await program.ready();
  await expect.poll(program.output).toContain("Strongroom is ready at https://secrets.example.com\n");
  expect(program.output()).toMatch(/^ {2}https:\/\/secrets\.example\.com\/setup\?token=[\w-]{43}$/m);
});
