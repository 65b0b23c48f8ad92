import { sqlOn } from "@/lib/db/sql";
import { insertLease } from "@/lib/leases/running/store";
import { newLeaseSource } from "@/lib/leases/schema";
import { putSource } from "@/lib/leases/sources/service";
import { newId } from "@/lib/platform/ids";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

let count = 0;
const newSourceName = () => `source-${++count}`;

/** Nobody answers there. */
const server = { kind: "postgres", host: "db.example.com", port: "5432", database: "app", tls: "verify" };
const rights = { statements: "GRANT reader TO {{user}}", leasesMax: "200" };
const times = { ttlSecondsDefault: "900", ttlSecondsMax: "86400" };

/** The fields of a form about a source that is there. */
async function source(instance: Instance, scope: Scope = SCOPE) {
  const { name: credential } = await storedSecret(instance, scope);
  const name = newSourceName();
  const statements = ["GRANT reader TO {{user}}"];
  const input = newLeaseSource.parse({ ...server, port: 5432, statements, credential });
  await putSource(instance.ctx, scope, name, input);
  return { ...scope, name };
}

/** The fields of a form that sets one up. */
async function wanted(instance: Instance, scope: Scope = SCOPE) {
  const { name: credential } = await storedSecret(instance, scope);
  return { ...SCOPE, name: newSourceName(), isNew: "on", ...server, ...rights, ...times, credential };
}

/** A lease that somebody is making, so that ending it only notes so. */
async function lease(instance: Instance, scope: Scope = SCOPE) {
  const { ctx } = instance;
  const { name } = await source(instance, scope);
  const row = await ctx.db.leaseSource.findFirstOrThrow({ where: { name } });
  const [id, now, later] = [newId(), new Date(), new Date(Date.now() + 3_600_000)];
  const ids = { id, sourceId: row.id, environmentId: row.environmentId, apiKeyId: null };
  const when = { createdAt: now, maxAt: later, expiresAt: later, dueAt: later, ttlSeconds: 60 };
  await insertLease(sqlOn(ctx.pool), ctx, {
    ...{ ...ids, ...when, userName: `sr_${id.slice(-12)}` },
    createdBy: "test",
  });
  return { id };
}

/** Users of databases, and where they are made. */
export const LEASE_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  putLeaseSourceAction: [
    {
      tries: "setting up a lease source",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => wanted(instance),
    },
    {
      tries: "setting up a lease source that signs in with a secret of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: (instance) => wanted(instance, ELSEWHERE),
    },
    {
      tries: "setting up a lease source of a name that is taken",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), ...(await source(instance)) }),
    },
    {
      tries: "setting up a lease source at a private address",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), host: "10.0.0.7" }),
    },
  ],
  removeLeaseSourceAction: [
    {
      tries: "deleting a lease source",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => source(instance),
    },
    {
      tries: "deleting a lease source of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await source(instance, ELSEWHERE)), ...SCOPE }),
    },
  ],
  testLeaseSourceAction: [
    {
      tries: "testing a lease source that is not there",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ ...SCOPE, name: "nowhere" }),
    },
  ],
  leaseStepAction: [
    {
      tries: "ending a lease",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...(await lease(instance)), step: "end" }),
    },
    {
      tries: "trying again to drop a user that was not tried",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({ ...(await lease(instance)), step: "retry" }),
    },
    {
      tries: "forgetting a lease that does not need attention",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({ ...(await lease(instance)), step: "forget" }),
    },
    {
      tries: "ending a lease that never was",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ id: newId(), step: "end" }),
    },
  ],
};
