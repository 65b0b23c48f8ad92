/** A text in which what stands between backticks is code. */
export function CodeText({ text }: { readonly text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text stay where they are
      <code key={at} className="font-mono text-ink">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
