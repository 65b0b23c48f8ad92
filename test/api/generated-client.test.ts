import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import openapiTypescript, { astToString } from "openapi-typescript";
import { expect, it } from "vitest";
import { PERMISSIONS } from "@/lib/authorization/permission";
import type { paths } from "@/sdk/src/api/generated";
import { testApi } from "./api";
import { describedAnswers } from "./described-answers";

const { base, makeKey } = await testApi();
const key = await makeKey({ permissions: PERMISSIONS });
const document = await (await fetch(`${base}/api/v1/openapi.json`)).json();

/** The client reads lists that are not readonly alone. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

/** A client that nobody wrote: what it may be asked, and with what, are types made from the document alone. */
function generatedClient(from = document) {
  const [{ url }] = from.servers;
  expect(from.components.securitySchemes.key).toMatchObject({ type: "http", scheme: "bearer" });
  const answers = describedAnswers(from);
  const client = createClient<Plain<paths>>({
    baseUrl: `${base}${url}`,
    headers: { authorization: `Bearer ${key}` },
  });
  client.use(answers.middleware);
  return { client, seen: answers.seen };
}

it("the client's types are those of the document that the server gives", async () => {
  const nodes = await openapiTypescript(document, { immutable: true, alphabetize: true });
  expect(readFileSync("sdk/src/api/generated.ts", "utf8")).toContain(astToString(nodes));
});

it("a generated client stores, lists, reveals, changes and deletes a secret", async () => {
  const { client, seen } = generatedClient();
  const at = { params: { path: { name: "GENERATED" } } };
  const first = await client.POST("/secrets", { body: { name: "GENERATED", value: "one" } });
  expect(first.data).toEqual({ name: "GENERATED", version: 1, unchanged: false });
  const second = await client.POST("/secrets", { body: { name: "GENERATED", value: "two" } });
  expect([second.response.status, second.data]).toEqual([
    200,
    { name: "GENERATED", version: 2, unchanged: false },
  ]);

  await client.POST("/secrets", { body: { name: "OTHER", value: "other", category: "tool" } });
  const page = await client.GET("/secrets", { params: { query: { limit: 1 } } });
  expect(page.data?.items.map(({ name }) => name)).toEqual(["GENERATED"]);
  const rest = await client.GET("/secrets", {
    params: { query: { limit: 1, cursor: page.data?.next ?? "" } },
  });
  expect([rest.data?.items.map(({ name }) => name), rest.data?.next]).toEqual([["OTHER"], null]);

  expect((await client.POST("/secrets/{name}/reveal", at)).data?.value).toBe("two");
  const old = await client.POST("/secrets/{name}/reveal", { ...at, body: { version: 1 } });
  expect(old.data).toEqual({ name: "GENERATED", value: "one", version: 1 });
  await client.PATCH("/secrets/{name}", { ...at, body: { description: "By a client that nobody wrote." } });
  expect((await client.GET("/secrets/{name}", at)).data?.description).toBe("By a client that nobody wrote.");
  const versions = await client.GET("/secrets/{name}/versions", at);
  expect(versions.data?.items.map(({ version, origin }) => [version, origin])).toEqual([
    [2, "rotated"],
    [1, "created"],
  ]);
  const restored = await client.POST("/secrets/{name}/versions/{n}/restore", {
    params: { path: { name: "GENERATED", n: 1 } },
  });
  expect(restored.data).toMatchObject({ version: 3 });

  expect((await client.HEAD("/secrets/{name}", at)).response.status).toBe(200);
  expect((await client.DELETE("/secrets/{name}", at)).response.status).toBe(204);
  expect((await client.HEAD("/secrets/{name}", at)).response.status).toBe(404);
  const changes = await client.GET("/secrets/{name}/changes", at);
  expect(changes.data?.items[0]?.action).toBe("secret.deleted");
  expect(seen).toHaveLength(15);
});

it("a generated client keeps values for as long as the server says that they hold", async () => {
  const { client, seen } = generatedClient();
  await client.POST("/secrets", { body: { name: "KEPT", value: "one" } });
  const ask = (tag?: string) =>
    client.GET("/values", {
      params: { query: { names: "KEPT" }, header: { ...(tag && { "If-None-Match": tag }) } },
    });
  const first = await ask();
  expect(first.data?.values).toEqual({ KEPT: "one" });
  const tag = first.response.headers.get("etag") ?? "";
  expect((await ask(tag)).response.status).toBe(304);
  await client.POST("/secrets", { body: { name: "KEPT", value: "two" } });
  expect((await ask(tag)).data?.values).toEqual({ KEPT: "two" });
  expect(seen).toContain("GET /values 304");
});

it("a generated client reads what else there is, and gets problems in the form that the document has for them", async () => {
  const { client, seen } = generatedClient();
  expect((await client.GET("/me")).data?.permissions).toEqual([...PERMISSIONS]);
  await client.PUT("/declarations", { body: { required: ["NEEDED"] } });
  expect((await client.GET("/declarations")).data?.items).toMatchObject([
    { name: "NEEDED", status: "missing" },
  ]);
  expect((await client.GET("/projects")).data?.items.map(({ slug }) => slug)).toEqual(["default"]);
  for (const path of ["/shared-mappings", "/api-keys", "/audit"] as const) {
    expect((await client.GET(path)).response.status).toBe(200);
  }

  const missing = await client.POST("/secrets/{name}/reveal", { params: { path: { name: "NOWHERE" } } });
  expect(missing.error).toMatchObject({ status: 404, code: "notFound" });
  const wrong = await client.POST("/secrets", { body: { name: "1 x", value: "" } });
  expect(Object.keys(wrong.error?.errors ?? {}).sort()).toEqual(["name", "value"]);
  const stranger = await client.GET("/me", { headers: { authorization: "Bearer sr_live_x" } });
  expect(stranger.error).toMatchObject({ status: 401, code: "unauthenticated" });
  const everywhere = await client.GET("/audit/head");
  expect(everywhere.error?.code).toBe("forbidden");
  expect(seen).toHaveLength(11);
});

it("an answer that the document does not describe is found", async () => {
  const changed = (change: (copy: typeof document) => void) => {
    const copy = structuredClone(document);
    change(copy);
    return generatedClient(copy).client;
  };
  const list = { params: { query: { limit: 1 } } };
  const fewer = changed(({ components }) => delete components.schemas.Me.properties.kind);
  await expect(fewer.GET("/me")).rejects.toThrow(
    "GET /me 200 differs: data must NOT have additional properties",
  );
  const other = changed(({ components }) => {
    components.schemas.Secret.properties.version.type = "string";
  });
  await other.POST("/secrets", { body: { name: "LISTED", value: "v" } });
  await expect(other.GET("/secrets", list)).rejects.toThrow("version must be string");
  const silent = changed(({ paths }) => delete paths["/me"].get.responses[200]);
  await expect(silent.GET("/me")).rejects.toThrow("GET /me 200 is not in the document");
  const plain = changed(({ components }) => {
    components.responses.Problem404.content = { "application/json": { schema: {} } };
  });
  await expect(plain.GET("/secrets/{name}", { params: { path: { name: "NOWHERE" } } })).rejects.toThrow(
    "is application/problem+json, not application/json",
  );
});
