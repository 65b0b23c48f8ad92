"use client";

import { createContext, type ReactNode, useContext } from "react";

interface AlternativesProps {
  readonly chosen: string;
  /** The fields of each choice. Names must be different in each. */
  readonly parts: Readonly<Record<string, ReactNode>>;
}

/** Whether it stands where only browsers without scripts look: such an element cannot hold another one. */
const WithoutScript = createContext(false);

/** The fields of what is chosen. Without JavaScript nobody sees a choice before it is sent, so all the others follow. */
export function Alternatives({ chosen, parts }: AlternativesProps) {
  const isWithoutScript = useContext(WithoutScript);
  const others = Object.entries(parts)
    .filter(([key]) => key !== chosen)
    .map(([key, part]) => (
      <div key={key} className="mt-4 flex flex-col gap-4">
        {part}
      </div>
    ));
  return (
    <>
      {parts[chosen]}
      {isWithoutScript ? (
        others
      ) : (
        <noscript>
          <WithoutScript value>{others}</WithoutScript>
        </noscript>
      )}
    </>
  );
}
