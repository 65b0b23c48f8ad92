import { expect, it } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import { suspendPerson } from "@/lib/people/membership/service";
import { confirmDevice, findDevice, refuseDevice } from "@/lib/personal-keys/devices/service";
import { listOwnKeys } from "@/lib/personal-keys/service";
import { codeOf, failure } from "../failure";
import { sealing } from "../seals";
import { testApi } from "./api";

const { call, base, asRole, ctx } = await testApi();
/** As the person who has just proved who they are, at the time of the API's clock. */
const own = (person: UserActor, confirmedAt = new Date()) => ({
  ...ctx,
  actor: { ...person, confirmedAt },
  now: () => new Date(),
});
const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
await asRole("owner");

let calls = 0;
/** Another address for each call unless one is named: of those that begin, one address has few. */
async function post(path: string, form: Record<string, string> | string, from?: string) {
  calls += 1;
  const res = await fetch(`${base}/api/v1${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-for": from ?? `198.19.${calls >> 8}.${calls & 255}`,
    },
    body: typeof form === "string" ? form : new URLSearchParams(form).toString(),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests are about
  return { status: res.status, headers: res.headers, json: (await res.json()) as any };
}

const begin = async (machine = "laptop") =>
  (await post("/device/code", { client_id: "strongroom-cli", machine })).json as {
    device_code: string;
    user_code: string;
  };
const poll = (device_code: string) =>
  post("/device/token", { grant_type: GRANT, device_code, client_id: "strongroom-cli" });
const errorOf = async (device_code: string) => (await poll(device_code)).json.error;
const code = (user_code: string) => user_code.replace("-", "");
/** As if the machine had waited that long since it asked last. */
const wait = (seconds: number) =>
  ctx.db.$executeRaw`UPDATE device_requests SET polled_at = polled_at - ${seconds}::int * interval '1 s'`;

it("a machine gets a code, waits, and gets a key of the person who confirmed it: once", async () => {
  const person = await asRole("member");
  const answer = await post("/device/code", { client_id: "strongroom-cli", machine: "kims-laptop" });
  expect(answer.json).toEqual({
    device_code: expect.stringMatching(/^[\w-]{43}$/),
    user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
    verification_uri: `${ctx.origin}/device`,
    ...{ expires_in: 600, interval: 5 },
  });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const { device_code, user_code } = answer.json;
  expect(await poll(device_code)).toMatchObject({ status: 400, json: { error: "authorization_pending" } });
  expect(await findDevice(own(person), code(user_code))).toMatchObject({ machine: "kims-laptop" });
  await confirmDevice(own(person), code(user_code));
  const { status, json } = await poll(device_code);
  expect([status, json.token_type, json.access_token]).toEqual([
    200,
    "Bearer",
    expect.stringMatching(/^sr_user_/),
  ]);
  expect(json.expires_in).toBeGreaterThan(89 * 24 * 60 * 60);
  const me = await call(json.access_token, "GET /me");
  expect(me.json).toMatchObject({ kind: "person", name: "kims-laptop", person: { email: person.email } });
  const { keys } = await listOwnKeys(own(person));
  expect(keys).toMatchObject([{ name: "kims-laptop", origin: "device" }]);
  expect(await errorOf(device_code)).toBe("invalid_grant");
});

it("only one of two that collect at the same moment gets the key", async () => {
  const person = await asRole("member");
  const { device_code, user_code } = await begin();
  await confirmDevice(own(person), code(user_code));
  const answers = await Promise.all(Array.from({ length: 8 }, () => poll(device_code)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await listOwnKeys(own(person))).keys).toHaveLength(1);
});

it("a machine that asks too fast is told to slow down, and has to wait longer from then on", async () => {
  const { device_code } = await begin();
  expect(await errorOf(device_code)).toBe("authorization_pending");
  expect(await errorOf(device_code)).toBe("slow_down");
  await wait(5);
  expect(await errorOf(device_code)).toBe("slow_down");
  await wait(14);
  expect(await errorOf(device_code)).toBe("authorization_pending");
});

it("a refused machine gets no key, and neither does one that waited too long", async () => {
  const person = await asRole("member");
  const refused = await begin();
  await refuseDevice(own(person), code(refused.user_code));
  expect(await errorOf(refused.device_code)).toBe("access_denied");
  expect(await errorOf(refused.device_code)).toBe("invalid_grant");
  const late = await begin();
  const over = { createdAt: new Date(Date.now() - 600_001), expiresAt: new Date(Date.now() - 1) };
  await sealing(ctx, "device_requests", ctx.db.deviceRequest.updateMany({ data: over }));
  expect(await codeOf(confirmDevice(own(person), code(late.user_code)))).toBe("validation");
  expect(await errorOf(late.device_code)).toBe("expired_token");
});

it("a machine that somebody confirmed who is suspended by then gets no key", async () => {
  const [person, removed] = [await asRole("member"), await asRole("member")];
  const [first, second] = [await begin(), await begin()];
  await confirmDevice(own(person), code(first.user_code));
  await suspendPerson(ctx, person.id);
  expect(await errorOf(first.device_code)).toBe("invalid_grant");
  expect(await codeOf(confirmDevice(own(person), code(second.user_code)))).toBe("unauthenticated");
  expect(await errorOf(second.device_code)).toBe("authorization_pending");
  await confirmDevice(own(removed), code(second.user_code));
  await ctx.db.user.delete({ where: { id: removed.id } });
  expect(await errorOf(second.device_code)).toBe("invalid_grant");
});

it("is confirmed by somebody who proved not long ago that it is them, and once", async () => {
  const [person, other] = [await asRole("member"), await asRole("member")];
  const { device_code, user_code } = await begin();
  const stale = own(person, new Date(Date.now() - 16 * 60_000));
  expect(await codeOf(confirmDevice(stale, code(user_code)))).toBe("confirmationNeeded");
  await confirmDevice(own(person), code(user_code));
  for (const answer of [confirmDevice, refuseDevice, findDevice])
    expect(await codeOf(answer(own(other), code(user_code)))).toBe("validation");
  const { json } = await poll(device_code);
  expect((await call(json.access_token, "GET /me")).json.person.email).toBe(person.email);
});

it("a code is not found by trying: a person has five tries, whatever is right in between", async () => {
  const person = await asRole("member");
  const { user_code } = await begin();
  for (let tries = 0; tries < 4; tries += 1) {
    expect((await failure(findDevice(own(person), "BBBBBBBB")))?.fields).toEqual({
      code: [expect.stringContaining("No machine waits")],
    });
    await findDevice(own(person), code(user_code));
  }
  expect(await codeOf(findDevice(own(person), "BBBBBBBB"))).toBe("validation");
  for (const tried of ["BBBBBBBB", code(user_code)])
    expect(await codeOf(findDevice(own(person), tried))).toBe("throttled");
});

it("what is guessed for a device code is counted by address, and what begins too", async () => {
  const guess = (from: string) =>
    post("/device/token", { grant_type: GRANT, device_code: "x", client_id: "c" }, from);
  const statuses: number[] = [];
  for (let i = 0; i < 130; i += 1) statuses.push((await guess("203.0.113.1")).status);
  expect([statuses[0], statuses.at(-1)]).toEqual([400, 429]);
  const ask = () => post("/device/code", { client_id: "c", machine: "m" }, "203.0.113.2");
  for (let i = 0; i < 60; i += 1) expect((await ask()).status).toBe(200);
  const { status, headers } = await ask();
  expect([status, Number(headers.get("retry-after")) > 0]).toEqual([429, true]);
});

it.each<[string, string, Record<string, string> | string, string]>([
  ["another grant type", "token", { grant_type: "password", client_id: "c" }, "unsupported_grant_type"],
  ["no device code", "token", { grant_type: GRANT, client_id: "c" }, "invalid_request"],
  ["no client", "token", { grant_type: GRANT, device_code: "x" }, "invalid_request"],
  ["a parameter twice", "token", "grant_type=a&grant_type=b", "invalid_request"],
  ["no client", "code", { machine: "m" }, "invalid_request"],
  ["a machine of two lines", "code", { client_id: "c", machine: "a\nb" }, "invalid_request"],
  ["NUL", "code", "client_id=c&machine=%00", "invalid_request"],
  ["a client of any length", "code", { client_id: "c".repeat(101) }, "invalid_request"],
])("%s at /device/%s is an error in the words of the RFC", async (_what, path, form, error) => {
  const answer = await post(`/device/${path}`, form);
  expect([answer.status, answer.json.error]).toEqual([400, error]);
});

it("JSON is no form, and other methods are as at any unknown address", async () => {
  const answer = await call(null, "POST /device/code", { client_id: "c" });
  expect([answer.status, answer.json.error]).toEqual([400, "invalid_request"]);
  expect((await call(null, "GET /device/token")).status).toBe(401);
});

it("codes are nowhere but in the answers, and a row that was written past the program signs nobody in", async () => {
  const person = await asRole("member");
  const { device_code, user_code } = await begin("forged");
  const rows = JSON.stringify(
    await ctx.db.deviceRequest.findMany({ where: { machine: "forged" } }),
    (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value),
  );
  for (const secret of [device_code, code(user_code)]) expect(rows).not.toContain(secret);
  await ctx.db.deviceRequest.updateMany({
    where: { machine: "forged" },
    data: { answer: "confirmed", userId: person.id },
  });
  expect(await errorOf(device_code)).toBe("invalid_grant");
  expect((await listOwnKeys(own(person))).keys).toEqual([]);
});

it("machines of one name have keys of different names", async () => {
  const person = await asRole("member");
  for (let i = 0; i < 3; i += 1) {
    const { device_code, user_code } = await begin("desk");
    await confirmDevice(own(person), code(user_code));
    expect((await poll(device_code)).status).toBe(200);
  }
  const { keys } = await listOwnKeys(own(person));
  expect(keys.map(({ name }) => name).sort()).toEqual(["desk", "desk 2", "desk 3"]);
});
