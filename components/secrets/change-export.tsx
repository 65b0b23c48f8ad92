import { Download } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import type { ChangeKind } from "@/lib/secrets/changes/model";

const FORMATS = { csv: "CSV", jsonl: "JSON Lines" } as const;

interface ChangeExportProps {
  readonly path: string;
  /** What the page is narrowed to, and so the file. */
  readonly kind: ChangeKind | undefined;
}

/** Downloads the whole change log, or all of the kind that is shown. */
export function ChangeExport({ path, kind }: ChangeExportProps) {
  return (
    <div className="flex gap-2">
      {(Object.keys(FORMATS) as (keyof typeof FORMATS)[]).map((format) => (
        <a
          key={format}
          href={`${path}?${new URLSearchParams({ format, ...(kind && { kind }) })}`}
          download
          className={buttonStyle("secondary", "small")}
        >
          <Download aria-hidden className="size-3.5" />
          <span className="sr-only">Download as </span>
          {FORMATS[format]}
        </a>
      ))}
    </div>
  );
}
