import "server-only";
import { mayEver } from "@/lib/authorization/authorize";
import type { SignedInCtx } from "@/lib/web/context";
import { findSshAuthority } from "./authorities/service";
import { listOwnSshKeys } from "./keys/service";
import {
  type AdmittedSshKey,
  SSH_KEYS_SHOWN_MAX,
  type SshAuthorityMeta,
  type SshKeyMeta,
  type SshRuleMeta,
} from "./model";
import { listAdmittedSshKeys, listSshRules } from "./rules/service";

/** The account page's list of one's own public keys. */
export function loadOwnSshKeys(ctx: SignedInCtx): Promise<SshKeyMeta[]> {
  return listOwnSshKeys(ctx);
}

export interface SshPageData {
  readonly rules: readonly SshRuleMeta[];
  readonly keys: readonly AdmittedSshKey[];
  readonly authority: SshAuthorityMeta | null;
  readonly mayWrite: boolean;
}

/** Who may enter the hosts of a project, with which keys, and what signs certificates. */
export async function loadSshPage(ctx: SignedInCtx, project: string): Promise<SshPageData> {
  const [rules, keys, authority] = await Promise.all([
    listSshRules(ctx, project),
    listAdmittedSshKeys(ctx, project, SSH_KEYS_SHOWN_MAX),
    findSshAuthority(ctx, project),
  ]);
  return { rules, keys, authority, mayWrite: mayEver(ctx, "sshRule.write") };
}
