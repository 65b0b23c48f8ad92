import { Alert as Box } from "@/components/ui/alert";
import type { Alert } from "@/lib/seals/verification/model";

const WORDS = {
  rows: {
    title: "Somebody changed the database past Strongroom",
    text: "A row that grants access is not as Strongroom wrote it. It is not used. Whoever runs the host finds out which one with",
    page: "docs/sealed-rows.md",
  },
  log: {
    title: "The audit log was set back",
    text: "Events that were written are missing at its end, so running instances stopped working. Whoever runs the host starts with",
    page: "docs/sealed-rows.md",
  },
  witness: {
    title: "The audit log does not fit a checkpoint that was kept outside",
    text: "Earlier events are missing or were changed, or the file belongs to another log. Whoever runs the host finds out which checkpoint with",
    page: "docs/audit.md",
  },
  broken: {
    title: "The audit log is broken",
    text: "Something there, or in what events are found by, was changed past Strongroom, so no checkpoint is signed any more. Whoever runs the host finds out what with",
    page: "docs/audit.md",
  },
} as const;

/** Tells those whom it concerns that somebody was at the database, and what to do. */
export function TamperAlert({ alert }: { readonly alert: NonNullable<Alert> }) {
  const { title, text, page } = WORDS[typeof alert === "string" ? alert : "broken"];
  const where = typeof alert === "string" ? "" : ` at event ${alert.brokenAt.toLocaleString("en")}`;
  return (
    <Box tone="danger" title={`${title}${where}`} className="m-4 mb-0 print:hidden">
      {text} <code>npm run admin -- audit verify</code>. <code>{page}</code> says what to do next. This goes
      away once everything is found intact.
    </Box>
  );
}
