import { listIn, recordIn, textIn } from "./http/json.js";

/** What a key is and may do. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly permissions: readonly string[];
}

export function meIn(json: unknown): Me {
  const record = recordIn(json);
  return {
    id: textIn(record, "id"),
    name: textIn(record, "name"),
    kind: textIn(record, "kind"),
    permissions: listIn(record, "permissions", String),
  };
}
