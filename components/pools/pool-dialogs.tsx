"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { PoolPageData } from "@/lib/pools/loaders";

const PoolDialog = lazily(() => import("./pool-dialog").then((m) => m.PoolDialog));
const DeletePoolDialog = lazily(() => import("./delete-pool-dialog").then((m) => m.DeletePoolDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["within", "pool"];

/** The dialogs that open over the pools of a project. */
export function PoolDialogs({ data, basePath }: { readonly data: PoolPageData; readonly basePath: string }) {
  const { name: dialog, params, close } = useDialogParam(DIALOG_NEEDS);
  const router = useRouter();
  const onSaved = useCallback(
    (name: string) => {
      toast(`Saved ${name}`);
      close();
    },
    [close],
  );
  const onDeleted = useCallback(
    (name: string) => {
      toast(`Deleted ${name}. Its secrets stay.`);
      close();
      router.refresh();
    },
    [close, router],
  );
  const shown = data.shown.find(({ environment }) => environment.slug === params.get("within"));
  if (!shown || !data.may.write) return null;
  const scope = { project: data.project.slug, environment: shown.environment.slug };
  const pool = shown.pools.find(({ name }) => name === params.get("pool")) ?? null;
  const shared = { scope, basePath, onClose: close };
  if (dialog === "delete" && pool)
    return <DeletePoolDialog {...shared} name={pool.name} onDeleted={onDeleted} />;
  if (dialog !== "new" && (dialog !== "edit" || !pool)) return null;
  return <PoolDialog {...shared} shown={shown} pool={dialog === "new" ? null : pool} onSaved={onSaved} />;
}
