import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sealing } from "../seals";
import { callAction, type Fields, outcomeOf } from "./action";
import { builtActions, builtPaths, pageOf, publicFiles } from "./build";
import { freshHeaders, madeKey, storedSecret } from "./fixture";
import { emailOf, startInstance, VISITORS, type Visitor } from "./instance";
import { cellOfAnswer, cellOfOutcome, cellsOf, deviations, disagreement, takesEffect } from "./matrix";
import { ACTION_MATRIX, type ActionRow } from "./matrix-actions";
import { madeEndpoint } from "./matrix-allowlist";
import { PATH_MATRIX } from "./matrix-paths";
import { stateOf } from "./state";

const instance = await startInstance();
const { db, pool } = instance.ctx;
const secret = await storedSecret(instance);
const { key } = await madeKey(instance);
const endpoint = await madeEndpoint(instance, { secret: secret.name });
const addressOf = (template: string) =>
  template.replace("{name}", secret.name).replace("{endpoint}", endpoint.name).replace("{key}", key.id);
// All visitors have one password, so the hash of one serves all.
const emails = VISITORS.map(emailOf);
const { passwordHash } = await db.user.findUniqueOrThrow({ where: { email: emailOf("owner") } });
const actions = new Map(builtActions().map((action) => [action.name, action]));

describe("the table", () => {
  it("has a row for every page and route of the build, every public file, and none more", () => {
    expect(disagreement([...builtPaths(), ...publicFiles()], Object.keys(PATH_MATRIX))).toEqual([]);
  });

  it("has a row for every server action of the build, and none more", () => {
    expect(disagreement([...actions.keys()], Object.keys(ACTION_MATRIX))).toEqual([]);
  });

  it("would miss a new route, a new action and a cell that turned", async () => {
    expect(disagreement([...builtPaths(), ...publicFiles(), "/backdoor"], Object.keys(PATH_MATRIX))).toEqual([
      "/backdoor has no row",
    ]);
    expect(disagreement([...actions.keys()].slice(1), Object.keys(ACTION_MATRIX))).toHaveLength(1);
    const path = "/projects/default/production/secrets";
    const got = await forEach(async (visitor) => cellOfAnswer(await instance.ask(visitor, { path })));
    expect(deviations("200 200 403 403 in in", got)).toEqual(["auditor: 200 instead of 403"]);
    expect(deviations("200 200 200 403 in 200", got)).toEqual(["nobody: in instead of 200"]);
  });
});

describe("pages and routes", () => {
  for (const [pattern, probes] of Object.entries(PATH_MATRIX)) {
    const [first] = Object.keys(probes);
    it.each(Object.entries(probes))(
      `${pattern}: %s answers each role as the table says`,
      async (template, cells) => {
        const path = addressOf(template);
        // Owners and Super Admins, and those with and without a session that counts, are told apart by the first address.
        const asked =
          template === first ? VISITORS : VISITORS.filter((v) => !["super_admin", "suspended"].includes(v));
        const got = {
          ...cellsOf(cells),
          ...(await forEach(async (v) => cellOfAnswer(await instance.ask(v, { path })), asked)),
        };
        expect(deviations(cells, got)).toEqual([]);
        const asData = { rsc: "1", accept: "text/x-component" };
        for (const visitor of asked.filter((v) => ["in", "401"].includes(cellsOf(cells)[v]))) {
          const { text } = await instance.ask(visitor, { path, headers: asData });
          expect(text).not.toContain(secret.id);
        }
      },
    );
  }

  it("take no other method, and change nothing for it", async () => {
    const before = await stateOf(pool);
    const paths = Object.values(PATH_MATRIX).flatMap((probes) => Object.keys(probes).slice(0, 1));
    const headers = { origin: instance.origin, "content-type": "application/json" };
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      for (const path of paths.filter((one) => !one.startsWith("/api/auth/"))) {
        const question = { method, path: addressOf(path), headers, body: "{}" };
        const owner = await instance.ask("owner", question);
        expect([method, path, owner.status < 500]).toEqual([method, path, true]);
        if (method !== "POST") continue;
        const nobody = await instance.ask("nobody", question);
        expect([path, nobody.status < 500]).toEqual([path, true]);
        expect(nobody.text).not.toContain(secret.id);
      }
    }
    expect(await stateOf(pool)).toEqual(before);
  });
});

describe("actions", () => {
  for (const [name, rows] of Object.entries(ACTION_MATRIX)) {
    it.each(rows)(`${name}: $tries does for each role what the table says`, async (row) => {
      const refused = await refusals(name, row);
      const got = await forEach(
        async (visitor) => refused[visitor] ?? (await outcomeFor(name, row, visitor)),
      );
      expect(deviations(row.cells, got)).toEqual([]);
    });
  }
});

async function forEach(
  of: (visitor: Visitor) => Promise<string>,
  visitors: readonly Visitor[] = VISITORS,
): Promise<Record<Visitor, string>> {
  const got: Partial<Record<Visitor, string>> = {};
  for (const visitor of visitors) got[visitor] = await of(visitor);
  return got as Record<Visitor, string>;
}

/**
 * Calls the action as all whom the table refuses, one after another, and looks once whether anything changed. If so it
 * answers for nobody: each has to be called alone then, to tell who it was.
 */
async function refusals(name: string, row: ActionRow): Promise<Partial<Record<Visitor, string>>> {
  const cells = cellsOf(row.cells);
  const refused = VISITORS.filter((visitor) => !takesEffect(cells[visitor]));
  const calls = [];
  for (const visitor of refused) calls.push({ visitor, ...(await callOf(row, visitor)) });
  const before = await stateOf(pool);
  const got: Partial<Record<Visitor, string>> = {};
  for (const { visitor, ...call } of calls) got[visitor] = await cellFor(name, call);
  const isChanged = await hasChanged(before);
  await restore(isChanged);
  return isChanged ? {} : got;
}

/** Calls the action as one visitor and puts passwords and factors back afterwards. A refusal that changes something is none. */
async function outcomeFor(name: string, row: ActionRow, visitor: Visitor): Promise<string> {
  const call = await callOf(row, visitor);
  const before = await stateOf(pool);
  const got = await cellFor(name, call);
  const isChanged = await hasChanged(before);
  await restore(isChanged);
  if (isChanged === (takesEffect(got) && !row.isUnseen)) return got;
  return `${got}, ${isChanged ? "although something changed" : "although nothing changed"}`;
}

interface VisitorsCall {
  readonly fields: Fields;
  readonly headers: Record<string, string>;
}

async function callOf(row: ActionRow, visitor: Visitor): Promise<VisitorsCall> {
  const headers = await freshHeaders(instance, visitor);
  return { headers, fields: await row.fields(instance, visitor, headers.cookie) };
}

async function cellFor(name: string, call: VisitorsCall): Promise<string> {
  const answer = await callAction(instance, "nobody", { action: name, path: pageOf(name), ...call });
  return cellOfOutcome(outcomeOf(answer));
}

async function hasChanged(before: Awaited<ReturnType<typeof stateOf>>): Promise<boolean> {
  return JSON.stringify(await stateOf(pool)) !== JSON.stringify(before);
}

/** Takes away the factors that were set up, and puts back passwords when an action may have changed one. */
async function restore(isChanged: boolean): Promise<void> {
  const removed = await db.$transaction([
    db.passkey.deleteMany(),
    db.totp.deleteMany(),
    db.recoveryCode.deleteMany(),
  ]);
  if (!isChanged && removed.every(({ count }) => count === 0)) return;
  const where = { email: { in: emails } };
  await sealing(instance.ctx, "users", db.user.updateMany({ where, data: { passwordHash } }));
  await sealing(instance.ctx, "totps", Promise.resolve());
}

it("has written nothing into the build, where every instance on the disk would be answered from", () => {
  expect(existsSync(".next/server")).toBe(true);
  expect(existsSync(".next/server/route-cache")).toBe(false);
});
