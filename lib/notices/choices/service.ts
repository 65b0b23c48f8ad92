import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { type NoticeKindName, noticeKind, timingIssue } from "../kinds";
import { kindsFor, timingOf } from "../recipients";
import type { NoticeChoice } from "./model";
import type { NoticeChoices } from "./schema";
import { listChoices, saveChoices } from "./store";

type OwnCtx = Ctx & { readonly actor: UserActor };

/** What the actor can be told of, and when they are. */
export async function ownChoices({ pool, actor }: OwnCtx): Promise<NoticeChoice[]> {
  const chosen = (await listChoices(pool, [actor.id])).get(actor.id);
  return kindsFor(actor).map((name) => {
    const { label, about, timings } = noticeKind(name);
    return { name, label, about, timings, timing: timingOf(actor, name, chosen) };
  });
}

/**
 * Says when the actor is told of what; kinds that are left out stay as they are. Throws `validation` for a kind that is not for
 * their role, for a time that the kind does not have, and when nothing was chosen.
 */
export async function chooseNotices(ctx: OwnCtx, choices: NoticeChoices): Promise<void> {
  const wanted = Object.entries(choices) as [NoticeKindName, NoticeChoices[NoticeKindName]][];
  if (wanted.length === 0) throw new AppError("validation", "Choose when you are told of something.");
  const offered = kindsFor(ctx.actor);
  const fields = wanted.flatMap(([name, timing]): [string, string[]][] => {
    if (timing === undefined) return [];
    if (!offered.includes(name)) return [[name, ["Your role is not told of this."]]];
    const issue = timingIssue(name, timing);
    return issue === null ? [] : [[name, [issue]]];
  });
  if (fields.length > 0)
    throw new AppError("validation", "Check the highlighted fields.", { fields: Object.fromEntries(fields) });
  const before = new Map((await ownChoices(ctx)).map(({ name, timing }) => [name, timing]));
  const changed = wanted.flatMap(([name, timing]): [string, string][] =>
    timing === undefined || before.get(name) === timing ? [] : [[name, timing]],
  );
  if (changed.length === 0) return;
  const detail = Object.fromEntries(changed);
  await inSqlTransaction(ctx, async (sql) => {
    await saveChoices(sql, ctx.actor.id, detail);
    await ctx.audit.append(sql, ctx, [
      { action: "person.noticesChosen", target: { name: ctx.actor.email }, detail },
    ]);
  });
}
