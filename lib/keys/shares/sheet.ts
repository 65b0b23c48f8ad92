import { qrOf } from "@/lib/platform/qr";
import { rowsOfShare, type Share, textOfShare } from "./share-text";

export interface SheetTexts {
  /** The organisation, whose name is on every page. */
  readonly organisation: string;
  readonly origin: string;
  readonly madeAt: Date;
}

const STYLE = `
@page { margin: 18mm }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 190mm; color: #000; background: #fff; font: 11pt/1.5 system-ui, sans-serif }
section { padding: 12mm 0; break-after: page; break-inside: avoid }
section:last-child { break-after: auto }
h1 { margin: 0; font-size: 18pt; line-height: 1.2 }
p { margin: 3mm 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 6mm; margin: 6mm 0 }
dt { color: #444 }
dd { margin: 0; overflow-wrap: anywhere }
table { margin: 6mm 0; border-collapse: collapse; font: 16pt/1.4 ui-monospace, "DejaVu Sans Mono", monospace }
th { padding-right: 5mm; color: #444; font: 9pt/1.4 system-ui, sans-serif; text-align: left }
td { padding: 2mm 4mm; border: 0.3mm solid #bbb }
svg { display: block; width: 55mm; height: 55mm }
@media screen { section { padding-inline: 6mm } section + section { border-top: 0.3mm dashed #bbb } }
@media screen and (max-width: 480px) { table { font-size: 11pt } td { padding: 1mm } }`;

/** The pages to print, one for each share: HTML without script that loads nothing. */
export function sheetPages(shares: readonly Share[], texts: SheetTexts): string {
  const title = `Recovery sheet ${shares[0]?.sheetId ?? ""}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${shares.map((share) => pageOf(share, texts)).join("\n")}
</body>
</html>
`;
}

function pageOf(share: Share, { organisation, origin, madeAt }: SheetTexts): string {
  const { number, count, threshold, sheetId, keyId } = share;
  const facts = [
    ["Recovery sheet", sheetId],
    ["Master key", `${keyId}…`],
    ["Made", `${madeAt.toISOString().slice(0, 10)} for ${origin}`],
  ];
  const rows = rowsOfShare(share).map((groups, i) => {
    const cells = groups.map((group) => `<td>${group}</td>`).join("");
    return `<tr><th scope="row">Row ${i + 1}</th>${cells}</tr>`;
  });
  const { size, path } = qrOf(textOfShare(share));
  return `<section>
<h1>${escaped(organisation)}: share ${number} of ${count}</h1>
<p>Any ${threshold} of the ${count} shares make the master key of Strongroom again. Fewer tell nothing of it.</p>
<dl>${facts.map(([name = "", text = ""]) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`).join("")}</dl>
<table>${rows.join("")}</table>
<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="Share ${number} as a QR code"><path d="${path}"/></svg>
<p>Keep this page where no other share is, and show it to nobody who has one. When the master key is lost, type the rows at
<code>npm run admin -- master-key recover</code>. Once a year, try it with <code>npm run admin -- master-key check-shares</code>.</p>
</section>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
