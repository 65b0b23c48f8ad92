-- What Members may do to some secrets, alone or as members of a group.
CREATE TABLE "groups" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "group_members" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id", "user_id")
);
CREATE TABLE "grants" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "group_id" UUID,
    "project_id" UUID NOT NULL,
    "environment_id" UUID,
    "secret_id" UUID,
    "name_prefix" TEXT,
    "capability" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,
    CONSTRAINT "grants_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "groups_slug_key" ON "groups"("slug");
CREATE INDEX "group_members_user_id_idx" ON "group_members"("user_id");
CREATE INDEX "grants_user_id_idx" ON "grants"("user_id");
CREATE INDEX "grants_group_id_idx" ON "grants"("group_id");
CREATE INDEX "grants_project_id_id_idx" ON "grants"("project_id", "id");
CREATE INDEX "grants_secret_id_idx" ON "grants"("secret_id");
CREATE INDEX "grants_environment_id_idx" ON "grants"("environment_id");
CREATE INDEX "grants_expires_at_idx" ON "grants"("expires_at");
-- Nobody holds the same twice.
CREATE UNIQUE INDEX "grants_once" ON "grants"(
  COALESCE("user_id", "group_id"), "project_id", COALESCE("environment_id", "project_id"),
  COALESCE("secret_id", "project_id"), lower(COALESCE("name_prefix", '')), "capability");

ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grants" ADD CONSTRAINT "grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grants" ADD CONSTRAINT "grants_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grants" ADD CONSTRAINT "grants_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grants" ADD CONSTRAINT "grants_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grants" ADD CONSTRAINT "grants_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
