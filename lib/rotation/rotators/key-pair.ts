import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { Plaintext } from "@/lib/crypto/plaintext";
import type { ConfigOf } from "../schema";
import { opensshPrivateKey, opensshPublicKey } from "./openssh";
import type { Rotator } from "./rotator";

/** A new private key; its public half stays readable. */
export const keyPair: Rotator<"keyPair"> = {
  prepare: async ({ config }) => {
    const { privateKey, publicKey } = await newPair(config);
    const { secret, open } = written(config, privateKey, publicKey);
    return { value: Plaintext.of(secret), facts: { publicKey: open } };
  },
};

const generate = promisify(generateKeyPair);

async function newPair({ algorithm }: ConfigOf<"keyPair">) {
  switch (algorithm) {
    case "ed25519":
      return generate("ed25519");
    case "ecdsa-p256":
      return generate("ec", { namedCurve: "P-256" });
    case "rsa-3072":
      return generate("rsa", { modulusLength: 3_072 });
  }
}

function written({ format }: ConfigOf<"keyPair">, privateKey: KeyObject, publicKey: KeyObject) {
  switch (format) {
    case "pem":
      return {
        secret: String(privateKey.export({ type: "pkcs8", format: "pem" })),
        open: String(publicKey.export({ type: "spki", format: "pem" })),
      };
    case "jwk":
      return {
        secret: JSON.stringify(privateKey.export({ format: "jwk" })),
        open: JSON.stringify(publicKey.export({ format: "jwk" })),
      };
    case "openssh":
      return { secret: opensshPrivateKey(privateKey), open: opensshPublicKey(publicKey) };
  }
}
