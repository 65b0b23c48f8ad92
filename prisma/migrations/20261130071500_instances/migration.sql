-- The instances that run on this database, each of which says so every few seconds.
CREATE TABLE "instances" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "master_key_ids" TEXT[],
    CONSTRAINT "instances_pkey" PRIMARY KEY ("id")
);
