import { expect, it } from "vitest";
import { callAction, outcomeOf } from "./action";
import { builtActions, pageOf } from "./build";
import { newName, SECRETS_PATH, storeFields } from "./fixture";
import { startInstance } from "./instance";
import { ACTION_MATRIX, firstFields } from "./matrix-actions";
import { postForm } from "./no-script";
import { stateOf } from "./state";

const instance = await startInstance();
const { port, origin } = instance;
const { pool } = instance.ctx;

const FOREIGN: readonly (readonly [string, Record<string, string>])[] = [
  ["no Origin", { origin: "" }],
  ["Origin null", { origin: "null" }],
  ["another site", { origin: "https://evil.example" }],
  ["a suffix of ours", { origin: `${origin}.evil.example` }],
  ["ours as user information", { origin: `${origin}@evil.example` }],
  ["another port", { origin: `http://127.0.0.1:${port + 1}` }],
  ["another scheme", { origin: `https://127.0.0.1:${port}` }],
  ["another name of this machine", { origin: `http://localhost:${port}` }],
  ["ours with a path", { origin: `${origin}/` }],
  ["a malformed one", { origin: "http://[" }],
  ["percent signs", { origin: "%%%" }],
  [
    "another site and its host",
    { origin: "https://evil.example", host: "evil.example", "x-forwarded-host": "evil.example" },
  ],
  ["no Origin but a Referer", { origin: "", referer: `${origin}/` }],
  ["another site, called safe", { origin: "https://evil.example", "sec-fetch-site": "same-origin" }],
];

const rightFields = await firstFields(instance);
const forged = builtActions().map(({ name }) => [name, rightFields.get(name) ?? {}] as const);

it.each(FOREIGN)("CSRF: an action called with %s does nothing (CVE-2026-27978)", async (_, headers) => {
  const before = await stateOf(pool);
  for (const [action, fields] of forged) {
    const answer = await callAction(instance, "owner", { action, path: pageOf(action), fields, headers });
    expect([action, answer.status]).toEqual([action, expect.toBeOneOf([400, 403])]);
    expect(answer.text).not.toMatch(/\n\s+at |node_modules/);
  }
  expect(await stateOf(pool)).toEqual(before);
});

it.each(FOREIGN)("CSRF: a form posted without scripts with %s does nothing", async (_, headers) => {
  const before = await stateOf(pool);
  const { origin: input, ...rest } = headers;
  const path = `${SECRETS_PATH}?dialog=store`;
  const answer = await postForm(instance, {
    headers: { ...instance.headersOf("owner"), ...rest },
    origin: input ?? "",
    path,
    control: "value",
    fields: storeFields({ name: newName(), value: "forged" }),
  });
  expect(answer.status).toBeOneOf([400, 403]);
  expect(await stateOf(pool)).toEqual(before);
});

it("CSRF: the same calls work with our own Origin", async () => {
  const fields = storeFields({ name: newName(), value: "meant" });
  const answer = await callAction(instance, "owner", {
    action: "storeSecretAction",
    path: SECRETS_PATH,
    fields,
  });
  expect(outcomeOf(answer).kind).toBe("done");
  const form = {
    headers: instance.headersOf("owner"),
    path: `${SECRETS_PATH}?dialog=store`,
    control: "value",
  };
  const before = await stateOf(pool);
  await postForm(instance, { ...form, fields: storeFields({ name: newName(), value: "meant" }) });
  expect(await stateOf(pool)).not.toEqual(before);
});

it.each([
  "/api/auth/../sign-in",
  "/api/auth/..%2fsign-in",
  "/API/auth/signin",
  "/api/auth/signin/../../../sign-in",
])("CSRF: the address %s is no way around the check", async (path) => {
  const before = await stateOf(pool);
  const [row] = ACTION_MATRIX.signInAction ?? [];
  const fields = (await row?.fields(instance, "nobody")) ?? {};
  const answer = await callAction(instance, "nobody", {
    action: "signInAction",
    path,
    fields,
    headers: { origin: "" },
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers["set-cookie"]).toBeUndefined();
  expect(await stateOf(pool)).toEqual(before);
});
