"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Column, Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { setPolicyAction } from "@/lib/requests/actions";
import type { PoliciesPageData } from "@/lib/requests/loaders";
import { APPROVALS_MAX, policiesPath } from "@/lib/requests/model";
import { approvalsText, approversText, type PolicyMeta } from "@/lib/requests/policies/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

const NEEDS = ["environment"];
const DONE = "Saved the change policy";

/** How many approvals each environment of a project needs. */
export function PoliciesView({ data }: { readonly data: PoliciesPageData }) {
  const { name, params, close } = useDialogParam(NEEDS);
  const { policies, mayWrite } = data;
  const chosen = policies.find(({ environment }) => environment.slug === params.get("environment"));
  return (
    <>
      <Table
        label="Environments"
        columns={mayWrite ? [...COLUMNS, CHANGE] : COLUMNS}
        rows={policies}
        rowKey={({ environment }) => environment.slug}
      />
      {name === "policy" && mayWrite && chosen && (
        <PolicyDialog data={data} policy={chosen} onClose={close} />
      )}
    </>
  );
}

const COLUMNS: readonly Column<PolicyMeta>[] = [
  { title: "Environment", className: "font-medium", cell: ({ environment }) => environment.name },
  { title: "Approvals", className: "text-sm", cell: ({ approvals }) => approvalsText(approvals) },
  {
    title: "Approved by",
    className: "text-sm",
    cell: ({ approvals, group }) => (approvals === 0 ? "–" : approversText(group?.slug ?? null)),
  },
];

const CHANGE: Column<PolicyMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-12",
  cell: ({ environment }) => (
    <DialogLink dialog="policy" needs={{ environment: environment.slug }} tone="quiet">
      Change<span className="sr-only"> {environment.name}</span>
    </DialogLink>
  ),
};

interface PolicyDialogProps {
  readonly data: PoliciesPageData;
  readonly policy: PolicyMeta;
  readonly onClose: () => void;
}

function PolicyDialog({ data: { project, groups }, policy, onClose }: PolicyDialogProps) {
  const { state, formProps } = useFormAction(setPolicyAction);
  const { environment, approvals, group } = policy;
  useDone(state, () => {
    toast(DONE);
    onClose();
  });
  const closeHref = policiesPath(project.slug);
  if (state.status === "done") return <DoneDialog title={DONE} href={closeHref} onClose={onClose} />;
  return (
    <FormDialog
      title={`Change policy of ${environment.name}`}
      shape="narrow"
      onClose={onClose}
      closeHref={closeHref}
      state={state}
      formProps={formProps}
      fields={["approvals", "approvers"]}
      submit={<SubmitButton>Save</SubmitButton>}
    >
      <input type="hidden" name="project" value={project.slug} />
      <input type="hidden" name="environment" value={environment.slug} />
      <Field
        label="Approvals"
        hint="By others than who asks, for each change."
        errors={errorsOf(state, "approvals")}
      >
        {(control) => (
          <Select
            {...control}
            name="approvals"
            defaultValue={typedOr(state, "approvals", `${approvals}`)}
            options={Array.from({ length: APPROVALS_MAX + 1 }, (_, n) => ({
              value: `${n}`,
              label: n === 0 ? "None: changes are made at once" : approvalsText(n),
            }))}
          />
        )}
      </Field>
      <Field label="Approved by" errors={errorsOf(state, "approvers")}>
        {(control) => (
          <Select
            {...control}
            name="approvers"
            defaultValue={typedOr(state, "approvers", group?.slug ?? "")}
            options={[
              { value: "", label: approversText(null) },
              ...groups.map(({ slug, name }) => ({ value: slug, label: `They, and the group ${name}` })),
            ]}
          />
        )}
      </Field>
      {approvals > 0 && (
        <p className="text-sm text-muted">
          Fewer approvals, or another group, need approval themselves. More approvals count at once, also for
          requests that wait.
        </p>
      )}
    </FormDialog>
  );
}
