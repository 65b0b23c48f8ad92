import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPerson } from "@/lib/people/service";
import { sealing } from "../seals";
import { codeOf, twoFactorPerson } from "../second-factor";
import { callAction, type Fields, outcomeOf } from "./action";
import { builtActions, pageOf } from "./build";
import { newMarker, sightings } from "./canary";
import { SECRETS_PATH } from "./fixture";
import { ask, wholeOf } from "./http";
import { PASSWORD, startInstance } from "./instance";
import { cellOfAnswer, cellOfOutcome, cellsOf } from "./matrix";
import { ACTION_MATRIX } from "./matrix-actions";
import { PATH_MATRIX } from "./matrix-paths";
import { postForm } from "./no-script";
import { stateOf } from "./state";
import { columnsOf } from "./stored-locations";

const instance = await startInstance();
const { ctx, port } = instance;
const { db, pool } = ctx;

const pendingCookie = (token: string) => ({ cookie: `strongroom-sign-in=${token}` });

function call(action: string, fields: Fields, headers: Record<string, string>, path = pageOf(action)) {
  return callAction(instance, "nobody", { action, path, fields, headers });
}

async function outcome(action: string, fields: Fields, headers: Record<string, string>) {
  return cellOfOutcome(outcomeOf(await call(action, fields, headers)));
}

/** Somebody with an authenticator whose code of the present step is still good. */
async function person() {
  const made = await twoFactorPerson(ctx, "owner");
  await sealing(ctx, "totps", db.totp.updateMany({ data: { lastStep: 0 } }));
  return made;
}

describe("who gave only the right password", () => {
  const ANSWERS = /^\/sign-in\/(second-step|enrolment)|\/passkeys\/(secondStep|enrolment)$/;
  /** What the token of a pending sign-in is for. */
  const ITS_OWN = new Set(["signInByCodeAction", "signInByRecoveryCodeAction", "completeWithPasskeyAction"]);
  let headers: Record<string, string>;
  beforeEach(async () => {
    headers = pendingCookie(await (await person()).begin());
  });

  it("gets no page and no route that nobody gets", async () => {
    for (const probes of Object.values(PATH_MATRIX)) {
      for (const [path, cells] of Object.entries(probes)) {
        if (ANSWERS.test(path)) continue;
        const answer = await ask(port, { path, headers });
        expect([path, cellOfAnswer(answer)]).toEqual([path, cellsOf(cells).nobody]);
      }
    }
    const step = await ask(port, { path: "/sign-in/second-step", headers });
    expect(step.status).toBe(200);
  });

  it("does with no action what nobody does not", async () => {
    for (const { name } of builtActions()) {
      const rows = ITS_OWN.has(name) ? [] : (ACTION_MATRIX[name] ?? []);
      for (const row of rows.filter(({ cells }) => cellsOf(cells).nobody === "in").slice(0, 1)) {
        const fields = await row.fields(instance, "nobody");
        const before = await stateOf(pool);
        expect([name, await outcome(name, fields, headers)]).toEqual([name, "in"]);
        expect([name, await stateOf(pool)]).toEqual([name, before]);
      }
    }
  });

  it("has nothing that passes for a session, and a session passes for no second step", async () => {
    const token = headers.cookie?.split("=")[1] ?? "";
    const cookie = `strongroom-session=${token}`;
    expect((await ask(port, { path: "/account", headers: { cookie } })).status).toBe(307);
    expect((await ask(port, { path: `${SECRETS_PATH}/rows`, headers: { cookie } })).status).toBe(401);
    const owner = await person();
    const session = pendingCookie(await instance.signIn(owner.email));
    expect(await outcome("signInByCodeAction", { code: owner.code() }, session)).toBe("in");
  });

  it("gets in by no other door", async () => {
    const { email, password } = await person();
    const csrf = await ask(port, { path: "/api/auth/csrf" });
    const cookie = [csrf.headers["set-cookie"]]
      .flat()
      .map((one) => String(one).split(";")[0])
      .join("; ");
    const { csrfToken } = JSON.parse(csrf.text);
    const answer = await ask(port, {
      method: "POST",
      path: "/api/auth/callback/credentials",
      headers: { origin: instance.origin, cookie, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ email, password, csrfToken, json: "true" }).toString(),
    });
    expect(answer.status).toBe(403);
    expect(String(answer.headers["set-cookie"])).not.toMatch(/strongroom-session=[\w-]{20}/);
  });
});

describe("the second step", () => {
  it("gives its token in a cookie like a session's, and takes it when the session begins", async () => {
    const { email, password, code } = await person();
    const first = await call("signInAction", { email, password }, {});
    expect(outcomeOf(first).detail).toMatch(/^\/sign-in\/second-step/);
    const cookie = String(first.headers["set-cookie"]);
    expect(cookie).toMatch(/^strongroom-sign-in=[\w-]{43}; Path=\/; .*Max-Age=600; HttpOnly; SameSite=lax$/i);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    const second = await call("signInByCodeAction", { code: code() }, headers);
    expect(outcomeOf(second).kind).toBe("redirect");
    const set = String(second.headers["set-cookie"]);
    expect(set).toMatch(/strongroom-session=[\w-]{43}/);
    expect(set).toMatch(/strongroom-sign-in=;/);
  });

  it("replay: of 20 requests with one code in every spelling one gets in (CVE-2025-6015)", async () => {
    const { begin, code } = await person();
    const tokens = [await begin(), await begin(), await begin(), await begin()];
    const right = code();
    const wide = right.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const spellings = [right, `${right.slice(0, 3)} ${right.slice(3)}`, wide, ` ${right}\t`];
    const tries = Array.from({ length: 20 }, (_, n) =>
      outcome("signInByCodeAction", { code: spellings[n % 4] ?? "" }, pendingCookie(tokens[n % 3] ?? "")),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((one) => one.startsWith("→"))).toHaveLength(1);
    expect(await outcome("signInByCodeAction", { code: right }, pendingCookie(tokens[3] ?? ""))).toMatch(
      /validation|throttled/,
    );
  });

  it("guessing: no number of right passwords takes back what was counted", async () => {
    const { begin, code, email, password } = await person();
    for (let n = 0; n < 5; n += 1) {
      const headers = pendingCookie(await begin());
      expect(await outcome("signInByCodeAction", { code: "000000" }, headers)).toBe("validation");
      expect(await outcome("signInAction", { email, password }, {})).toMatch(/^→|in/);
    }
    const headers = pendingCookie(await begin());
    const answer = outcomeOf(await call("signInByCodeAction", { code: code() }, headers));
    expect([answer.detail, answer.state.message]).toEqual([
      "throttled",
      expect.stringMatching(/^Too many attempts/),
    ]);
    const recoveryCode = "0000-0000-0000-0000";
    expect(await outcome("signInByRecoveryCodeAction", { recoveryCode }, headers)).toBe("throttled");
  });

  it("sets up no second authenticator with the password alone", async () => {
    const headers = pendingCookie(await (await person()).begin());
    const before = await stateOf(pool);
    for (const [action, fields] of [
      ["startEnrolmentAction", {}],
      ["enrolTotpAction", { code: "123456" }],
      ["completeEnrolmentAction", {}],
    ] as const) {
      expect(await outcome(action, fields, headers)).toBe("in");
    }
    expect(await stateOf(pool)).toEqual(before);
  });
});

describe("what is secret about a factor", () => {
  afterEach(() =>
    sealing(ctx, "organisations", db.organisation.updateMany({ data: { requiresSecondFactor: false } })),
  );

  it("is shown once, and is in no later answer, no log and no table", async () => {
    const email = "canary@example.com";
    await createPerson(ctx, { email, role: "auditor", password: PASSWORD });
    const headers = { cookie: `strongroom-session=${await instance.signIn(email)}` };
    expect(await outcome("startTotpAction", {}, headers)).toBe("done");
    const page = await ask(port, { path: "/account/authenticator", headers });
    const key = /data-testid="totp-secret"[^>]*>([A-Z2-7 ]+)</.exec(page.text)?.[1] ?? "";
    const secret = key.replaceAll(" ", "");
    expect(secret).toHaveLength(32);
    const done = outcomeOf(await call("confirmTotpAction", { code: codeOf(key, new Date()) }, headers));
    const { codes } = done.state.data as { codes: string[] };
    expect(codes).toHaveLength(10);

    const paths = [
      "/account",
      "/account/authenticator",
      "/account/recovery-codes",
      "/account/confirm/methods",
    ];
    const answers = await Promise.all(paths.map((path) => ask(port, { path, headers })));
    const locations = [
      ...answers.map((answer, n) => ({ name: paths[n] ?? "", bytes: Buffer.from(wholeOf(answer)) })),
      { name: "log", bytes: Buffer.from(instance.output()) },
      ...(await columnsOf(pool)),
    ];
    const plain = codes.map((code) => code.replaceAll("-", ""));
    for (const hidden of [secret, key, ...codes, ...plain]) expect(sightings(locations, hidden)).toEqual([]);
    expect(sightings(locations, email)).not.toEqual([]);
  });

  it("is not repeated when it was typed wrong", async () => {
    const { begin } = await person();
    const headers = pendingCookie(await begin());
    const session = { cookie: `strongroom-session=${await instance.signIn("owner@example.com")}` };
    const marker = newMarker();
    const answers = [
      await call("signInByCodeAction", { code: marker }, headers),
      await call("signInByRecoveryCodeAction", { recoveryCode: marker }, headers),
      await call("confirmByPasswordAction", { password: marker }, session),
      await call("confirmByCodeAction", { code: marker }, session),
      await call("confirmTotpAction", { code: marker }, session),
      await call("enrolTotpAction", { code: marker }, headers),
      await postForm(instance, {
        headers,
        path: "/sign-in/second-step",
        control: "code",
        fields: { code: marker },
      }),
      await postForm(instance, {
        headers,
        path: "/sign-in/second-step?method=recovery",
        control: "recoveryCode",
        fields: { recoveryCode: marker },
      }),
      await postForm(instance, {
        headers: session,
        path: "/account/confirm",
        control: "password",
        fields: { password: marker },
      }),
    ];
    const locations = answers.map((answer, n) => ({
      name: `answer ${n}`,
      bytes: Buffer.from(wholeOf(answer)),
    }));
    const log = { name: "log", bytes: Buffer.from(instance.output()) };
    expect(sightings([...locations, log, ...(await columnsOf(pool))], marker)).toEqual([]);
  });
});
