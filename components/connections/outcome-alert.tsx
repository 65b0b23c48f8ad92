import { Alert } from "@/components/ui/alert";
import type { OutcomeQuery } from "@/lib/connections/loaders";
import { OUTCOMES } from "./connection-labels";

/** What came of connecting, for whoever comes back from a provider. */
export function OutcomeAlert({ outcome, name }: OutcomeQuery) {
  if (outcome === undefined) return null;
  const { title, text, tone } = OUTCOMES[outcome];
  return (
    <Alert tone={tone} title={name === undefined ? title : `${name}: ${title}`}>
      {text}
    </Alert>
  );
}
