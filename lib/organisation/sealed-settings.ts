import { intact, type RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

/** What counts while the stored settings are not what the program wrote: nothing that an Owner has to allow. */
const STRICT = {
  requiresSecondFactor: true,
  sessionSecondsMax: 12 * 60 * 60,
  idleSecondsMax: 30 * 60,
  allowedPrivateHosts: [],
} as const;

/** Settings that were read, if they are as the program wrote them; else with the strict ones in their place. */
export function settingsOf<Row extends SealedRow<"organisations">>(
  seals: RowSeals,
  row: Row,
): Row | (Row & typeof STRICT) {
  return intact(seals, "organisations", row) ?? { ...row, ...STRICT };
}
