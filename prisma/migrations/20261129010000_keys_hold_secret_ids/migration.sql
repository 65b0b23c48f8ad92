-- A narrowed key holds the ids of its secrets: renaming a secret neither opens nor closes anything.
ALTER TABLE "api_keys" ADD COLUMN "allowed_secret_ids" UUID[];
ALTER TABLE "api_keys" RENAME COLUMN "allowed_names" TO "unresolved_names";

-- By hand: the names of existing keys are resolved once, in every environment that the key reaches. A name that a shared
-- mapping brings there becomes the id of the shared secret.
-- A name that stands for nothing is only shown from here on: it opens nothing, whatever is stored under it later.
WITH resolved AS MATERIALIZED (
  SELECT DISTINCT k.id AS key_id, s.name_folded, s.secret_id
  FROM "api_keys" k
  JOIN "environments" e ON (k.project_id IS NULL OR e.project_id = k.project_id)
    AND (k.environment_id IS NULL OR e.id = k.environment_id)
  JOIN (
    SELECT environment_id, name_folded, id AS secret_id FROM "secrets"
    UNION ALL SELECT environment_id, name_folded, secret_id FROM "shared_mappings"
  ) s ON s.environment_id = e.id AND s.name_folded = ANY(k.unresolved_names)
  WHERE k.is_narrowed
)
UPDATE "api_keys" k SET
  "allowed_secret_ids" = ARRAY(SELECT DISTINCT r.secret_id FROM resolved r WHERE r.key_id = k.id ORDER BY 1),
  "unresolved_names" = ARRAY(
    SELECT name FROM unnest(k."unresolved_names") AS name
    WHERE NOT EXISTS (SELECT 1 FROM resolved r WHERE r.key_id = k.id AND r.name_folded = name) ORDER BY 1);

-- By hand: what the secrets of a narrowed key are called where the key reaches (null: every project, every environment),
-- without what an audience hides (null: nothing). Each name once, whatever its case; deleted secrets have none.
CREATE FUNCTION secret_names(ids UUID[], project UUID, environment UUID, audiences TEXT[]) RETURNS TEXT[]
LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT DISTINCT ON (n.name_folded) n.name
    FROM (
      SELECT s.name, s.name_folded, s.environment_id, s.audience FROM secrets s WHERE s.id = ANY(ids)
      UNION ALL
      SELECT m.name, m.name_folded, m.environment_id, s.audience
      FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id WHERE m.secret_id = ANY(ids)
    ) n JOIN environments e ON e.id = n.environment_id
    WHERE (project IS NULL OR e.project_id = project) AND (environment IS NULL OR e.id = environment)
      AND (audiences IS NULL OR n.audience::text = ANY(audiences))
    ORDER BY n.name_folded, n.name)
$$;
