import { loadCeremony } from "@/lib/auth/passkeys/loaders";
import { publicReadRoute } from "@/lib/web/read-route";

/** What a browser needs to make or show a passkey. Stores nothing, so it may be asked for at any time. */
export const GET = publicReadRoute<{ readonly ceremony: string }>((ctx, { ceremony }) =>
  loadCeremony(ctx, ceremony),
);
