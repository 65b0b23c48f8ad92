import { expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { testConnections } from "./connections.fixture";
import { findConnection } from "./store";
import { sealTokens } from "./tokens/sealing";
import { refreshDue } from "./tokens/service";
import { insertTokens } from "./tokens/store";

/** With `CONNECTIONS=1000` the hour of the issue; fewer where every change is tested. */
const COUNT = Number(process.env.CONNECTIONS ?? 40);
const MINUTES = 60;

const t = await testConnections();
const { ctx, provider, job, scope } = t;

test(`${COUNT} tokens that end within an hour are refreshed by two instances, each once`, async () => {
  const environment = await ctx.db.environment.findFirstOrThrow({
    where: { slug: scope.environment, project: { slug: scope.project } },
  });
  for (let i = 0; i < COUNT; i += 1) {
    const name = `app-${i}`;
    await t.put(name, {
      ...{ kind: "custom", tokenEndpoint: `${provider.issuer}/token`, secretGoesIn: "header" },
      ...{ grant: "clientCredentials", scopes: [] },
    });
    const connection = await findConnection(ctx, environment, name);
    if (!connection) throw new Error(`there is no ${name}`);
    const granted = {
      ...{ accessToken: `first ${i}`, refreshToken: null, scopes: [] },
      // Their ends lie over the hour; none is due in its first minutes.
      expiresInSeconds: 600 + Math.floor((i * 45 * 60) / COUNT),
    };
    const sealed = await sealTokens(ctx, connection, granted, { scopes: [], isRefreshable: true });
    const owner = { connectionId: connection.id, ownerId: null, connectedAt: ctx.now(), connectedBy: "a" };
    await insertTokens(sqlOn(ctx.pool), ctx, owner, sealed);
  }
  const before = provider.asked.get("/token") ?? 0;
  for (let minute = 0; minute < MINUTES; minute += 1) {
    t.later(60);
    await Promise.all([refreshDue({ ...job }), refreshDue({ ...job })]);
  }
  expect((provider.asked.get("/token") ?? 0) - before).toBe(COUNT);
  const rows = await t.database.db.connectionTokens.findMany();
  expect(rows.filter(({ refreshedAt }) => refreshedAt !== null)).toHaveLength(COUNT);
  expect(rows.filter(({ attempts, claimedUntil }) => attempts > 0 || claimedUntil !== null)).toEqual([]);
}, 600_000);
