import { z } from "zod";
import { listLeaseSources, listLeases } from "@/lib/leases/listing/service";
import { END_REASONS, LEASE_STATES } from "@/lib/leases/model";
import { createLease, endLease, renewLease } from "@/lib/leases/running/service";
import { leaseRenewal, leaseSource, newLease, newLeaseSource, sourceName } from "@/lib/leases/schema";
import { findSourceOf, putSource, removeSource } from "@/lib/leases/sources/service";
import { created, NO_CONTENT, ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Leases";
const time = z.iso.datetime();

const Lease = z
  .object({
    id: z.string(),
    project: z.string(),
    environment: z.string(),
    source: z.string(),
    user: z.string().meta({ description: "In the database." }),
    state: z
      .enum(LEASE_STATES)
      .meta({ description: "`attention`: its user could not be dropped again and again." }),
    createdAt: time,
    createdBy: z.string().meta({ description: "The name of the API key." }),
    expiresAt: time,
    maxAt: time.meta({ description: "No renewal goes further." }),
    endReason: z.enum(END_REASONS).nullable(),
    endedAt: time.nullable(),
    attempts: z.int().meta({ description: "How often dropping the user failed." }),
    error: z.string().nullable(),
  })
  .meta({ id: "Lease" });

const Created = z
  .object({
    id: z.string(),
    values: z
      .object({
        url: z.string(),
        username: z.string(),
        password: z.string(),
        host: z.string(),
        port: z.int(),
        database: z.string(),
      })
      .meta({ description: "What to connect with. It is shown here and never again." }),
    expiresAt: time,
  })
  .meta({ id: "CreatedLease" });

const Renewed = z.object({ id: z.string(), expiresAt: time }).meta({ id: "RenewedLease" });

const Entry = z
  .object({
    project: z.string(),
    environment: z.string(),
    name: z.string(),
    kind: z.enum(["postgres", "mysql"]),
    ttlSecondsDefault: z.int(),
    ttlSecondsMax: z.int(),
    leasesMax: z.int(),
    leases: z.int().meta({ description: "How many have not ended." }),
  })
  .meta({ id: "LeaseSourceEntry" });

const stamp = {
  name: z.string(),
  credential: z.string().nullable(),
  updatedAt: time,
  updatedBy: z.string(),
};
const [ofPostgres, ofMysql] = leaseSource.options;
const Source = z
  .discriminatedUnion("kind", [ofPostgres.extend(stamp), ofMysql.extend(stamp)])
  .meta({ id: "LeaseSource" });

const idParam = z.object({ id: z.string() });

const create = endpoint(
  {
    method: "POST",
    path: "/leases",
    tag,
    summary: "Get a user of a database that lives for minutes",
    description:
      "The password is in this answer alone. An answer that is lost costs a user, which is dropped when its time is over.",
    action: "lease.create",
    query: z.strictObject(scopeQuery),
    body: newLease,
    answers: { 201: { description: "The user, and what to connect with, this once.", schema: Created } },
    problems: [502],
  },
  async ({ ctx, query, body }) => created(await createLease(ctx, scopeOf(ctx, query), body)),
);

const renew = endpoint(
  {
    method: "POST",
    path: "/leases/{id}/renew",
    tag,
    summary: "Have a lease of this key end later",
    action: "lease.create",
    params: idParam,
    body: leaseRenewal.optional(),
    answers: { 200: { description: "Renewed.", schema: Renewed } },
    problems: [502],
  },
  async ({ ctx, params, body }) => ok(await renewLease(ctx, params.id, body ?? {})),
);

const end = endpoint(
  {
    method: "DELETE",
    path: "/leases/{id}",
    tag,
    summary: "End a lease at once: its user is dropped",
    description: "Of a key without `admin`: one of its own.",
    action: "lease.end",
    params: idParam,
    answers: { 204: { description: "The user is gone." } },
    problems: [502],
  },
  async ({ ctx, params }) => {
    await endLease(ctx, params.id);
    return NO_CONTENT;
  },
);

const listQuery = z.strictObject({
  ...scopeQuery,
  ended: z
    .enum(["true", "false"], "Say true or false.")
    .default("false")
    .meta({ description: "Those that have ended, in place of those that have not." }),
  ...pageQuery,
});

const list = endpoint(
  {
    method: "GET",
    path: "/leases",
    tag,
    summary: "List leases, newest first",
    description: "Of a key without `admin`: its own.",
    action: "lease.list",
    query: listQuery,
    answers: { 200: { description: "One page.", schema: pageOf(Lease) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "leases", query) ?? null;
    const { environment, ended, limit } = query;
    const scope = { ...projectOf(ctx, query), environment };
    const { items, next } = await listLeases(ctx, scope, { isEnded: ended === "true", after, limit });
    return ok({ items, next: sealCursor(ctx, "leases", query, next) });
  },
);

const listSources = endpoint(
  {
    method: "GET",
    path: "/lease-sources",
    tag,
    summary: "List what can be leased from",
    action: "leaseSource.list",
    query: z.strictObject(scopeQuery),
    answers: { 200: { description: "All of them.", schema: z.object({ items: z.array(Entry) }) } },
  },
  async ({ ctx, query }) => {
    const scope = { ...projectOf(ctx, query), environment: query.environment };
    const all = await listLeaseSources(ctx, scope);
    const items = all.map(({ project, environment, name, source, leases }) => {
      const { kind, ttlSecondsDefault, ttlSecondsMax, leasesMax } = source;
      return { project, environment, name, kind, ttlSecondsDefault, ttlSecondsMax, leasesMax, leases };
    });
    return ok({ items });
  },
);

const ofSource = {
  tag,
  path: "/lease-sources/{name}",
  params: z.object({ name: z.string() }),
  query: z.strictObject(scopeQuery),
} as const;

const getSource = endpoint(
  {
    ...ofSource,
    method: "GET",
    summary: "Read where a lease source makes users, and with which rights",
    action: "leaseSource.read",
    answers: { 200: { description: "All but the credential itself.", schema: Source } },
  },
  async ({ ctx, params, query }) => ok(await findSourceOf(ctx, scopeOf(ctx, query), params.name)),
);

const putTheSource = endpoint(
  {
    ...ofSource,
    method: "PUT",
    summary: "Say where a lease source makes users, and with which rights",
    action: "leaseSource.configure",
    params: z.object({ name: sourceName }),
    body: newLeaseSource,
    answers: { 204: { description: "Said." } },
  },
  async ({ ctx, params, query, body }) => {
    await putSource(ctx, scopeOf(ctx, query), params.name, body);
    return NO_CONTENT;
  },
);

const removeTheSource = endpoint(
  {
    ...ofSource,
    method: "DELETE",
    summary: "Take a lease source away, once its leases have ended",
    action: "leaseSource.configure",
    answers: { 204: { description: "Gone." } },
  },
  async ({ ctx, params, query }) => {
    await removeSource(ctx, scopeOf(ctx, query), params.name);
    return NO_CONTENT;
  },
);

export const leaseEndpoints: readonly Endpoint[] = [
  create,
  renew,
  end,
  list,
  listSources,
  getSource,
  putTheSource,
  removeTheSource,
];
