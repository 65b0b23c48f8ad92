import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { lineWriter } from "./standard-output";

const soon = () => AbortSignal.timeout(20);

test("lines are whole, and written once they were taken", async () => {
  const taken: string[] = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => setImmediate(() => done(taken.push(String(chunk)) ? null : undefined)),
  });
  await lineWriter(output)([{ a: "x\ny" }, { b: 1 }], AbortSignal.timeout(5_000));
  expect(taken.join("")).toBe('{"a":"x\\ny"}\n{"b":1}\n');
});

test("nothing is heaped up for a reader that does not read", async () => {
  const output = new Writable({ write: () => {} });
  const write = lineWriter(output);
  const row = { text: "x".repeat(100_000) };
  await expect(write([row], soon())).rejects.toMatchObject({ name: "TimeoutError" });
  for (let i = 0; i < 10; i += 1) await expect(write([row], soon())).rejects.toThrow("Nobody reads it.");
  expect(output.writableLength).toBeLessThan(101_000);
});

test("a reader that went away is an error of the call alone", async () => {
  const output = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error("gone"), { code: "EPIPE" })),
  });
  await expect(lineWriter(output)([{}], soon())).rejects.toMatchObject({ code: "EPIPE" });
  await new Promise((resolve) => setTimeout(resolve, 20));
});
