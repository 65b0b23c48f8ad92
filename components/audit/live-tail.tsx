"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { counted } from "@/lib/counted";

const POLL_MS = 4_000;

interface LiveTailProps {
  /** Answers how many events came after `since`. */
  readonly newerUrl: string;
  /** The number of the newest event that is shown; 0 without any. */
  readonly since: number;
}

/**
 * Asks for newer events while the page is in view and shows them at once, or says how many there are while somebody reads
 * an unfolded one.
 */
export function LiveTail({ newerUrl, since }: LiveTailProps) {
  const { refresh } = useRouter();
  const count = useNewer(newerUrl, since);
  useEffect(() => {
    if (count > 0 && !isReading()) refresh();
  }, [count, refresh]);
  return (
    <div role="status" className="empty:hidden">
      {count > 0 && (
        <Button size="small" onClick={refresh}>
          <RefreshCw aria-hidden className="size-3.5" />
          {count >= 100 ? "100 and more new events" : counted(count, "new event")}
        </Button>
      )}
    </div>
  );
}

function useNewer(newerUrl: string, since: number): number {
  const [newer, setNewer] = useState({ since, count: 0 });
  useEffect(() => {
    const abort = new AbortController();
    const poll = async () => {
      if (document.visibilityState !== "visible") return;
      const response = await fetch(`${newerUrl}&since=${since}`, { signal: abort.signal });
      if (!response.ok) return;
      const { count }: { count: number } = await response.json();
      setNewer({ since, count });
    };
    // Without an answer the next one is asked for all the same.
    const timer = setInterval(() => poll().catch(() => {}), POLL_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [newerUrl, since]);
  return newer.since === since ? newer.count : 0;
}

function isReading(): boolean {
  return document.querySelector("[aria-label=Events] details[open]") !== null;
}
