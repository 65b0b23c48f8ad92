import { isStorable, NOT_STORABLE } from "@/lib/platform/text";
import { type AuditFilters, auditFilters } from "../schema";
import { type AuditView, PRESETS, type Preset, VIEW_FIELDS, type ViewField } from "./model";
import { rangeOf } from "./time";

const FIELDS = Object.keys(VIEW_FIELDS) as ViewField[];

/**
 * Reads the address of the page. A filter that is wrong has a message and does not count; the others do. Days that were
 * given win over a preset.
 */
export function viewOf(input: Readonly<Record<string, unknown>>, now: Date): AuditView {
  const typed: Partial<Record<ViewField, string>> = {};
  const errors: Record<string, readonly string[]> = {};
  let filters: AuditFilters = {};
  for (const field of FIELDS) {
    const text = firstText(input[field]);
    if (text === "") continue;
    typed[field] = text;
    const parsed = auditFilters[field].safeParse(text);
    if (!isStorable(text)) errors[field] = [NOT_STORABLE];
    else if (!parsed.success) errors[field] = [parsed.error.issues[0]?.message ?? "Check this."];
    else filters = { ...filters, [field]: parsed.data };
  }
  if (filters.from && filters.to && filters.from > filters.to) {
    const { to: _, ...rest } = filters;
    filters = rest;
    errors.to = ["This is before the start."];
  }
  const preset = typed.from || typed.to ? null : presetOf(firstText(input.time));
  if (preset) filters = { ...filters, ...rangeOf(preset, now) };
  return { typed, preset, filters, errors, isLive: firstText(input.live) === "on" };
}

function presetOf(text: string): Preset | null {
  const presets = Object.keys(PRESETS) as Preset[];
  return presets.find((preset) => preset === text) ?? null;
}

function firstText(input: unknown): string {
  const first = Array.isArray(input) ? input[0] : input;
  return typeof first === "string" ? first.trim() : "";
}
