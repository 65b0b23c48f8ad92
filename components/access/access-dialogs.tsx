"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { GrantMeta } from "@/lib/grants/model";
import type { GrantSubject } from "./grant-dialog";

const GrantDialog = lazily(() => import("./grant-dialog").then((m) => m.GrantDialog));
const UngrantDialog = lazily(() => import("./ungrant-dialog").then((m) => m.UngrantDialog));

const DIALOG_NEEDS = ["grant"];

interface AccessDialogsProps {
  readonly subject: GrantSubject;
  readonly grants: readonly GrantMeta[];
  readonly pagePath: string;
}

/** What opens over a page that lists grants. */
export function AccessDialogs({ subject, grants, pagePath }: AccessDialogsProps) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
    },
    [close],
  );
  const shared = { closeHref: pagePath, onClose: close, onDone };
  const grant = grants.find(({ id }) => id === params.get("grant"));
  if (name === "grant") return <GrantDialog subject={subject} {...shared} />;
  if (name === "ungrant" && grant) return <UngrantDialog grant={grant} {...shared} />;
  return null;
}
