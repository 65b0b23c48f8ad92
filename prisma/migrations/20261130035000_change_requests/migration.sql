-- Changes of protected environments wait until others approve them.
ALTER TABLE "environments" ADD COLUMN "change_policy" JSONB;
ALTER TABLE "api_keys" ADD COLUMN "skips_approval" BOOLEAN;

CREATE TYPE "RequestState" AS ENUM ('open', 'applied', 'rejected', 'withdrawn', 'expired');

CREATE TABLE "change_requests" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "environment_id" UUID,
    "change" JSONB NOT NULL,
    "secret_ids" UUID[],
    "title" TEXT NOT NULL,
    "user_id" UUID,
    "api_key_id" UUID,
    "requested_by" TEXT NOT NULL,
    "device" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "RequestState" NOT NULL DEFAULT 'open',
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "is_emergency" BOOLEAN NOT NULL DEFAULT false,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "change_requests_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "request_remarks" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "request_remarks_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "requested_values" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "project_key_id" UUID NOT NULL,
    "fingerprint" TEXT,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "requested_values_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "change_requests_created_at_id_idx" ON "change_requests"("created_at", "id");
CREATE INDEX "change_requests_user_id_created_at_idx" ON "change_requests"("user_id", "created_at");
CREATE INDEX "change_requests_api_key_id_created_at_idx" ON "change_requests"("api_key_id", "created_at");
-- Few are open at a time.
CREATE INDEX "change_requests_open" ON "change_requests"("expires_at") WHERE state = 'open';
CREATE INDEX "change_requests_open_secrets" ON "change_requests" USING gin ("secret_ids") WHERE state = 'open';
CREATE INDEX "request_remarks_request_id_created_at_idx" ON "request_remarks"("request_id", "created_at");
-- Nobody approves the same twice.
CREATE UNIQUE INDEX "request_remarks_one_approval" ON "request_remarks"("request_id", "user_id") WHERE kind = 'approval';
CREATE INDEX "requested_values_request_id_idx" ON "requested_values"("request_id");
CREATE INDEX "requested_values_project_key_id_idx" ON "requested_values"("project_key_id");

ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "request_remarks" ADD CONSTRAINT "request_remarks_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "change_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "requested_values" ADD CONSTRAINT "requested_values_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "change_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "requested_values" ADD CONSTRAINT "requested_values_project_key_id_fkey" FOREIGN KEY ("project_key_id") REFERENCES "project_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
