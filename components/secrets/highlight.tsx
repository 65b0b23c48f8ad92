import { foundParts } from "@/lib/secrets/search-text";

/** A text with the parts that a search found marked. */
export function Highlight({ text, search }: { readonly text: string; readonly search: string }) {
  const parts = foundParts(text, search);
  return (
    <>
      {parts.map(({ start, end }, i) => (
        <span key={start}>
          {text.slice(parts[i - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(parts.at(-1)?.end ?? 0)}
    </>
  );
}
