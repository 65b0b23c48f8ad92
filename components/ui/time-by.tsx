import { Time } from "./time";

interface TimeByProps {
  readonly at: Date | string;
  /** The name of the person or key. */
  readonly by: string;
}

/** When something was done, and below it by whom. */
export function TimeBy({ at, by }: TimeByProps) {
  return (
    <>
      <Time value={at} className="whitespace-nowrap" />
      <span className="block truncate text-muted sm:in-data-[density=compact]:hidden" title={by}>
        {by}
      </span>
    </>
  );
}
