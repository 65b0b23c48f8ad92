import { Time } from "@/components/ui/time";

/** When something was done and by whom, with the exact time also for those who cannot hover. */
export function TimeOf({ at, by }: { readonly at: string; readonly by?: string }) {
  return (
    <span className="wrap-anywhere">
      <Time value={at} />
      {by !== undefined && <> by {by}</>}
      <Time value={at} as="exact" className="block text-sm text-muted" />
    </span>
  );
}
