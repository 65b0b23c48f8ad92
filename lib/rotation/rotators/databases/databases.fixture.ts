import { once } from "node:events";
import { connect, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { Plaintext } from "@/lib/crypto/plaintext";
import { loginIn } from "@/lib/databases/login";
import type { DatabaseServer } from "@/lib/databases/server";
import type { AppError } from "@/lib/platform/app-error";
import { revealSecret } from "@/lib/secrets/reveal/service";
import { sealing } from "@/test/seals";
import type { testRotation } from "../../rotation.fixture";
import { cancelRotation, undoRotation } from "../../running/service";
import { CLAIM_MS, runPhase } from "../../running/steps";
import { claimNext } from "../../running/store";
import { newRotationPolicy } from "../../schema";
import { CLIENTS, clients, sampled } from "./clients.fixture";
import { databaseRotator } from "./rotator";
import type { DatabaseConfig } from "./schema";

const ROTATIONS = Number(process.env.ROTATIONS ?? 2);
const TEST_MS_MAX = 60_000 + ROTATIONS * 10_000;
const GRACE = 24 * 60 * 60;
export const ADMIN = { user: "keeper", password: "adm1n-of-the-databases-31" };

export type Login = { readonly user: string; readonly password: string };

/** A real server, as somebody else has one. */
export interface RealServer {
  readonly server: DatabaseServer;
  readonly config: object & { readonly port: number };
  /** Makes a user, whose password the admin may change. */
  makeUser(login: Login): Promise<void>;
  /** Connects as an application does. Rejects when the server refuses it. */
  connect(login: Login): Promise<void>;
  /** The statements that run at this moment, and whatever else it shows of them. */
  statements(): Promise<string>;
  /** Everything that it logged so far. */
  log(): Promise<string>;
}

/** Ways to rotate with a real server, and what holds whatever it is. */
export function databaseTests(t: Awaited<ReturnType<typeof testRotation>>, real: RealServer) {
  const rotator = databaseRotator(real.server);
  const config = (more: object = {}) =>
    newRotationPolicy.parse({ rotator: { ...real.config, ...more }, credential: "ADMIN" })
      .rotator as DatabaseConfig;
  const step = (
    more: object,
    old = "nothing yet",
    facts: object = {},
    admin = JSON.stringify(asJson(ADMIN)),
  ) => ({
    ...{ ctx: t.job, rotationId: "r", secret: { ...t.scope, name: "N" }, facts: { ...facts } },
    ...{
      config: config(more),
      old: Plaintext.of(old),
      oldLabel: "current" as const,
      credential: Plaintext.of(admin),
    },
  });
  /** A rotation by hand, phase by phase. */
  const prepared = async (more: object, old?: string, admin?: string) => {
    const before = step(more, old, {}, admin);
    const { value, facts } = await rotator.prepare(before);
    const login = loginIn(value) ?? { user: String(facts?.user), password: value.reveal() };
    return { step: { ...before, facts: facts ?? {}, fresh: value }, login };
  };
  /** What an admin is told of a failure. */
  const told = async (work: Promise<unknown> | undefined) => {
    const error = await Promise.resolve(work).then(
      () => null,
      (error: AppError) => error,
    );
    return error?.detail ?? String(error);
  };
  const refuses = (login: Login) => expect(real.connect(login)).rejects.toThrow();
  const users = async (...names: readonly string[]) => {
    for (const user of names) await real.makeUser({ user, password: `first-of-${user}-0123456789` });
  };
  const firstUrl = (user: string) =>
    `x://${encodeURIComponent(user)}:first-of-${encodeURIComponent(user)}-0123456789@h/`;
  const allow = async (...hosts: readonly string[]) => {
    const allowedPrivateHosts = [t.service.host, `127.0.0.1:${real.config.port}`, ...hosts];
    const { organisation } = t.ctx.db;
    await sealing(t.ctx, "organisations", organisation.updateMany({ data: { allowedPrivateHosts } }));
  };
  const rotatedOf = async (name: string, more: object, value: string) => {
    const secret = await t.stored(name, value);
    await t.put(name, { rotator: { ...real.config, ...more }, credential: "ADMIN" });
    return secret;
  };
  /** Reads a secret as an application does. */
  const readerOf = async (name: string) => {
    const wanted = { name: `reads ${name}`, kind: "service", ...t.scope, permissions: ["secrets:read"] };
    const { text } = await createApiKey(
      t.owner,
      newApiKey.parse({ ...wanted, expires: "30d", secrets: [name] }),
    );
    const key = t.as((await authenticateKey(t.ctx, text)).actor);
    return async () => loginIn((await revealSecret(key, t.scope, { name })).value) ?? ADMIN;
  };

  describe("each phase", () => {
    test("may run twice: two users", async () => {
      await users("twice_a", "twice_b");
      const { step, login } = await prepared({ users: ["twice_a", "twice_b"] }, firstUrl("twice_a"));
      expect(login.user).toBe("twice_b");
      for (const phase of ["set", "set", "test", "test"] as const) await rotator[phase]?.(step);
      await real.connect(login);
      await real.connect({ user: "twice_a", password: "first-of-twice_a-0123456789" });
      for (const phase of ["revoke", "revoke"] as const) await rotator[phase]?.(step);
      await real.connect(login);
      await refuses({ user: "twice_a", password: "first-of-twice_a-0123456789" });
    });

    test.each(["password", "url", "json"])("may run twice: one user, whose value is a %s", async (value) => {
      const user = `alone_${value}`;
      await users(user);
      const first = { user, password: `first-of-${user}-0123456789` };
      const old = { password: first.password, url: firstUrl(user), json: JSON.stringify(asJson(first)) }[
        value
      ];
      const { step, login } = await prepared({ users: [user], value }, old);
      for (const phase of ["set", "set", "test", "test", "revoke"] as const) await rotator[phase]?.(step);
      await real.connect(login);
      await refuses(first);
      for (const phase of ["revert", "revert"] as const) await rotator[phase]?.(step);
      await real.connect(first);
      await refuses(login);
    });

    test("may be the last before a crash: another instance goes on", async () => {
      await users("crash_a", "crash_b");
      const { id } = await rotatedOf("CRASHED", { users: ["crash_a", "crash_b"] }, firstUrl("crash_a"));
      const read = await readerOf("CRASHED");
      for (const phases of [0, 1, 2, 3]) {
        await t.start("CRASHED");
        const now = t.ctx.now();
        let rotation = await claimNext(t.ctx.pool, now, new Date(now.getTime() + 120_000));
        for (let done = 0; done < phases && rotation; done += 1) rotation = await runPhase(t.job, rotation);
        await t.later(121);
        await t.run();
        expect(await t.now("CRASHED")).toMatchObject({ phase: "wait", error: null, attempts: 0 });
        await real.connect(await read());
        await t.later(GRACE + 1);
        await t.run();
        expect(await t.now("CRASHED")).toMatchObject({ state: "done" });
        const [before, after] = (await t.openAll(id)).slice(-2).map((value) => loginIn(Plaintext.of(value)));
        await real.connect(after ?? ADMIN);
        await refuses(before ?? ADMIN);
      }
    });
  });

  describe("going back", () => {
    test("puts the password of one user back, cancelled or undone", async () => {
      await users("back");
      const first = { user: "back", password: "first-of-back-0123456789" };
      const { id } = await rotatedOf("BACK", { users: ["back"] }, firstUrl("back"));
      const { id: undone } = await t.start("BACK");
      await t.run();
      await refuses(first);
      await undoRotation(t.owner, undone);
      await t.run();
      await real.connect(first);
      const { id: cancelled } = await t.start("BACK");
      const now = t.ctx.now();
      const claimed = await claimNext(t.ctx.pool, now, now);
      const set = claimed && (await runPhase(t.job, claimed));
      if (set) await runPhase(t.job, set);
      await refuses(first);
      await cancelRotation(t.owner, cancelled);
      // Whoever set it did not live to let go of it.
      await t.later(CLAIM_MS / 1_000 + 1);
      await t.run();
      await real.connect(first);
      expect((await t.openAll(id)).at(-1)).toBe(firstUrl("back"));
    });
  });

  describe(`${CLIENTS} clients that connect with what they read, while it is rotated`, () => {
    test(
      "two users in turn: none is ever refused, and nobody sees a password",
      async () => {
        await users("turn_a", "turn_b");
        const { id } = await rotatedOf("TURNS", { users: ["turn_a", "turn_b"] }, firstUrl("turn_a"));
        const seen = sampled(real);
        const all = clients(real, await readerOf("TURNS"));
        for (let n = 0; n < ROTATIONS; n += 1) {
          await t.start("TURNS");
          await t.run();
          expect(await t.now("TURNS")).toMatchObject({ phase: "wait", error: null });
          await all.cycle();
          await t.later(GRACE + 1);
          await t.run();
        }
        await all.cycle();
        const { connections, refused } = await all.end();
        expect({ refused }).toEqual({ refused: 0 });
        expect(connections).toBeGreaterThan(CLIENTS * ROTATIONS);
        const passwords = (await t.openAll(id)).map((value) => loginIn(Plaintext.of(value))?.password ?? "");
        expect(new Set(passwords).size).toBe(ROTATIONS + 1);
        await expectUnseen(passwords.slice(1), await seen());
      },
      TEST_MS_MAX,
    );

    test(
      "one user: none is refused with what it read after the rotation",
      async () => {
        await users("single");
        await rotatedOf("SINGLE", { users: ["single"] }, firstUrl("single"));
        const all = clients(real, await readerOf("SINGLE"));
        for (let n = 0; n < ROTATIONS; n += 1) {
          await t.start("SINGLE");
          all.disturbed();
          await t.run();
          all.calm();
          expect(await t.now("SINGLE")).toMatchObject({ phase: "wait", error: null });
          await all.cycle();
          await t.later(GRACE + 1);
          await t.run();
        }
        const { refusedInCalm } = await all.end();
        expect({ refusedInCalm }).toEqual({ refusedInCalm: 0 });
      },
      TEST_MS_MAX,
    );
  });

  /** The connection is cut behind the first statement of this kind, and the outcome is not known then. */
  async function settlesAfterCut(upstreamPort: number, statement: string): Promise<void> {
    await users("cut_a", "cut_b");
    let cuts = 0;
    const proxy = createServer((socket) => {
      const upstream = connect(upstreamPort, "127.0.0.1");
      upstream.on("error", () => {}).on("data", (chunk) => socket.destroyed || socket.write(chunk));
      socket.on("error", () => {}).on("close", () => setTimeout(() => upstream.destroy(), 200));
      socket.on("data", (chunk) => {
        upstream.write(chunk);
        if (chunk.includes(statement) && cuts++ === 0) socket.destroy();
      });
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { port } = proxy.address() as { port: number };
    await allow(`127.0.0.1:${port}`);
    await rotatedOf("CUT", { users: ["cut_a", "cut_b"], port, tls: "none", ca: "" }, firstUrl("cut_a"));
    await t.start("CUT");
    await t.run();
    expect(await t.now("CUT")).toMatchObject({
      ...{ phase: "set", attempts: 1 },
      error: expect.stringMatching(/lost/),
    });
    await t.later(11);
    await t.run();
    expect(await t.now("CUT")).toMatchObject({ phase: "wait", error: null });
    proxy.close();
  }

  /** No password stands in the log of the server, in what it showed of statements, in an event, or with a rotation. */
  async function expectUnseen(passwords: readonly string[], seen: string): Promise<void> {
    const { db } = t.database;
    const [events, rotations] = await Promise.all([db.auditEvent.findMany(), db.rotation.findMany()]);
    const text = (rows: readonly object[]) => rows.map((row) => Object.values(row).join("\n")).join("\n");
    const detail = rotations.map(({ facts }) => JSON.stringify(facts)).join("\n");
    const texts = { log: await real.log(), seen, events: text(events), rotations: text(rotations), detail };
    expect(texts.log.length).toBeGreaterThan(1_000);
    for (const [where, content] of Object.entries(texts))
      for (const password of [...passwords, ADMIN.password])
        if (content.includes(password)) throw new Error(`a password stands in ${where}`);
  }

  return {
    rotator,
    config,
    step,
    prepared,
    told,
    users,
    firstUrl,
    allow,
    refuses,
    rotatedOf,
    settlesAfterCut,
  };
}

export function asJson({ user, password }: Login) {
  return { username: user, password };
}
