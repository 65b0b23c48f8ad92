-- Which secrets of one name hold the same value in several environments of a project. Null: not known yet; empty: not compared.
ALTER TABLE "secrets" ADD COLUMN "value_group" TEXT;

-- How often values of a name were made comparable within the current hour, in all environments of the project together.
CREATE TABLE "group_comparisons" (
    "project_id" UUID NOT NULL,
    "variable" TEXT COLLATE "C" NOT NULL,
    "count" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "group_comparisons_pkey" PRIMARY KEY ("project_id", "variable")
);
CREATE INDEX "group_comparisons_window_ends_at_idx" ON "group_comparisons"("window_ends_at");

ALTER TABLE "group_comparisons" ADD CONSTRAINT "group_comparisons_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;
