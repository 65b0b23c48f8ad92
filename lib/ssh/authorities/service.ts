import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { ProjectRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { OwnedRef } from "@/lib/crypto/owned";
import { inSqlTransaction, inTransaction } from "@/lib/db/transaction";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { openIfIntact } from "@/lib/keys/resealing/open";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { ed25519Blob } from "../certificate";
import type { SshAuthorityMeta } from "../model";
import { fingerprintOf } from "../public-key";
import * as store from "./store";

/** What signs the certificates of a project; null: it has none before its first rule. */
export async function findSshAuthority(ctx: Ctx, slug: string): Promise<SshAuthorityMeta | null> {
  const { project } = await authorize(ctx, "sshAuthority.read", { project: slug });
  const row = await store.findAuthority(ctx, project.id);
  return row && metaOf(row, project);
}

/** Makes what signs the certificates of a project unless it has one, for a caller who has decided that it needs one. */
export async function ensureSshAuthority(ctx: Ctx, project: ProjectRow): Promise<void> {
  await authorityOf(ctx, project);
}

/** The same for a caller who has decided that it may know. */
export async function authorityLine(ctx: Ctx, project: ProjectRow): Promise<string | null> {
  const row = await store.findAuthority(ctx, project.id);
  return row && metaOf(row, project).publicKey;
}

/** The key that signs, made at its first use, for a caller who has decided that it may have something signed. */
export async function openAuthority(ctx: Ctx, project: ProjectRow): Promise<KeyObject> {
  const row = await authorityOf(ctx, project);
  const keys = await ctx.keys.project(project.id, [row.projectKeyId]);
  const sealed = { value: row.privateKey, projectKeyId: row.projectKeyId };
  const bytes = keys.openOwned(refOf(project.id, row.id), sealed);
  return createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
}

async function authorityOf(ctx: Ctx, project: ProjectRow): Promise<store.AuthorityRow> {
  const found = await store.findAuthority(ctx, project.id);
  return found ?? insertAuthority(ctx, project);
}

async function insertAuthority(ctx: Ctx, project: ProjectRow): Promise<store.AuthorityRow> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const now = ctx.now();
  const id = newId(now);
  const keys = await ctx.keys.project(project.id);
  const { value, projectKeyId } = keys.sealOwned(
    refOf(project.id, id),
    privateKey.export({ format: "der", type: "pkcs8" }),
  );
  const publicKey = ed25519Blob(privateKey).toString("base64");
  const row = {
    ...{ id, projectId: project.id, publicKey, privateKey: value, projectKeyId },
    ...{ createdAt: now, createdBy: actorLabel(ctx.actor) },
  };
  await inTransaction(ctx, async (tx) => {
    // Of two at once the first stays.
    if (!(await store.insertAuthority(tx, ctx.seals, row))) return;
    const target = { projectId: project.id, name: project.slug };
    const detail = { fingerprint: fingerprintOf(Buffer.from(publicKey, "base64")) };
    await ctx.audit.append(tx, ctx, [{ action: "sshAuthority.created", target, detail }]);
  });
  const kept = await store.findAuthority(ctx, project.id);
  if (!kept) throw new AppError("sealBroken", "The SSH authority of this project was tampered with.");
  return kept;
}

function refOf(projectId: string, rowId: string): OwnedRef {
  return { purpose: "ssh-authority", projectId, rowId };
}

function metaOf(row: store.AuthorityRow, { slug }: ProjectRow): SshAuthorityMeta {
  return {
    publicKey: `ssh-ed25519 ${row.publicKey} strongroom-${slug}`,
    fingerprint: fingerprintOf(Buffer.from(row.publicKey, "base64")),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}

/** The keys that sign certificates. */
export const sealedAuthorities: KeyUser = {
  count: ({ pool }, keyId) => store.countSealed(pool, keyId),
  reseal: (ctx, { permit, keys, keyId }) =>
    inSqlTransaction(ctx, async (sql) => {
      const row = await store.lockSealedBy(sql, permit, keyId);
      const ref = row && refOf(permit.project.id, row.id);
      const bytes = ref && openIfIntact(() => keys.openOwned(ref, row));
      if (!bytes) return { lastId: null, resealed: 0 };
      await store.updateSealed(sql, permit, row.id, keys.sealOwned(ref, bytes));
      return { lastId: null, resealed: 1 };
    }),
};
