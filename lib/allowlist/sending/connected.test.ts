import { beforeAll, expect, test } from "vitest";
import { disconnect } from "@/lib/connections/disconnecting/service";
import { removeConnection } from "@/lib/connections/service";
import { connectedApp } from "@/test/connected-app";
import { codeOf, failure } from "@/test/failure";
import { listen } from "@/test/listener";
import { HERE, testSending } from "@/test/sending";
import { newEndpoint } from "../schema";
import { createEndpoint, findEndpoint } from "../service";

const { owner, secret, endpoint, send, key, events } = await testSending();
const TOKEN = "gho_A-token-that-nobody-sees";
const using = (connection: string) => ({
  configuration: { headers: [{ name: "Authorization", value: { prefix: "Bearer ", from: { connection } } }] },
});

beforeAll(async () => {
  await secret("APP_SECRET", "the client secret");
  // Its provider takes no tokens back, so nobody is asked when it is removed.
  const kind = "microsoft";
  await connectedApp(owner, HERE, { name: "crm", credential: "APP_SECRET", token: TOKEN, kind });
});

test("an endpoint sends with the token of a connected app, on record, and takes it out of the answer", async () => {
  const received: string[] = [];
  const partner = await listen((req, res) => {
    received.push(String(req.headers.authorization));
    res.end(`you sent ${req.headers.authorization}`);
  });
  await endpoint("issues", `http://${partner.host}/`, using("crm"));
  expect((await send("issues", {}, await key())).body).toBe("you sent Bearer <secret:crm>");
  expect(received).toEqual([`Bearer ${TOKEN}`]);
  const begun = (await events("issues")).find(({ action }) => action === "allowlist.begun");
  expect(begun).toMatchObject({ secrets: [], connections: ["crm"] });
  const { configuration } = await findEndpoint(owner, HERE, "issues");
  expect(configuration.headers).toEqual(using("crm").configuration.headers);
  expect((await failure(removeConnection(owner, HERE, "crm")))?.detail).toMatch(/use this app: issues/);
  await disconnect(owner, HERE, "crm");
  expect((await failure(send("issues")))?.detail).toBe("Nobody has connected crm yet.");
  expect(received).toHaveLength(1);
});

test("a key has a token sent only if it may get it, and nobody one that is not here", async () => {
  await connectedApp(owner, HERE, { name: "other", credential: "APP_SECRET" });
  const made = (name: string, connection: string) =>
    newEndpoint.parse({ ...HERE, name, url: "https://api.example.com/", ...using(connection) });
  const admin = await key({ permissions: ["admin", "secrets:read"] });
  expect(await codeOf(createEndpoint(admin, made("by-admin", "other")))).toBe("forbidden");
  const both = await key({ name: "both", permissions: ["admin", "connections:use"] });
  expect(await codeOf(createEndpoint(both, made("by-both", "other")))).not.toBe("validation");
  expect((await failure(createEndpoint(owner, made("nowhere", "nothing-here"))))?.fields).toEqual({
    "configuration.headers.0.value.from": [expect.stringMatching(/no such/)],
  });
});
