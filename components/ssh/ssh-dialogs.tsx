"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { deleteSshRuleAction } from "@/lib/ssh/actions";
import type { SshRuleMeta } from "@/lib/ssh/model";

const SshRuleDialog = lazily(() => import("./ssh-rule-dialog").then((file) => file.SshRuleDialog));

interface SshDialogsProps {
  readonly project: string;
  readonly rules: readonly SshRuleMeta[];
  readonly pagePath: string;
}

/** What opens over the page of who may enter hosts. */
export function SshDialogs({ project, rules, pagePath }: SshDialogsProps) {
  const { name, params, close } = useDialogParam(["rule"]);
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
    },
    [close],
  );
  const shared = { closeHref: pagePath, onClose: close, onDone };
  const rule = rules.find(({ id }) => id === params.get("rule"));
  if (name === "new") return <SshRuleDialog project={project} {...shared} />;
  if (name !== "remove" || !rule) return null;
  const { id, subject, hosts, user } = rule;
  return (
    <QuestionDialog
      key={id}
      title="Remove this rule?"
      button="Remove rule"
      tone="danger"
      done="Removed the rule"
      action={deleteSshRuleAction}
      fields={{ ruleId: id }}
      {...shared}
    >
      <p>
        {subject.kind === "person" ? subject.email : subject.name} will no longer enter {hosts.join(", ")} as{" "}
        {user}, unless another rule says so. Sessions that are open stay open.
      </p>
    </QuestionDialog>
  );
}
