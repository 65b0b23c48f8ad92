import { SubmitButton } from "@/components/ui/submit-button";
import type { ConnectionMeta } from "@/lib/connections/model";

/** Leads to the provider. A plain form: its answer is a page that goes on there. */
export function ConnectForm({ connection }: { readonly connection: ConnectionMeta }) {
  const { name, state } = connection;
  const isFirst = state === "notConnected";
  return (
    <form method="post" action="/api/connections/connect">
      <ConnectionFields connection={connection} />
      <SubmitButton size="small" tone={isFirst || state === "reconnect" ? "primary" : "secondary"}>
        {isFirst ? "Connect" : "Reconnect"}
        <span className="sr-only"> {name}</span>
      </SubmitButton>
    </form>
  );
}

/** Which connection a form is about. */
export function ConnectionFields({
  connection: { project, environment, name },
}: {
  readonly connection: Pick<ConnectionMeta, "project" | "environment" | "name">;
}) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="environment" value={environment} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
