import { z } from "zod";
import { awsConfig } from "./aws/schema";
import { vaultConfig } from "./vault/schema";

const seconds = (min: number, max: number) =>
  z
    .int("Seconds are a whole number.")
    .min(min, `At least ${min.toLocaleString("en")} seconds.`)
    .max(max, `At most ${max.toLocaleString("en")} seconds.`);

const DAY_SECONDS = 24 * 60 * 60;

/** How long what was read there counts here. */
const caching = {
  cacheSeconds: seconds(5, DAY_SECONDS)
    .default(60)
    .meta({ description: "For how long a value is not asked for again." }),
  staleSeconds: seconds(0, 30 * DAY_SECONDS)
    .default(60 * 60)
    .meta({ description: "For how long it is given out while the manager cannot be reached." }),
};

/** Where an external manager is, and how it is signed in to; not what with. */
export const managerConfig = z.discriminatedUnion(
  "kind",
  [vaultConfig.extend(caching), awsConfig.extend(caching)],
  { error: "Choose vault or aws." },
);
export type ManagerConfig = z.output<typeof managerConfig>;
