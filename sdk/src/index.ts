export type { AllowlistAnswer, SendOptions } from "./allowlist/allowlist.js";
export type { BreakKind } from "./audit-proof/break.js";
export type { ProvenEvent } from "./audit-proof/event.js";
export type {
  EventLabels,
  EventPosition,
  EvidenceBreak,
  EvidenceFacts,
  EvidenceLog,
  EvidenceOptions,
  EvidenceResult,
} from "./audit-proof/result.js";
export { verifyEvidence } from "./audit-proof/verify.js";
export type { Config } from "./config/resolve.js";
export type { ConfigSchema } from "./config/schema.js";
export type { AccessToken, ConnectedApp } from "./connections.js";
export type { Declaration, DeclaredNames, DeclaredTrigger, PutDeclarations } from "./declarations.js";
export { type EnvAssignment, type EnvLine, type EnvRefusal, readEnvFile } from "./env-file/reader.js";
export type { EnvProblem, EnvWarning } from "./env-file/texts.js";
export {
  type ErrorCode,
  NotAllowedError,
  NotFoundError,
  PoolExhaustedError,
  StrongroomError,
  UnreachableError,
} from "./errors.js";
export type { Change } from "./events/change.js";
export type { WatchOptions } from "./events/watch.js";
export type { CreatedGrant, Grant, NewGrant } from "./grants.js";
export type { StrongroomOptions } from "./http/settings.js";
export type { CreatedLease, Lease, NewLease, RenewedLease } from "./leases.js";
export type { CreatedMapping, Mapping, NewMapping } from "./mappings.js";
export { Masker } from "./masking/masker.js";
export { type Masking, type NamedValue, prepareMasking } from "./masking/masking.js";
export { maskingStream } from "./masking/masking-stream.js";
export type { Me } from "./me.js";
export type {
  MemberReport,
  Pool,
  ReportedMember,
  TakenMember,
  TakeOptions,
  UseOptions,
} from "./pools/pool.js";
export type { NewPool, PoolMember, PoolMeta, Pools } from "./pools/pools.js";
export type { ExecOptions, ExecResult } from "./process/exec.js";
export type { OutputName } from "./process/outputs.js";
export { isTakeOverName, variableOf } from "./process/take-over-names.js";
export type {
  DueSecret,
  NewRotationPolicy,
  Rotation,
  RotationFilter,
  RotationPolicy,
  RotationWait,
} from "./rotations.js";
export type {
  Audience,
  Category,
  ImportedSecret,
  RevealedSecret,
  Secret,
  StoredSecret,
} from "./secrets/secret.js";
export type { Expecting, SecretFilter, Secrets, SecretText, SecretToImport } from "./secrets/secrets.js";
export type { ValuesOptions } from "./secrets/values.js";
export type { LogEntry, Version } from "./secrets/version.js";
export { Strongroom } from "./strongroom.js";
export type { ReceivedDelivery, TriggerDelivery } from "./triggers/delivery.js";
export type { SubscriptionOptions } from "./triggers/subscription.js";
export type { Trigger } from "./triggers/triggers.js";
