import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { intact, type RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

export interface DeviceRow extends SealedRow<"device_requests"> {
  readonly ip: string | null;
  readonly intervalSeconds: number;
  readonly polledAt: Date | null;
}

export interface NewDevice {
  readonly id: string;
  readonly deviceCodeHash: Uint8Array<ArrayBuffer>;
  readonly userCodeHash: Uint8Array<ArrayBuffer>;
  readonly machine: string;
  readonly ip: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly intervalSeconds: number;
}

/** Keeps that a machine waits, unless `max` do. Says whether it did. */
export async function insertDevice(
  pool: Pool,
  seals: RowSeals,
  device: NewDevice,
  max: number,
): Promise<boolean> {
  const { id, deviceCodeHash, userCodeHash, machine, ip, createdAt, expiresAt, intervalSeconds } = device;
  const seal = Buffer.from(seals.of("device_requests", { ...device, answer: "pending", userId: null }));
  const rows = await sqlOn(pool)`
    INSERT INTO device_requests (id, device_code_hash, user_code_hash, machine, ip, created_at, expires_at,
      interval_seconds, answer, seal)
    SELECT ${id}::uuid, ${Buffer.from(deviceCodeHash)}, ${Buffer.from(userCodeHash)}, ${machine}, ${ip},
      ${createdAt}::timestamptz, ${expiresAt}::timestamptz, ${intervalSeconds}::int, 'pending', ${seal}
    WHERE (SELECT count(*) FROM device_requests WHERE expires_at > ${createdAt}::timestamptz) < ${max}::int
    RETURNING 1 AS inserted`;
  return rows.length > 0;
}

type Where =
  | { readonly deviceCodeHash: Uint8Array<ArrayBuffer> }
  | { readonly userCodeHash: Uint8Array<ArrayBuffer> };

/** The request of a code; null also when its row is not as the program wrote it. */
export async function findDevice(db: Db | Tx, seals: RowSeals, where: Where): Promise<DeviceRow | null> {
  const row =
    "deviceCodeHash" in where
      ? await db.deviceRequest.findUnique({ where: { deviceCodeHash: where.deviceCodeHash } })
      : await db.deviceRequest.findUnique({ where: { userCodeHash: where.userCodeHash } });
  return intact(seals, "device_requests", row);
}

/** The same, with its row taken until the commit. */
export async function lockDevice(tx: Tx, seals: RowSeals, where: Where): Promise<DeviceRow | null> {
  const [deviceCode, userCode] =
    "deviceCodeHash" in where ? [where.deviceCodeHash, null] : [null, where.userCodeHash];
  await sqlIn(tx)`
    SELECT 1 AS locked FROM device_requests WHERE device_code_hash = ${deviceCode}::bytea
      OR user_code_hash = ${userCode}::bytea FOR UPDATE`;
  return findDevice(tx, seals, where);
}

/** Keeps what a person answered. */
export async function answerDevice(
  tx: Tx,
  seals: RowSeals,
  device: DeviceRow,
  { answer, userId }: { readonly answer: "confirmed" | "refused"; readonly userId: string },
): Promise<void> {
  const seal = seals.of("device_requests", { ...device, answer, userId });
  await tx.deviceRequest.update({ where: { id: device.id }, data: { answer, userId, seal } });
}

export async function notePoll(tx: Tx, id: string, polledAt: Date, intervalSeconds: number): Promise<void> {
  await tx.deviceRequest.update({ where: { id }, data: { polledAt, intervalSeconds } });
}

export async function deleteDevice(tx: Tx, id: string): Promise<void> {
  await tx.deviceRequest.delete({ where: { id } });
}

/** Deletes what waits past its end. It is kept a little longer, so that the machine is told why. Returns how many, at most `limit`. */
export async function deleteEndedDevices(pool: Pool, before: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM device_requests WHERE id IN (
      SELECT id FROM device_requests WHERE expires_at <= ${before}
      ORDER BY expires_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}
