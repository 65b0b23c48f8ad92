import { setTimeout as sleep } from "node:timers/promises";
import type { components } from "./api/generated.js";
import { failure } from "./errors.js";
import type { Connection } from "./http/connection.js";
import { booleanIn, numberIn, oneOf, orNull, recordIn, textIn } from "./http/json.js";
import { itemsOf, listOf } from "./http/pages.js";

type Schemas = components["schemas"];

export type Rotation = Schemas["Rotation"];
export type RotationPolicy = Schemas["RotationPolicy"];
export type DueSecret = Schemas["DueSecret"];
/** How a secret is to be rotated. What is left out takes its default: no schedule, a day of grace time. */
export type NewRotationPolicy = Pick<RotationPolicy, "rotator"> &
  Partial<Pick<RotationPolicy, "schedule" | "graceSeconds" | "paused" | "credential">>;

export interface RotationFilter {
  readonly state?: Rotation["state"];
}

export interface RotationWait {
  /** Until it has ended, grace time and all; else until its new value is current. */
  readonly until?: "current" | "ended";
  readonly signal?: AbortSignal;
}

const PAGE = 200;
const POLL_MS = 1_000;
const STATES = ["running", "attention", "done", "cancelled", "undone"] as const;
const TRIGGERS = ["schedule", "person", "emergency"] as const;
const PHASES = ["prepare", "set", "test", "finish", "wait", "revoke", "revert"] as const;

/** How the secrets of the key's environment are rotated, and their rotations. */
export class Rotations {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** How a secret is rotated. Needs `secrets:list`. Throws `NotFoundError` when nobody said. */
  async policy(name: string): Promise<RotationPolicy> {
    return policyIn((await this.#connection.call({ method: "GET", path: ofSecret(name) })).json);
  }

  /** Says how a secret is rotated, in place of what was said before. Needs `admin`. */
  async setPolicy(name: string, policy: NewRotationPolicy): Promise<void> {
    await this.#connection.call({ method: "PUT", path: ofSecret(name), body: policy });
  }

  /** Has a secret rotated by nobody. Needs `admin`. Throws `conflict` while a rotation is under way. */
  async removePolicy(name: string): Promise<void> {
    await this.#connection.call({ method: "DELETE", path: ofSecret(name) });
  }

  /**
   * Begins to rotate a secret, and answers the id of the rotation. `emergency`: without grace time; `value`: the new value, where
   * people get it by hand. Needs `secrets:rotate`. Throws `conflict` when one is under way.
   */
  async start(
    name: string,
    { emergency = false, value }: { readonly emergency?: boolean; readonly value?: string } = {},
  ): Promise<string> {
    const path = `/secrets/${encodeURIComponent(name)}/rotate`;
    const { json } = await this.#connection.call({
      method: "POST",
      path,
      body: { emergency, ...(value !== undefined && { value }) },
    });
    return textIn(recordIn(json), "id");
  }

  /** How far a rotation is. Needs `secrets:list`. Throws `NotFoundError`. */
  async get(id: string): Promise<Rotation> {
    return rotationIn((await this.#connection.call({ method: "GET", path: byId(id) })).json);
  }

  /** Rotations, newest first. Needs `secrets:list`. */
  list({ state }: RotationFilter = {}): Promise<Rotation[]> {
    const query = { state, limit: PAGE };
    return listOf(itemsOf(this.#connection, { path: "/rotations", query }, rotationIn));
  }

  /** The secrets that are due before a time, those first that are due first. Needs `secrets:list`. */
  due(before: Date): Promise<DueSecret[]> {
    const query = { due: before.toISOString(), limit: PAGE };
    return listOf(itemsOf(this.#connection, { path: "/rotations", query }, dueIn));
  }

  /** Waits until the new value is current or, as told, until all is done. Answers how it ended, also when it needs attention. */
  async wait(id: string, { until = "current", signal }: RotationWait = {}): Promise<Rotation> {
    for (;;) {
      const rotation = await this.get(id);
      const isCurrent = until === "current" && rotation.toVersion !== null;
      if (isCurrent || rotation.endedAt !== null || rotation.state === "attention") return rotation;
      await sleep(POLL_MS, undefined, { signal });
    }
  }

  /** Tries the phase that failed again. Needs `secrets:rotate`, like all that follow. Throws `conflict`. */
  retry(id: string): Promise<void> {
    return this.#step(id, "retry");
  }

  /** Goes back to the old value, which is still current. */
  cancel(id: string): Promise<void> {
    return this.#step(id, "cancel");
  }

  /** Makes the old value current again, within the grace time. */
  undo(id: string): Promise<void> {
    return this.#step(id, "undo");
  }

  /** Ends the grace time at once. */
  revoke(id: string): Promise<void> {
    return this.#step(id, "revoke");
  }

  /** Says that the old value was revoked by hand, where a rotation waits for that. */
  confirm(id: string): Promise<void> {
    return this.#step(id, "confirm");
  }

  async #step(id: string, step: string): Promise<void> {
    await this.#connection.call({ method: "POST", path: `${byId(id)}/${step}` });
  }
}

function ofSecret(name: string): string {
  return `/secrets/${encodeURIComponent(name)}/rotation`;
}

function byId(id: string): string {
  if (typeof id !== "string" || !/^[\w-]+$/.test(id)) throw failure("usage", "Give the id of a rotation.");
  return `/rotations/${id}`;
}

function rotationIn(json: unknown): Rotation {
  const record = recordIn(json);
  return {
    ...scopeIn(record),
    id: textIn(record, "id"),
    trigger: oneOf(record, "trigger", TRIGGERS),
    phase: oneOf(record, "phase", PHASES),
    state: oneOf(record, "state", STATES),
    fromVersion: numberIn(record, "fromVersion"),
    toVersion: orNull(record, "toVersion", numberIn),
    attempts: numberIn(record, "attempts"),
    error: orNull(record, "error", textIn),
    graceEndsAt: orNull(record, "graceEndsAt", textIn),
    startedAt: textIn(record, "startedAt"),
    startedBy: textIn(record, "startedBy"),
    endedAt: orNull(record, "endedAt", textIn),
  };
}

function policyIn(json: unknown): RotationPolicy {
  const record = recordIn(json);
  const { rotator, schedule, last } = record;
  return {
    // A server that is newer may know of more kinds: they are handed on as they are.
    rotator: recordIn(rotator) as RotationPolicy["rotator"],
    schedule: schedule === null ? null : (recordIn(schedule) as NonNullable<RotationPolicy["schedule"]>),
    graceSeconds: numberIn(record, "graceSeconds"),
    paused: booleanIn(record, "paused"),
    credential: orNull(record, "credential", textIn),
    nextAt: orNull(record, "nextAt", textIn),
    isOverdue: booleanIn(record, "isOverdue"),
    updatedAt: textIn(record, "updatedAt"),
    updatedBy: textIn(record, "updatedBy"),
    last: last === null ? null : rotationIn(last),
    publicKey: orNull(record, "publicKey", textIn),
  };
}

function dueIn(json: unknown): DueSecret {
  const record = recordIn(json);
  return {
    ...scopeIn(record),
    rotator: textIn(record, "rotator"),
    nextAt: textIn(record, "nextAt"),
    isOverdue: booleanIn(record, "isOverdue"),
  };
}

function scopeIn(record: ReturnType<typeof recordIn>) {
  return {
    project: textIn(record, "project"),
    environment: textIn(record, "environment"),
    name: textIn(record, "name"),
  };
}
