import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { listen } from "@/test/listener";
import { HERE, testSending } from "@/test/sending";
import { endpointEdit } from "../schema";
import { findEndpoint, updateEndpoint } from "../service";

const { ctx, owner, clock, secret, rotate, endpoint, send } = await testSending();
const newKey = () => randomBytes(32).toString("hex");

/** AES-256-GCM with the iv in front and the tag behind, in base64: by `node:crypto` alone. */
function seal(key: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "hex"), iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function open(keys: readonly string[], sealed: string): { text: string; key: string } {
  const bytes = Buffer.from(sealed, "base64");
  for (const key of keys) {
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key, "hex"), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
      return { text, key };
    } catch {}
  }
  throw new Error("with none of these keys");
}

const configurationWith = (name: string, previousVersionDays: number) => ({
  contentType: "json",
  encryption: {
    level: "body",
    as: "text",
    cipher: { method: "AES-256-GCM", key: { from: { secret: name }, reading: "hex" } },
  },
  decryption: { level: "body", as: "text", previousVersionDays },
});

/** A partner that takes every one of its keys, and answers with the one that it was asked with, or with one of its choice. */
function partnerWith(keys: string[], answerKey?: () => string) {
  return listen(async (req, res) => {
    const { text, key } = open(keys, Buffer.concat(await req.toArray()).toString());
    res.end(seal(answerKey?.() ?? key, JSON.stringify({ got: JSON.parse(text) })));
  });
}

test("while a key is rotated and 50 requests a second run through, none fails at a partner that takes both", async () => {
  const keys = [newKey()];
  await secret("ROTATED", keys[0] ?? "");
  const partner = await partnerWith(keys);
  await endpoint("rotated", `http://${partner.host}/`, { configuration: configurationWith("ROTATED", 1) });
  const sends: Promise<unknown>[] = [];
  let rotations = 0;
  let underWay = 0;
  for (let n = 0; n < 150; n += 1) {
    // A slow machine sends fewer a second, rather than more at once than there is room for.
    while (underWay > 20) await sleep(5);
    underWay += 1;
    const sent = send("rotated", { data: { n } }).finally(() => {
      underWay -= 1;
    });
    sends.push(sent.then(({ body }) => expect(body).toEqual({ got: { n } })));
    if (n % 30 === 15) {
      const next = newKey();
      keys.push(next);
      rotations += 1;
      sends.push(rotate("ROTATED", next));
    }
    await sleep(20);
  }
  const results = await Promise.allSettled(sends);
  expect(results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []))).toEqual([]);
  expect(rotations).toBe(5);
  const begun = await ctx.db.auditEvent.findMany({ where: { action: "allowlist.begun" } });
  const versions = new Set(begun.map(({ detail }) => JSON.parse(detail).secrets[0].version));
  expect([...versions].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("an answer that is sealed with a key that came while it was under way opens", async () => {
  const [old, next] = [newKey(), newKey()];
  await secret("MEANWHILE", old);
  const partner = await partnerWith([old, next], () => next);
  const slow = await listen(async (req, res) => {
    await rotate("MEANWHILE", next);
    const answer = await fetch(`http://${partner.host}/`, {
      method: "POST",
      body: Buffer.concat(await req.toArray()),
    });
    res.end(await answer.text());
  });
  await endpoint("meanwhile", `http://${slow.host}/`, { configuration: configurationWith("MEANWHILE", 0) });
  expect((await send("meanwhile", { data: "x" })).body).toEqual({ got: "x" });
});

describe("an answer that is sealed with the key before", () => {
  const old = newKey();
  const current = newKey();
  const days = async (name: string, previousVersionDays: number) => {
    const { url, method, revision, description } = await findEndpoint(owner, HERE, name);
    const configuration = configurationWith("BEFORE", previousVersionDays);
    const edit = { ...HERE, name, url, method, revision, description, configuration };
    await updateEndpoint(owner, endpointEdit.parse(edit));
  };

  test("opens for as many days after the rotation as the endpoint says, and no longer", async () => {
    await secret("BEFORE", old);
    const partner = await partnerWith([old, current], () => old);
    await endpoint("before", `http://${partner.host}/`, { configuration: configurationWith("BEFORE", 0) });
    expect((await send("before", { data: 1 })).body).toEqual({ got: 1 });
    await rotate("BEFORE", current);
    await expect(send("before", { data: 2 })).rejects.toMatchObject({ code: "badGateway" });
    await days("before", 2);
    expect((await send("before", { data: 3 })).body).toEqual({ got: 3 });
    clock.advanceSeconds(2 * 24 * 60 * 60 - 1);
    expect((await send("before", { data: 4 })).body).toEqual({ got: 4 });
    clock.advanceSeconds(2);
    await expect(send("before", { data: 5 })).rejects.toMatchObject({ code: "badGateway" });
  });
});
