-- CreateEnum
CREATE TYPE "KeyKind" AS ENUM ('agent', 'tool', 'sandbox', 'service');

-- CreateEnum
CREATE TYPE "Requirement" AS ENUM ('required', 'optional');

-- CreateTable
CREATE TABLE "shared_mappings" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "variable" TEXT NOT NULL,
    "secret_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "shared_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "declarations" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "requirement" "Requirement" NOT NULL,
    "position" INTEGER NOT NULL,
    "declared_at" TIMESTAMPTZ(3) NOT NULL,
    "declared_by" TEXT NOT NULL,

    CONSTRAINT "declarations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "public_id" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "KeyKind" NOT NULL,
    "project_id" UUID,
    "environment_id" UUID,
    "permissions" TEXT[],
    "allowed_names" TEXT[],
    "is_narrowed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_refused_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_reads" (
    "secret_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secret_reads_pkey" PRIMARY KEY ("secret_id","api_key_id")
);

-- CreateIndex
CREATE INDEX "shared_mappings_secret_id_idx" ON "shared_mappings"("secret_id");

-- CreateIndex
CREATE UNIQUE INDEX "shared_mappings_environment_id_name_folded_key" ON "shared_mappings"("environment_id", "name_folded");

-- CreateIndex
CREATE UNIQUE INDEX "shared_mappings_environment_id_variable_key" ON "shared_mappings"("environment_id", "variable");

-- CreateIndex
CREATE UNIQUE INDEX "declarations_project_id_name_key" ON "declarations"("project_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_public_id_key" ON "api_keys"("public_id");

-- CreateIndex
CREATE INDEX "api_keys_project_id_created_at_id_idx" ON "api_keys"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "api_keys_created_at_id_idx" ON "api_keys"("created_at", "id");

-- AddForeignKey
ALTER TABLE "shared_mappings" ADD CONSTRAINT "shared_mappings_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_mappings" ADD CONSTRAINT "shared_mappings_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_reads" ADD CONSTRAINT "secret_reads_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_reads" ADD CONSTRAINT "secret_reads_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- By hand: a name of an environment, and the variable that it becomes, is either a secret or a shared mapping. Whoever
-- makes a mapping waits for those who make secrets in that environment, who do not wait for each other.
CREATE FUNCTION refuse_taken_variable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place bigint := hashtextextended(NEW.environment_id::text, 72707372);
BEGIN
  IF TG_TABLE_NAME = 'secrets' THEN
    PERFORM pg_advisory_xact_lock_shared(place);
    PERFORM 1 FROM shared_mappings WHERE environment_id = NEW.environment_id AND variable = NEW.variable;
  ELSE
    PERFORM pg_advisory_xact_lock(place);
    PERFORM 1 FROM secrets WHERE environment_id = NEW.environment_id AND variable = NEW.variable;
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'this name is taken in its environment' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "secrets_variable_is_free" BEFORE INSERT OR UPDATE OF "variable", "environment_id" ON "secrets"
  FOR EACH ROW EXECUTE FUNCTION refuse_taken_variable();
CREATE TRIGGER "shared_mappings_variable_is_free" BEFORE INSERT OR UPDATE OF "variable", "environment_id" ON "shared_mappings"
  FOR EACH ROW EXECUTE FUNCTION refuse_taken_variable();

-- CreateIndex
CREATE INDEX "secrets_environment_id_audience_name_folded_idx" ON "secrets"("environment_id", "audience", "name_folded");

-- CreateIndex
CREATE INDEX "audit_events_project_id_seq_idx" ON "audit_events"("project_id", "seq");

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- By hand: which events change what a reader of values gets. The index finds the last of an environment at once, and
-- whoever waits for changes is woken by the transaction that makes them.
CREATE FUNCTION changes_values(action TEXT) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT action IN ('secret.created', 'secret.rotated', 'secret.restored', 'secret.renamed', 'secret.classified',
    'secret.deleted', 'secrets.seeded', 'mapping.created', 'mapping.deleted')
$$;
CREATE INDEX "audit_events_changing_values" ON "audit_events"("environment_id", "seq") WHERE changes_values("action");
CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('strongroom_changes', NEW.seq::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "audit_events_tell_of_change" AFTER INSERT ON "audit_events"
  FOR EACH ROW WHEN (changes_values(NEW."action")) EXECUTE FUNCTION tell_of_change();
