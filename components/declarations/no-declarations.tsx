import { ListChecks } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";

const MANIFEST = `[project]
slug = "PROJECT"
environment = "production"

[env]
required = ["DATABASE_URL"]
optional = ["SENTRY_DSN"]`;

/** A project that has not said what it needs: what a manifest is and how it gets here. */
export function NoDeclarations({ project }: { readonly project: string }) {
  return (
    <EmptyState icon={ListChecks} title="No required secrets yet">
      <p>
        Keep a <code className="font-mono text-sm">strongroom.toml</code> beside the code, and run{" "}
        <code className="font-mono text-sm">strongroom env check</code> there or in CI with a key that has{" "}
        <code className="font-mono text-sm">declarations:write</code>. This page then shows what is set and
        what is missing in each environment.
      </p>
      <pre className="mt-3 rounded-md border border-line bg-sunken px-3 py-2 text-left font-mono text-sm text-ink whitespace-pre-wrap">
        {MANIFEST.replace("PROJECT", project)}
      </pre>
    </EmptyState>
  );
}
