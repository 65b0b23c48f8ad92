CREATE TABLE "connections" (
  "id" UUID NOT NULL,
  "environment_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "configuration" JSONB NOT NULL,
  "credential_id" UUID NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "seal" BYTEA NOT NULL,
  CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "connections_environment_id_name_key" ON "connections"("environment_id", "name");
CREATE INDEX "connections_credential_id_idx" ON "connections"("credential_id");
ALTER TABLE "connections" ADD CONSTRAINT "connections_environment_id_fkey"
  FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "connections" ADD CONSTRAINT "connections_credential_id_fkey"
  FOREIGN KEY ("credential_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "connection_tokens" (
  "connection_id" UUID NOT NULL,
  "token_id" UUID NOT NULL,
  "value" TEXT,
  "project_key_id" UUID,
  "owner_id" UUID,
  "connected_at" TIMESTAMPTZ(3) NOT NULL,
  "connected_by" TEXT NOT NULL,
  "scopes" TEXT[] NOT NULL,
  "expires_at" TIMESTAMPTZ(3),
  "is_refreshable" BOOLEAN NOT NULL,
  "refreshed_at" TIMESTAMPTZ(3),
  "due_at" TIMESTAMPTZ(3),
  "claimed_until" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL,
  "error" TEXT,
  "lost_at" TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  "seal" BYTEA NOT NULL,
  CONSTRAINT "connection_tokens_pkey" PRIMARY KEY ("connection_id")
);
CREATE INDEX "connection_tokens_due_at_idx" ON "connection_tokens"("due_at");
CREATE INDEX "connection_tokens_project_key_id_idx" ON "connection_tokens"("project_key_id");
CREATE INDEX "connection_tokens_owner_id_idx" ON "connection_tokens"("owner_id");
ALTER TABLE "connection_tokens" ADD CONSTRAINT "connection_tokens_connection_id_fkey"
  FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "connection_tokens" ADD CONSTRAINT "connection_tokens_project_key_id_fkey"
  FOREIGN KEY ("project_key_id") REFERENCES "project_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "connection_attempts" (
  "id" UUID NOT NULL,
  "connection_id" UUID NOT NULL,
  "state_hash" BYTEA NOT NULL,
  "session_id" UUID NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "seal" BYTEA NOT NULL,
  CONSTRAINT "connection_attempts_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "connection_attempts_state_hash_key" ON "connection_attempts"("state_hash");
CREATE INDEX "connection_attempts_connection_id_idx" ON "connection_attempts"("connection_id");
CREATE INDEX "connection_attempts_expires_at_idx" ON "connection_attempts"("expires_at");
ALTER TABLE "connection_attempts" ADD CONSTRAINT "connection_attempts_connection_id_fkey"
  FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
