CREATE TYPE "PoolStrategy" AS ENUM ('roundRobin', 'leastUsed', 'sticky');

CREATE TABLE "key_pools" (
  "id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "name_folded" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "strategy" "PoolStrategy" NOT NULL,
  "revision" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "created_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "key_pools_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "key_pools_environment_id_name_folded_key" ON "key_pools"("environment_id", "name_folded");
ALTER TABLE "key_pools" ADD CONSTRAINT "key_pools_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "key_pool_members" (
  "pool_id" UUID NOT NULL,
  "secret_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "weight" INTEGER NOT NULL,
  "is_on" BOOLEAN NOT NULL,
  "out_until" TIMESTAMPTZ(3),
  "limited_by" UUID,
  "refused_version" INTEGER,
  "refused_at" TIMESTAMPTZ(3),
  "seal" BYTEA NOT NULL,
  CONSTRAINT "key_pool_members_pkey" PRIMARY KEY ("pool_id", "secret_id")
);
CREATE INDEX "key_pool_members_secret_id_idx" ON "key_pool_members"("secret_id");
ALTER TABLE "key_pool_members" ADD CONSTRAINT "key_pool_members_pool_id_fkey"
  FOREIGN KEY ("pool_id") REFERENCES "key_pools"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "key_pool_members" ADD CONSTRAINT "key_pool_members_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "key_pool_counts" (
  "pool_id" UUID NOT NULL,
  "secret_id" UUID NOT NULL,
  "hour" TIMESTAMPTZ(3) NOT NULL,
  "taken" INTEGER NOT NULL,
  "limited" INTEGER NOT NULL,
  "refused" INTEGER NOT NULL,
  CONSTRAINT "key_pool_counts_pkey" PRIMARY KEY ("pool_id", "secret_id", "hour")
);
CREATE INDEX "key_pool_counts_hour_idx" ON "key_pool_counts"("hour");
ALTER TABLE "key_pool_counts" ADD CONSTRAINT "key_pool_counts_pool_id_fkey"
  FOREIGN KEY ("pool_id") REFERENCES "key_pools"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "key_pool_counts" ADD CONSTRAINT "key_pool_counts_secret_id_fkey"
  FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
