import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { type GrantMeta, MATCHES_COUNTED_MAX } from "@/lib/grants/model";
import { newGrant } from "@/lib/grants/schema";
import { createGrant, deleteGrant, listGrants } from "@/lib/grants/service";
import { fieldError, withFieldNames } from "@/lib/platform/app-error";
import { parseInput } from "../command-input";
import type { Answer } from "../shell";

export interface GrantOptions {
  readonly person?: string | undefined;
  readonly group?: string | undefined;
  readonly project: string;
  readonly environment?: string | undefined;
  readonly secret?: string | undefined;
  readonly pattern?: string | undefined;
  readonly capability: string;
  readonly expires?: string | undefined;
}

/** Grants a Member or a group access to secrets. */
export async function addGrant(ctx: Ctx, options: GrantOptions): Promise<Answer> {
  const { person, group, project, environment, secret, pattern, capability, expires } = options;
  if ((person === undefined) === (group === undefined))
    throw fieldError("person", "Say --person with an address, or --group with the slug of a group.");
  const holder = person === undefined ? "group" : "person";
  const grant = parsed(holder, {
    subject: { [holder]: options[holder] },
    target: { project, environment, secret, pattern },
    ...{ capability, expires },
  });
  const made = await createGrant(ctx, grant);
  return { data: { grant: made }, lines: [`Granted, as ${made.id}.`, ...matchLines(made.matches)] };
}

function parsed(holder: "person" | "group", input: Readonly<Record<string, unknown>>) {
  try {
    return parseInput(newGrant, input);
  } catch (error) {
    throw withFieldNames(error, { subject: holder });
  }
}

function matchLines(matches: number | null): readonly string[] {
  if (matches === null) return [];
  if (matches === 0) return ["No name begins like this yet."];
  const many =
    matches > MATCHES_COUNTED_MAX
      ? `${MATCHES_COUNTED_MAX.toLocaleString("en")}+ secrets`
      : counted(matches, "secret");
  return [`It is about ${many} now.`];
}

/** Every grant of a project. */
export async function showGrants(ctx: Ctx, project: string): Promise<Answer> {
  const grants: GrantMeta[] = [];
  for (let after: string | undefined | null; after !== null; ) {
    const page = await listGrants(ctx, project, { after });
    grants.push(...page.items);
    after = page.next;
  }
  return { data: { grants }, lines: grants.map((grant) => `${grant.id}  ${textOf(grant)}`) };
}

export async function removeGrant(ctx: Ctx, id: string): Promise<Answer> {
  const grant = await deleteGrant(ctx, id);
  return { data: { grant }, lines: [`Removed: ${textOf(grant)}`] };
}

function textOf({ holder, project, environment, secret, pattern, capability, expiresAt }: GrantMeta): string {
  const who = holder.kind === "person" ? holder.email : `group ${holder.slug}`;
  const scope = environment === null ? project : `${project}/${environment}`;
  const end = expiresAt === null ? "" : `, until ${expiresAt}`;
  return `${who}: ${capability} ${secret ?? pattern ?? "every secret"} in ${scope}${end}`;
}
