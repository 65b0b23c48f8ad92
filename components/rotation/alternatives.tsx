import type { ReactNode } from "react";

interface AlternativesProps {
  readonly chosen: string;
  /** The fields of each choice. Names must be different in each. */
  readonly parts: Readonly<Record<string, ReactNode>>;
}

/** The fields of what is chosen. Without JavaScript nobody sees a choice before it is sent, so all the others follow. */
export function Alternatives({ chosen, parts }: AlternativesProps) {
  const others = Object.entries(parts).filter(([key]) => key !== chosen);
  return (
    <>
      {parts[chosen]}
      <noscript>
        {others.map(([key, part]) => (
          <div key={key} className="mt-4 flex flex-col gap-4">
            {part}
          </div>
        ))}
      </noscript>
    </>
  );
}
