import { beforeEach, describe, expect, it } from "vitest";
import { Plaintext } from "@/lib/crypto/plaintext";
import { startVault } from "@/test/vault-server";
import { refusal, testCalls } from "../call.fixture";
import { clientOf } from "../registry";
import { managerConfig } from "../schema";

const call = testCalls();
const vault = await startVault();

const open = (more: object = {}, credential = vault.token) =>
  clientOf(
    call,
    managerConfig.parse({ kind: "vault", address: vault.address, ...more }),
    Plaintext.of(credential),
  );
const appRole = { auth: { method: "appRole", roleId: vault.roleId } };

beforeEach(() => {
  vault.kv1.clear();
  vault.kv2.clear();
  vault.instead = () => null;
  vault.asked.length = 0;
});

describe("an entry of KV version 2", () => {
  it("is read with its version and time, also an older version of it", async () => {
    vault.put("app/db", { password: "one", port: 5432 });
    vault.put("app/db", { password: "two", port: 5432 });
    const at = new Date("2026-11-20T08:00:00.123Z");
    expect(await open().read("app/db", "")).toEqual({
      version: "2",
      at,
      content: { password: "two" },
      notText: ["port"],
    });
    expect(await open().read("app/db", "1")).toMatchObject({ version: "1", content: { password: "one" } });
    expect(await open().versions("app/db")).toEqual([
      { version: "2", at },
      { version: "1", at },
    ]);
  });

  it("is told apart from one that was deleted, or never was", async () => {
    vault.put("app/db", { password: "one" });
    vault.put("app/db", { password: "two" });
    const at = vault.kv2.get("app/db")?.versions.get(2);
    if (at) at.deletedAt = "2026-11-21T00:00:00Z";
    expect(await refusal(open().read("app/db", ""))).toEqual([
      "notFound",
      "Vault has secret/app/db no more: it was deleted.",
    ]);
    expect(await open().versions("app/db")).toHaveLength(1);
    expect(await refusal(open().read("app/dbs", ""))).toEqual([
      "notFound",
      "Vault has nothing at secret/app/dbs.",
    ]);
    expect((await refusal(open().read("app/db", "9")))[0]).toBe("notFound");
    expect((await refusal(open().read("app/db", "AWSCURRENT")))[0]).toBe("invalid");
  });

  it("keeps the fields of others when it is written, and says who made it only when we did", async () => {
    vault.put("theirs", { user: "app", port: 1 });
    await open().write("theirs", { password: "p" }, "strongroom/1");
    expect(vault.kv2.get("theirs")?.versions.get(2)?.data).toEqual({ user: "app", port: 1, password: "p" });
    expect(await open().owner("theirs")).toEqual({ exists: true, owner: null });
    expect(await open().write("ours", "p", "strongroom/1")).toMatchObject({ version: "1" });
    expect(await open().owner("ours")).toEqual({ exists: true, owner: "strongroom/1" });
    expect(await open().read("ours", "")).toMatchObject({ content: { value: "p" } });
    await open().remove("theirs", ["password", "absent"]);
    expect((await open().read("theirs", "")).content).toEqual({ user: "app" });
    await open().remove("ours", null);
    expect(await open().owner("ours")).toEqual({ exists: false, owner: null });
    await open().remove("ours", null);
    await open().remove("ours", ["value"]);
  });

  it("is written after one that was deleted, and after metadata alone", async () => {
    vault.put("a", { gone: "x" });
    const [deleted] = vault.kv2.get("a")?.versions.values() ?? [];
    if (deleted) deleted.deletedAt = "2026-11-21T00:00:00Z";
    expect(await open().write("a", { b: "c" }, "o")).toMatchObject({ version: "2" });
    expect((await open().read("a", "")).content).toEqual({ b: "c" });
  });

  it("is not written over what somebody else wrote meanwhile", async () => {
    vault.put("a", { b: "1" });
    vault.instead = ({ method, path }) => {
      if (method === "POST" && path === "secret/data/a") vault.put("a", { b: "theirs" });
      return null;
    };
    expect((await refusal(open().write("a", { b: "2" }, "o")))[0]).toBe("changed");
    expect(vault.kv2.get("a")?.current).toBe(2);
  });
});

describe("KV version 1", () => {
  const kv1 = () => open({ mount: "kv" });

  it("is noticed, and read and written without versions", async () => {
    vault.kv1.set("app", { user: "u" });
    expect(await kv1().read("app", "")).toEqual({
      version: "",
      at: null,
      content: { user: "u" },
      notText: [],
    });
    expect((await refusal(kv1().read("app", "1")))[0]).toBe("invalid");
    await kv1().write("app", { password: "p" }, "o");
    expect(vault.kv1.get("app")).toEqual({ user: "u", password: "p" });
    expect(await kv1().owner("app")).toEqual({ exists: true, owner: null });
    await kv1().remove("app", ["user"]);
    await kv1().remove("app", ["password"]);
    expect(vault.kv1.has("app")).toBe(false);
  });
});

describe("a list", () => {
  it.each(["secret", "kv"])("of %s has folders and entries of one level", async (mount) => {
    for (const path of ["a", "f/b", "f/g/c"]) {
      vault.put(path, { v: "1" });
      vault.kv1.set(path, { v: "1" });
    }
    const client = open({ mount });
    const { entries, next } = await client.list("", null);
    expect(entries).toEqual([
      { path: "a", isFolder: false },
      { path: "f", isFolder: true },
    ]);
    expect(next).toBeNull();
    expect((await client.list("f", null)).entries.map(({ path }) => path)).toEqual(["f/b", "f/g"]);
    expect((await client.list("nowhere", null)).entries).toEqual([]);
  });

  it("asks for names with characters of all kinds as they are", async () => {
    vault.put("ä ö/?x=1&#", { v: "1" });
    expect((await open().list("ä ö", null)).entries).toEqual([{ path: "ä ö/?x=1&#", isFolder: false }]);
    expect((await open().read("ä ö/?x=1&#", "")).content).toEqual({ v: "1" });
  });
});

describe("signing in", () => {
  it("sends token and namespace, and nothing of the kind to an AppRole", async () => {
    await open({ namespace: "team/a" }).check();
    expect(vault.asked.at(-1)?.headers).toMatchObject({
      "x-vault-token": vault.token,
      "x-vault-namespace": "team/a/",
      "x-vault-request": "true",
    });
    vault.asked.length = 0;
    await open(appRole, vault.secretId).check();
    expect(vault.asked[0]).toMatchObject({ path: "auth/approle/login" });
    expect(vault.asked[0]?.headers["x-vault-token"]).toBeUndefined();
  });

  it("happens once for many calls, and again when the token has expired", async () => {
    vault.put("a", { v: "1" });
    const client = open({ ...appRole, kvVersion: "2" }, vault.secretId);
    const logins = () => vault.asked.filter(({ path }) => path === "auth/approle/login").length;
    await Promise.all([client.read("a", ""), client.read("a", ""), client.list("", null)]);
    expect(logins()).toBe(1);
    for (const token of vault.tokens.keys()) if (token !== vault.token) vault.tokens.delete(token);
    await client.read("a", "");
    await client.read("a", "");
    expect(logins()).toBe(2);
  });

  it.each([
    ["a wrong token", {}, "hvs.wrong", "unauthenticated"],
    ["a wrong secret id", appRole, "wrong", "unauthenticated"],
    ["no such mount", { mount: "elsewhere" }, undefined, "forbidden"],
  ] as const)("says so of %s", async (_, more, credential, reason) => {
    expect((await refusal(open(more, credential).check()))[0]).toBe(reason);
  });

  it("tells a token that may not from one that is unknown", async () => {
    vault.tokens.set("narrow", { denied: ["secret/data/private"] });
    vault.put("private", { v: "1" });
    expect(await refusal(open({}, "narrow").read("private", ""))).toEqual([
      "forbidden",
      "Vault does not let the token read secret/data/private.",
    ]);
  });
});

describe("trouble", () => {
  it.each([
    ["a throttle", { status: 429, headers: { "Retry-After": "7" } }, "throttled"],
    ["a sealed Vault", { status: 503, body: { errors: ["Vault is sealed"] } }, "unavailable"],
    ["a fault of Vault", { status: 500, body: { errors: ["1 error occurred"] } }, "unavailable"],
    ["a redirect", { status: 307, headers: { Location: "http://127.0.0.1:1/" } }, "unavailable"],
    ["a page for people", { status: 200, body: "<html>" }, "unavailable"],
    ["a wrong request", { status: 400, body: { errors: ["no"] } }, "invalid"],
  ] as const)("is named: %s", async (_, answer, reason) => {
    vault.instead = () => answer;
    expect((await refusal(open().read("a", "")))[0]).toBe(reason);
  });

  it("says when to come back", async () => {
    vault.instead = () => ({ status: 429, headers: { "Retry-After": "7" } });
    await expect(open().read("a", "")).rejects.toMatchObject({ retryAfterSeconds: 7 });
  });

  it("is over when Vault is back: nothing of it is remembered", async () => {
    vault.put("a", { v: "1" });
    const client = open(appRole, vault.secretId);
    vault.instead = () => ({ status: 503 });
    expect((await refusal(client.read("a", "")))[0]).toBe("unavailable");
    vault.instead = () => null;
    expect(await client.read("a", "")).toMatchObject({ version: "1" });
  });

  it("repeats nothing of what Vault wrote", async () => {
    vault.instead = () => ({ status: 500, body: { errors: [vault.token] } });
    expect((await refusal(open().read("a", "")))[1]).not.toContain(vault.token);
  });
});
