-- Machines that ask to be signed in, until they have their key.
CREATE TABLE "device_requests" (
    "id" UUID NOT NULL,
    "device_code_hash" BYTEA NOT NULL,
    "user_code_hash" BYTEA NOT NULL,
    "machine" TEXT NOT NULL,
    "ip" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "interval_seconds" INTEGER NOT NULL,
    "polled_at" TIMESTAMPTZ(3),
    "answer" TEXT NOT NULL,
    "user_id" UUID,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "device_requests_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "device_requests_device_code_hash_key" ON "device_requests"("device_code_hash");
CREATE UNIQUE INDEX "device_requests_user_code_hash_key" ON "device_requests"("user_code_hash");
CREATE INDEX "device_requests_user_id_idx" ON "device_requests"("user_id");
CREATE INDEX "device_requests_expires_at_idx" ON "device_requests"("expires_at");

ALTER TABLE "device_requests" ADD CONSTRAINT "device_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
