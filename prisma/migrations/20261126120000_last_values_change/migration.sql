-- By hand: the number of the last event that changed anything that a reader of values in the environment gets, among its
-- own secrets and mappings or among the secrets that may be shared with it.
CREATE FUNCTION last_values_change(environment UUID) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT greatest(
    (SELECT seq FROM audit_events WHERE environment_id = environment AND changes_values(action) ORDER BY seq DESC LIMIT 1),
    (SELECT max(last.seq) FROM environments e JOIN projects p ON p.id = e.project_id
      CROSS JOIN LATERAL (
        SELECT seq FROM audit_events WHERE environment_id = e.id AND changes_values(action) ORDER BY seq DESC LIMIT 1
      ) last WHERE p.slug = 'platform'))
$$;
