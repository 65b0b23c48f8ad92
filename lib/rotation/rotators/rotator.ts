import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Facts } from "../model";
import type { ConfigOf, RotatorKind } from "../schema";

/** What a rotator works with in one phase. */
export interface RotationStep<K extends RotatorKind = RotatorKind> {
  readonly ctx: Ctx;
  readonly config: ConfigOf<K>;
  /** The same in every try of every phase of a rotation: for what others must not do twice. */
  readonly rotationId: string;
  readonly secret: { readonly project: string; readonly environment: string; readonly name: string };
  /** What `prepare` remembered. */
  readonly facts: Facts;
  /** The value that the rotation began with. */
  readonly old: Plaintext;
  /** The label under which API keys read that value now. */
  readonly oldLabel: "current" | "previous";
  /** The value of the secret that the policy names to sign in with elsewhere. */
  readonly credential: Plaintext | null;
}

/** The same once there is a new value. */
export interface PreparedStep<K extends RotatorKind = RotatorKind> extends RotationStep<K> {
  readonly fresh: Plaintext;
}

export interface Prepared {
  readonly value: Plaintext;
  readonly facts?: Facts;
}

/**
 * Rotates one kind of secret. Every phase may run again after a crash or a failure, so it must come to the same. What it
 * throws as AppError is shown to admins, without the values that it had; of any other error they see that it failed.
 */
export interface Rotator<K extends RotatorKind = RotatorKind> {
  /** Makes the new value, or has it made. It is sealed before `set`. */
  prepare(step: RotationStep<K>): Promise<Prepared>;
  /** Has the other side accept the new value. */
  set?(step: PreparedStep<K>): Promise<void>;
  /** Tries whether the new value works. */
  test?(step: PreparedStep<K>): Promise<void>;
  /** Has the other side refuse the old value, when the grace time is over. */
  revoke?(step: PreparedStep<K>): Promise<void>;
  /** What a person has to do in place of `revoke`, and confirm; null: nothing. */
  revokeByHand?(facts: Facts): string | null;
  /** Has the other side be as it was before `set`. */
  revert?(step: PreparedStep<K>): Promise<void>;
}
