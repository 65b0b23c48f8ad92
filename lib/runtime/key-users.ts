import { storedResponses } from "@/lib/allowlist/resealing/service";
import { connectionTokens } from "@/lib/connections/resealing/service";
import type { KeyUser } from "@/lib/keys/resealing/model";
import { requestedValues } from "@/lib/requests/resealing/service";
import { sealedVersions } from "@/lib/secrets/resealing/service";
import { sealedAuthorities } from "@/lib/ssh/authorities/service";
import { sealedDeliveries } from "@/lib/triggers/resealing/service";

/** Every kind of rows that a project key seals: `lib/runtime/key-users.test.ts` looks whether one is missing. */
export const KEY_USERS: readonly KeyUser[] = [
  sealedVersions,
  requestedValues,
  storedResponses,
  sealedAuthorities,
  connectionTokens,
  sealedDeliveries,
];
