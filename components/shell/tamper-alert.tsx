import { Alert as Box } from "@/components/ui/alert";
import type { Alert } from "@/lib/seals/verification/model";

const WORDS = {
  rows: {
    title: "Somebody changed the database past Strongroom",
    text: "A row that grants access is not as Strongroom wrote it. It is not used. Whoever runs the host finds out which one with",
  },
  log: {
    title: "The audit log was set back",
    text: "Events that were written are missing at its end, so running instances stopped working. Whoever runs the host starts with",
  },
} as const;

/** Tells Owners that somebody was at the database, and what to do. */
export function TamperAlert({ alert }: { readonly alert: NonNullable<Alert> }) {
  const { title, text } = WORDS[alert];
  return (
    <Box tone="warning" title={title} className="m-4 mb-0">
      {text} <code>npm run admin -- audit verify</code>. <code>docs/sealed-rows.md</code> says what to do
      next. This goes away once everything is found intact.
    </Box>
  );
}
