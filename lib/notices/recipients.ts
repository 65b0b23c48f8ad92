import type { Account } from "@/lib/accounts/store";
import { listActive } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import { listChannels } from "./channels/store";
import { listChoices } from "./choices/store";
import { CHANNEL_NOTICE_KINDS, NOTICE_KIND_NAMES, type NoticeKindName, noticeKind } from "./kinds";
import type { Timing } from "./model";

/** Whom something is sent to. */
export interface Recipient {
  readonly userId: string | null;
  readonly channelId: string | null;
  /** As the log of deliveries names it. */
  readonly label: string;
  /** What they are told of at the time in question. */
  readonly kinds: ReadonlySet<NoticeKindName>;
}

/** Everybody who is told of something at such times. */
export async function recipientsOf(ctx: Ctx, timing: Timing): Promise<Recipient[]> {
  const people = ctx.mail ? await listPeople(ctx, timing) : [];
  const channels = (await listChannels(ctx)).map(({ id, name, timings }) => ({
    ...{ userId: null, channelId: id, label: name },
    kinds: new Set(CHANNEL_NOTICE_KINDS.filter((kind) => timings[kind] === timing)),
  }));
  return [...people, ...channels].filter(({ kinds }) => kinds.size > 0);
}

async function listPeople(ctx: Ctx, timing: Timing): Promise<Recipient[]> {
  const roles = [...new Set(NOTICE_KIND_NAMES.flatMap((name) => noticeKind(name).roles))];
  const accounts = await listActive(ctx, roles);
  const choices = await listChoices(
    ctx.pool,
    accounts.map(({ id }) => id),
  );
  return accounts.map((account) => ({
    ...{ userId: account.id, channelId: null, label: account.email },
    kinds: new Set(
      kindsFor(account).filter((name) => timingOf(account, name, choices.get(account.id)) === timing),
    ),
  }));
}

/** What somebody can be told of. */
export function kindsFor({ role }: Pick<Account, "role">): NoticeKindName[] {
  return NOTICE_KIND_NAMES.filter((name) => noticeKind(name).roles.includes(role));
}

/** When somebody is told of a kind: as they chose, else as is usual for their role. */
export function timingOf(
  { role }: Pick<Account, "role">,
  name: NoticeKindName,
  chosen: ReadonlyMap<string, string> = new Map(),
): Timing {
  const { timings, initial } = noticeKind(name);
  return timings.find((one) => one === chosen.get(name)) ?? initial(role);
}
