"use client";

import { useParams } from "next/navigation";
import { useState } from "react";
import type { Place } from "./navigation";

/** The project and environment of the address, or null on pages that belong to none. */
export function usePlace(): Place | null {
  const { project, environment } = useParams();
  if (typeof project !== "string" || typeof environment !== "string") return null;
  return { project: decodeURIComponent(project), environment: decodeURIComponent(environment) };
}

/** The place of the address or, on pages that belong to none, the last one seen since the page was loaded. */
export function useLastPlace(): Place | null {
  const place = usePlace();
  const [last, setLast] = useState(place);
  if (place && (place.project !== last?.project || place.environment !== last.environment)) setLast(place);
  return place ?? last;
}
