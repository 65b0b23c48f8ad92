import { Download } from "lucide-react";
import { buttonStyle } from "./button-style";

const FORMATS = { csv: "CSV", jsonl: "JSON Lines" } as const;

interface ExportLinksProps {
  /** Where the files are made, with what they are narrowed to. */
  readonly hrefOf: (format: keyof typeof FORMATS) => string;
}

/** Downloads all of what a page shows a part of. */
export function ExportLinks({ hrefOf }: ExportLinksProps) {
  return (
    <div className="flex gap-2">
      {(Object.keys(FORMATS) as (keyof typeof FORMATS)[]).map((format) => (
        <a key={format} href={hrefOf(format)} download className={buttonStyle("secondary", "small")}>
          <Download aria-hidden className="size-3.5" />
          <span className="sr-only">Download as </span>
          {FORMATS[format]}
        </a>
      ))}
    </div>
  );
}
