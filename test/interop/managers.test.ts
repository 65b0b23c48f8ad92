import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { startAwsSecrets } from "../aws-secrets-server";
import { startVault } from "../vault-server";

const run = promisify(execFile);
/** The one that finds the packages of Debian. */
const PYTHON = "/usr/bin/python3";
const hasHvac = spawnSync(PYTHON, ["-c", "import hvac"]).status === 0;
const hasAws = spawnSync("aws", ["--version"]).status === 0;
if (!hasHvac)
  process.stdout.write("skipped: the stand-in of Vault is checked by hvac (needs python3-hvac)\n");
if (!hasAws) process.stdout.write("skipped: the stand-in of AWS is checked by its CLI (needs awscli)\n");

const HVAC = `
import hvac, sys, json
c = hvac.Client(url=sys.argv[1], token=sys.argv[2])
assert c.is_authenticated()
v2 = c.secrets.kv.v2
v2.create_or_update_secret(path="app/db", secret={"a": "1"}, cas=0)
v2.patch(path="app/db", secret={"b": "2"})
v2.update_metadata(path="app/db", max_versions=9)
meta = v2.read_secret_metadata(path="app/db")["data"]
assert meta["current_version"] == 2, meta
read = v2.read_secret_version(path="app/db")["data"]
assert read["data"] == {"a": "1", "b": "2"} and read["metadata"]["version"] == 2, read
assert v2.read_secret_version(path="app/db", version=1)["data"]["data"] == {"a": "1"}
try:
    v2.create_or_update_secret(path="app/db", secret={"a": "1"}, cas=1); raise SystemExit("cas")
except hvac.exceptions.InvalidRequest: pass
assert v2.list_secrets(path="")["data"]["keys"] == ["app/"]
assert v2.list_secrets(path="app")["data"]["keys"] == ["db"]
v2.delete_latest_version_of_secret(path="app/db")
try:
    v2.read_secret_version(path="app/db"); raise SystemExit("deleted")
except hvac.exceptions.InvalidPath: pass
v2.delete_metadata_and_all_versions(path="app/db")
v1 = c.secrets.kv.v1
v1.create_or_update_secret(path="x", secret={"k": "v"}, mount_point="kv")
assert v1.read_secret(path="x", mount_point="kv")["data"] == {"k": "v"}
assert v1.list_secrets(path="", mount_point="kv")["data"]["keys"] == ["x"]
c2 = hvac.Client(url=sys.argv[1])
c2.auth.approle.login(role_id=sys.argv[3], secret_id=sys.argv[4])
assert c2.is_authenticated()
assert not hvac.Client(url=sys.argv[1], token="wrong").is_authenticated()
`;

describe("the stand-in of Vault", () => {
  it("is one to node-vault", async () => {
    const vault = await startVault();
    const { default: nodeVault } = await import("node-vault");
    const client = nodeVault({ endpoint: vault.address, token: vault.token });
    await client.write("secret/data/app/db", { data: { a: "1" }, options: { cas: 0 } });
    expect((await client.read("secret/data/app/db")).data.data).toEqual({ a: "1" });
    expect((await client.list("secret/metadata/app")).data.keys).toEqual(["db"]);
    await expect(client.read("secret/data/nothing")).rejects.toMatchObject({ response: { statusCode: 404 } });
    await client.delete("secret/metadata/app/db");
    await expect(client.list("secret/metadata/app")).rejects.toMatchObject({ response: { statusCode: 404 } });
    const { auth } = await client.approleLogin({ role_id: vault.roleId, secret_id: vault.secretId });
    expect(auth.client_token).toMatch(/^hvs\./);
  });

  it.runIf(hasHvac)("is one to hvac", async () => {
    const vault = await startVault();
    await run(PYTHON, ["-c", HVAC, vault.address, vault.token, vault.roleId, vault.secretId]);
  });
});

describe.runIf(hasAws)("the stand-in of Secrets Manager", () => {
  it("is one to the CLI of AWS", async () => {
    const server = await startAwsSecrets();
    const env: NodeJS.ProcessEnv = {
      ...{
        PATH: process.env.PATH,
        HOME: "/nonexistent",
        NODE_ENV: "test",
        AWS_EC2_METADATA_DISABLED: "true",
      },
      NODE_ENV: "test",
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_DEFAULT_REGION: server.region,
    };
    const aws = async (...args: string[]) => {
      const { stdout } = await run("aws", ["--endpoint-url", server.endpoint, "secretsmanager", ...args], {
        env,
      });
      return stdout === "" ? null : JSON.parse(stdout);
    };
    await aws(
      "create-secret",
      "--name",
      "app/db",
      "--secret-string",
      "one",
      "--tags",
      "Key=managed-by,Value=cli",
    );
    await aws("put-secret-value", "--secret-id", "app/db", "--secret-string", "two");
    expect(await aws("get-secret-value", "--secret-id", "app/db")).toMatchObject({ SecretString: "two" });
    expect(
      await aws("get-secret-value", "--secret-id", "app/db", "--version-stage", "AWSPREVIOUS"),
    ).toMatchObject({ SecretString: "one", VersionStages: ["AWSPREVIOUS"] });
    expect(await aws("describe-secret", "--secret-id", "app/db")).toMatchObject({
      Tags: [{ Key: "managed-by", Value: "cli" }],
    });
    await aws("delete-secret", "--secret-id", "app/db", "--force-delete-without-recovery");
    await expect(aws("get-secret-value", "--secret-id", "app/db")).rejects.toMatchObject({
      stderr: expect.stringContaining("ResourceNotFoundException"),
    });
  }, 60_000);
});
