import { backingUp } from "./backup";
import { indexing, retention } from "./log";
import { rotatingMasterKey } from "./master-key";
import type { Operation } from "./operation";
import { rotatingProjectKey } from "./project-key";
import { rotating } from "./rotation";
import { creating, deleting, importing, replacing } from "./secrets";

export const OPERATIONS: readonly Operation[] = [
  creating,
  replacing,
  importing,
  deleting,
  rotating,
  indexing,
  retention,
  backingUp,
  rotatingProjectKey,
  // Last: whoever has the database open holds the old key.
  rotatingMasterKey,
];
