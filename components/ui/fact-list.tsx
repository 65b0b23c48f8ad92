import type { ReactNode } from "react";

interface FactListProps {
  /** What each is called and what it is; those without an answer are left out. */
  readonly facts: readonly (readonly [string, ReactNode])[];
}

/** What is known of a thing: names beside what they stand for, under each other on a phone. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[9rem_1fr]">
      {facts.map(
        ([title, answer]) =>
          answer !== null &&
          answer !== false && (
            <div key={title} className="contents">
              <dt className="text-muted max-sm:-mb-2.5">{title}</dt>
              <dd className="min-w-0">{answer}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
