import { spawn, spawnSync } from "node:child_process";
import { createSecretKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { aesSeal } from "@/lib/allowlist/envelope/aes";
import { openAnswer } from "@/lib/allowlist/envelope/answer";
import { deriveKey } from "@/lib/allowlist/envelope/derived-key";
import { SCHEMES } from "@/lib/allowlist/envelope/method";
import { prepareRequest } from "@/lib/allowlist/envelope/request";
import { signatureHeaders } from "@/lib/allowlist/envelope/signature";
import { Plaintext } from "@/lib/crypto/plaintext";
import { opened } from "./opened";
import { plainClient } from "./wire";

const page = readFileSync(new URL("../../docs/allowlist-formats.md", import.meta.url), "utf8");
const block = (language: string) => page.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";
const folder = await mkdtemp(join(tmpdir(), "partner-"));
const client = plainClient();
const key = randomBytes(32).toString("hex");
const secrets = { PARTNER_KEY: key, PARTNER_SIGNING_KEY: "a signing key of some length" };

afterAll(async () => {
  client.close();
  await rm(folder, { recursive: true });
});

const hasPython = spawnSync("python3", ["-c", "import cryptography"]).status === 0;

/** The configuration that the page gives, and the other one that it tells of. */
const order = JSON.parse(block("json"));
const message = {
  ...order,
  encryption: { level: "body", as: "json", cipher: order.encryption.cipher },
  decryption: { level: "body", as: "json" },
};

describe.each([
  ["Node.js", process.execPath, "partner.mjs", block("js"), true],
  ["Python", "python3", "partner.py", block("python"), hasPython],
])("the sample in %s", (_name, program, file, text, isThere) => {
  test.runIf(isThere)(
    "understands what is sent, is understood, and takes nothing unsigned, twice or changed",
    async () => {
      await writeFile(join(folder, file), text);
      const env = { ...process.env, KEY: key, SIGNING_KEY: secrets.PARTNER_SIGNING_KEY, PORT: "0" };
      const child = spawn(program, [join(folder, file)], { env, stdio: ["ignore", "pipe", "inherit"] });
      try {
        const [line] = await once(child.stdout, "data");
        const url = `http://127.0.0.1:${String(line).trim()}`;
        const exchange = async (
          path: string,
          input: object,
          data: unknown,
          change = (body: Buffer) => body,
        ) => {
          const facts = { method: "POST", now: new Date(), messageId: "m" } as const;
          const sent = await prepareRequest(opened(input, secrets), { data }, facts);
          const post = () =>
            client.send("POST", url + path, sent.headers, change(sent.body ?? Buffer.alloc(0)));
          const reply = await post();
          const isRefusedTwice = (await post()).status === 401;
          return { reply, isRefusedTwice, answer: await openAnswer(opened(input, secrets), reply) };
        };
        const first = await exchange("/order", order, { card: { number: "4111 é" }, amount: 7 });
        expect(first).toMatchObject({
          answer: { json: { paid: 7, receipt: "charged 4111 é" } },
          isRefusedTwice: true,
        });
        expect(first.reply.body.toString()).not.toContain("4111");
        const second = await exchange("/message", message, { any: ["JSON", 1, null] });
        expect(second.answer).toEqual({ json: { got: { any: ["JSON", 1, null] } } });
        const changed = await exchange("/order", order, { card: { number: "1" }, amount: 7 }, (body) =>
          Buffer.from(body.toString().replace("7", "8")),
        );
        expect(changed.reply.status).toBe(401);
      } finally {
        child.kill();
      }
    },
  );
});

describe("the known answers of the page", () => {
  const aesKey = createSecretKey(Buffer.from([...Array(32).keys()]));
  const sealed = (method: "AES-256-GCM" | "AES-256-CBC") => {
    const { aes } = SCHEMES[method];
    if (!aes) throw new Error(method);
    const iv = Buffer.from([...Array(aes.ivBytes).keys()]);
    const { ciphertext, tag } = aesSeal(aes, aesKey, iv, Buffer.from("4111 1111 1111 1111"));
    return Buffer.concat([iv, ciphertext, tag]);
  };
  const derived = async (derivation: Parameters<typeof deriveKey>[1]) => {
    const material = Buffer.from("a password or a long random text");
    const key = await deriveKey(material, derivation, 32, undefined);
    return "secret" in key ? key.secret.export().toString("hex") : "";
  };
  const salt = Plaintext.of("salt of the two");
  const from = { value: Plaintext.of("a signing key of 32 bytes or more"), previous: [] };
  const signed = () =>
    signatureHeaders({ scheme: "strongroom", header: "x", from, reading: "utf8" }, Buffer.from('{"n":1}'), {
      now: new Date(1_795_687_200_000),
      messageId: "",
    })[0]?.[1] ?? "";

  test.each([
    ["GCM, base64", () => sealed("AES-256-GCM").toString("base64")],
    ["GCM, hex", () => sealed("AES-256-GCM").toString("hex")],
    ["CBC, base64", () => sealed("AES-256-CBC").toString("base64")],
    ["PBKDF2", () => derived({ function: "PBKDF2-SHA256", salt, iterations: 600_000 })],
    ["HKDF", () => derived({ function: "HKDF-SHA256", salt, info: "card data" })],
    ["the signature", signed],
  ])("are right: %s", async (_name, made) => {
    expect(page).toContain(`\`${await made()}\``);
  });
});
