import { randomBytes, randomUUID } from "node:crypto";
import { Plaintext } from "@/lib/crypto/plaintext";
import { generateValue } from "@/lib/secrets/generated-value";
import type { ConfigOf } from "../schema";
import type { Rotator } from "./rotator";

/** A random value that nobody else has to be told of. */
export const random: Rotator<"random"> = {
  prepare: async ({ config }) => ({ value: Plaintext.of(randomValue(config)) }),
};

function randomValue({ format, length }: ConfigOf<"random">): string {
  switch (format) {
    case "uuid":
      return randomUUID();
    case "base64":
      return randomBytes(length).toString("base64");
    default:
      return generateValue(format, length);
  }
}
