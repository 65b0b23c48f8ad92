import { usedConflict } from "@/lib/allowlist/references/conflict";
import { connectionConflict } from "@/lib/connections/conflict";
import { leaseSourceConflict } from "@/lib/leases/sources/conflict";
import { managerConflict } from "@/lib/managers/connections/conflict";
import { channelConflict } from "@/lib/notices/channels/conflict";
import { memberConflict } from "@/lib/pools/conflict";
import { credentialConflict } from "@/lib/rotation/policy/conflict";
import type { ExplainUse } from "@/lib/secrets/conflict";
import { mappedConflict } from "@/lib/shared-mappings/conflict";
import { triggerConflict } from "@/lib/triggers/conflict";

/** The features that refer to secrets, in the order in which a deletion asks them. A new one is added here, and nowhere else. */
export const SECRET_USERS: readonly ExplainUse[] = [
  mappedConflict,
  usedConflict,
  memberConflict,
  credentialConflict,
  connectionConflict,
  leaseSourceConflict,
  managerConflict,
  triggerConflict,
  channelConflict,
];
