import { Breakable } from "@/components/ui/breakable";
import { foundParts } from "@/lib/secrets/search-text";

/** A text with the parts that a search found marked. A line may end in it as in `Breakable`. */
export function Highlight({ text, search }: { readonly text: string; readonly search: string }) {
  const parts = foundParts(text, search);
  return (
    <>
      {parts.map(({ start, end }, i) => (
        <span key={start}>
          <Breakable text={text.slice(parts[i - 1]?.end ?? 0, start)} />
          <mark>
            <Breakable text={text.slice(start, end)} />
          </mark>
        </span>
      ))}
      <Breakable text={text.slice(parts.at(-1)?.end ?? 0)} />
    </>
  );
}
