import { createSecret } from "@/lib/secrets/service";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { startAwsSecrets } from "@/test/aws-secrets-server";
import { sealing } from "@/test/seals";
import { startVault } from "@/test/vault-server";
import { createManager } from "./connections/service";
import { newManager } from "./schema";

/** A context with a Vault and a Secrets Manager that may be called, and the secrets to sign in with. Call it at the top of the file. */
export async function testManagers() {
  const context = await storedSecrets();
  const { ctx, scope, as } = context;
  const [vault, aws] = [await startVault(), await startAwsSecrets()];
  const allow = (...allowedPrivateHosts: readonly string[]) =>
    sealing(
      ctx,
      "organisations",
      ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [...allowedPrivateHosts] } }),
    );
  await allow(vault.host, aws.host);
  const person = await context.asRole("owner");
  // However late it gets, they proved who they are just now.
  const owner = as(Object.defineProperty({ ...person }, "confirmedAt", { get: context.clock.now }));
  const store = (name: string, value: string) =>
    createSecret(owner, { ...scope, name, value, description: "", category: "tool", audience: "all" });
  const { accessKeyId, secretAccessKey } = aws;
  await store("VAULT_TOKEN", vault.token);
  await store("AWS_KEY", JSON.stringify({ accessKeyId, secretAccessKey }));
  const configs = {
    vault: { kind: "vault", address: vault.address, credential: "VAULT_TOKEN" },
    aws: { kind: "aws", region: aws.region, endpoint: aws.endpoint, credential: "AWS_KEY" },
  };
  const make = (name: string, kind: "vault" | "aws", more: object = {}) =>
    createManager(owner, scope, newManager.parse({ name, ...configs[kind], ...more }));
  return { ...context, vault, aws, owner, allow, store, make, configs };
}
