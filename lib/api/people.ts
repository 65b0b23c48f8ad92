import { z } from "zod";
import { ROLES } from "@/lib/authorization/actor";
import type { ListedPerson } from "@/lib/people/list/model";
import { listPeople } from "@/lib/people/list/service";
import type { Status } from "@/lib/people/membership/model";
import { ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { pageOf } from "./secret-answers";

const STATUSES = ["active", "suspended"] as const satisfies readonly Status[];

const time = z.iso.datetime().nullable();
const Person = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    status: z.enum(STATUSES),
    secondFactors: z
      .object({ authenticator: z.boolean(), passkeys: z.int(), recoveryCodes: z.int() })
      .meta({ description: "What they have, by number: nothing to sign in with." }),
    lastSeenAt: time,
    waitsUntil: time.meta({ description: "How long they have to wait after failed tries." }),
  })
  .meta({ id: "Person" });

const list = endpoint(
  {
    method: "GET",
    path: "/people",
    tag: "People",
    summary: "List the people with an account, by address",
    description:
      "Only for keys of the whole organisation. People come, go and get their roles through people: no key may change them.",
    action: "person.list",
    query: z.strictObject(pageQuery),
    answers: { 200: { description: "One page.", schema: pageOf(Person) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "people", query);
    const { items, next } = await listPeople(ctx, { after, limit: query.limit });
    return ok({ items: items.map(shownPerson), next: sealCursor(ctx, "people", query, next) });
  },
);

function shownPerson(person: ListedPerson): z.input<typeof Person> {
  const { id, email, name, role, status, factors, lastSeenAt, waitsUntil } = person;
  const { hasTotp, passkeyCount, recoveryCodesLeft } = factors;
  return {
    id,
    email,
    name,
    role,
    status,
    secondFactors: { authenticator: hasTotp, passkeys: passkeyCount, recoveryCodes: recoveryCodesLeft },
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    waitsUntil: waitsUntil?.toISOString() ?? null,
  };
}

export const peopleEndpoints: readonly Endpoint[] = [list];
