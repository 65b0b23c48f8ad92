import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Masker } from "./masker.js";
import { prepareMasking } from "./masking.js";

const bytes = randomBytes(32);
const masking = prepareMasking([{ name: "KEY", value: bytes }]);

function masked(input: Uint8Array): Buffer {
  const masker = new Masker(masking);
  return Buffer.concat([Buffer.from(masker.write(input)), masker.end()]);
}

describe("bytes that are no text are found", () => {
  it.each([
    ["as they are", bytes],
    ["in hex", Buffer.from(bytes.toString("hex"))],
    ["in upper-case hex", Buffer.from(bytes.toString("hex").toUpperCase())],
    ["in base64", Buffer.from(bytes.toString("base64"))],
    ["in base64url", Buffer.from(bytes.toString("base64url"))],
  ])("%s", (_, form) => {
    const around = Buffer.concat([Buffer.from("before "), form, Buffer.from(" after")]);
    expect(masked(around).toString("latin1")).toBe("before <secret:key> after");
  });

  it("and too few of them are not looked for", () => {
    expect(prepareMasking([{ name: "SHORT", value: randomBytes(3) }]).unmasked).toEqual(["SHORT"]);
  });
});
