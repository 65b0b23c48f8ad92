/**
 * Every advisory lock of the program, in one place so that no two share a number. They count per database; `embeddedUse` and
 * `embeddedDatabase` are taken in the database `postgres` of an embedded server, `databaseUsers` in one that users are made in.
 */
export const ADVISORY_LOCKS = {
  /** The number that Prisma's own migration commands take, so that they and this program exclude each other. */
  migrations: 72_707_369,
  embeddedDatabase: 72_707_370,
  firstOwner: 72_707_371,
  inviting: 72_707_372,
  builtIns: 72_707_373,
  keyRotation: 72_707_374,
  databaseUsers: 72_707_375,
  embeddedUse: 7_270_737_000,
} as const;
