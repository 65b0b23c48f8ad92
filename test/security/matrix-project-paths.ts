/** The part of `PATH_MATRIX` that is about one project. */
export const PROJECT_PATHS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/projects/[project]": {
    "/projects/default": "→/projects/default/ →/projects/default/ →/projects/default/ 403 in in",
    "/projects/nowhere": "404 404 404 403 in in",
  },
  "/projects/[project]/allowlist": {
    "/projects/default/allowlist": "200 200 200 403 in in",
    "/projects/default/allowlist?environment=staging&search=x&show=inactive": "200 200 200 403 in in",
    "/projects/default/allowlist?environment=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/allowlist": "404 404 404 403 in in",
  },
  "/projects/[project]/allowlist/new": {
    "/projects/default/allowlist/new": "200 200 403 403 in in",
    "/projects/default/allowlist/new?environment=staging": "200 200 403 403 in in",
    "/projects/nowhere/allowlist/new": "404 404 404 403 in in",
  },
  "/projects/[project]/allowlist/[environment]/[name]": {
    "/projects/default/allowlist/production/{endpoint}": "200 200 200 403 in in",
    "/projects/default/allowlist/production/{endpoint}?dialog=delete": "200 200 200 403 in in",
    "/projects/default/allowlist/staging/{endpoint}": "404 404 404 403 in in",
    "/projects/platform/allowlist/production/{endpoint}": "404 404 404 403 in in",
  },
  "/projects/[project]/allowlist/[environment]/[name]/edit": {
    "/projects/default/allowlist/production/{endpoint}/edit": "200 200 403 403 in in",
    "/projects/default/allowlist/production/never-was/edit": "404 404 403 403 in in",
  },
  "/projects/[project]/api-keys": {
    "/projects/default/api-keys": "200 200 200 403 in in",
    "/projects/default/api-keys?dialog=create": "200 200 200 403 in in",
    "/projects/default/api-keys?show=revoked": "200 200 200 403 in in",
    "/projects/nowhere/api-keys": "404 404 404 403 in in",
  },
  "/projects/[project]/api-keys/[key]": {
    "/projects/default/api-keys/{key}": "200 200 200 403 in in",
    "/projects/default/api-keys/{key}?dialog=narrow": "200 200 200 403 in in",
    "/projects/platform/api-keys/{key}": "404 404 404 403 in in",
    "/projects/default/api-keys/x": "404 404 404 403 in in",
    "/projects/nowhere/api-keys/{key}": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials": {
    "/projects/default/credentials": "200 200 200 403 in in",
    "/projects/nowhere/credentials": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/managers": {
    "/projects/default/credentials/managers": "200 200 200 403 in in",
    "/projects/default/credentials/managers?environment=staging&dialog=manager": "200 200 200 403 in in",
    "/projects/default/credentials/managers?environment=nowhere": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/connections": {
    "/projects/default/credentials/connections": "200 200 200 403 in in",
    "/projects/default/credentials/connections?environment=staging&outcome=used&name=x":
      "200 200 200 403 in in",
    "/projects/default/credentials/connections?dialog=app": "200 200 200 403 in in",
    "/projects/default/credentials/connections?environment=nowhere": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/triggers": {
    "/projects/default/credentials/triggers": "200 200 200 403 in in",
    "/projects/default/credentials/triggers?environment=staging&deliveries=x&before=1":
      "200 200 200 403 in in",
    "/projects/default/credentials/triggers?dialog=trigger": "200 200 200 403 in in",
    "/projects/default/credentials/triggers?environment=nowhere": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/provider-keys": {
    "/projects/default/credentials/provider-keys": "200 200 200 403 in in",
    "/projects/default/credentials/provider-keys?after=zzz": "200 200 200 403 in in",
    "/projects/nowhere/credentials/provider-keys": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/ssh": {
    "/projects/default/credentials/ssh": "200 200 200 403 in in",
    "/projects/default/credentials/ssh?dialog=new": "200 200 200 403 in in",
    "/projects/nowhere/credentials/ssh": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/imports": {
    "/projects/default/credentials/imports": "200 200 200 403 in in",
    "/projects/default/credentials/imports?environment=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/credentials/imports": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/imports/[import]": {
    "/projects/default/credentials/imports/x": "404 404 404 403 in in",
    "/projects/default/credentials/imports/x?after=x&state=x": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/syncs": {
    "/projects/default/credentials/syncs": "200 200 200 403 in in",
    "/projects/default/credentials/syncs?environment=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/credentials/syncs": "404 404 404 403 in in",
  },
  "/projects/[project]/credentials/syncs/[environment]/[sync]": {
    "/projects/default/credentials/syncs/production/nothing": "404 404 404 403 in in",
    "/projects/default/credentials/syncs/nowhere/nothing?state=drift": "404 404 404 403 in in",
  },
  "/projects/[project]/pools": {
    "/projects/default/pools": "200 200 200 403 in in",
    "/projects/default/pools?environment=staging&dialog=new&within=staging": "200 200 200 403 in in",
    "/projects/default/pools?environment=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/pools": "404 404 404 403 in in",
  },
  "/projects/[project]/rotation": {
    "/projects/default/rotation": "200 200 200 403 in in",
    "/projects/default/rotation?environment=staging&state=attention": "200 200 200 403 in in",
    "/projects/default/rotation?environment=nowhere": "404 404 404 403 in in",
    "/projects/default/rotation?after=x": "404 404 404 403 in in",
    "/projects/nowhere/rotation": "404 404 404 403 in in",
  },
  "/projects/[project]/rotation/several": {
    "/projects/default/rotation/several": "200 200 200 403 in in",
    "/projects/default/rotation/several?environment=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/rotation/several": "404 404 404 403 in in",
  },
  "/projects/[project]/leases": {
    "/projects/default/leases": "200 200 200 403 in in",
    "/projects/default/leases?environment=staging&show=ended": "200 200 200 403 in in",
    "/projects/default/leases?dialog=source": "200 200 200 403 in in",
    "/projects/default/leases?environment=nowhere": "404 404 404 403 in in",
    "/projects/default/leases?after=x": "404 404 404 403 in in",
    "/projects/nowhere/leases": "404 404 404 403 in in",
  },
  "/projects/[project]/rotation/export": {
    "/projects/default/rotation/export?format=csv": "200 200 200 403 401 401",
    "/projects/default/rotation/export?format=jsonl&environment=nowhere": "404 404 404 403 401 401",
    "/projects/default/rotation/export?format=csv&state=x": "422 422 422 422 401 401",
    "/projects/nowhere/rotation/export?format=csv": "404 404 404 403 401 401",
  },
  "/projects/[project]/declarations": {
    "/projects/default/declarations": "200 200 200 403 in in",
    "/projects/nowhere/declarations": "404 404 404 403 in in",
  },
  "/projects/[project]/overview": {
    "/projects/default/overview": "200 200 200 403 in in",
    "/projects/default/overview?search=x&missing=staging": "200 200 200 403 in in",
    "/projects/default/overview?missing=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/overview": "404 404 404 403 in in",
  },
  "/projects/[project]/overview/compare": {
    "/projects/default/overview/compare": "200 200 200 403 in in",
    "/projects/default/overview/compare?left=staging&right=development&show=same": "200 200 200 403 in in",
    "/projects/default/overview/compare?left=staging&right=nowhere": "404 404 404 403 in in",
    "/projects/nowhere/overview/compare": "404 404 404 403 in in",
  },
  "/projects/[project]/[environment]/secrets/shared": {
    "/projects/default/production/secrets/shared": "200 200 200 403 in in",
    "/projects/default/production/secrets/shared?dialog=map": "200 200 200 403 in in",
    "/projects/nowhere/production/secrets/shared": "404 404 404 403 in in",
  },
  "/projects/[project]/[environment]/secrets": {
    "/projects/default/production/secrets": "200 200 200 403 in in",
    "/projects/default/production/secrets?dialog=store": "200 200 200 403 in in",
    "/projects/nowhere/production/secrets": "404 404 404 403 in in",
    "/projects/default/nowhere/secrets": "404 404 404 403 in in",
  },
  "/projects/[project]/[environment]/secrets/ask": {
    "/projects/default/production/secrets/ask": "200 200 403 403 in in",
    "/projects/default/production/secrets/ask?name={name}&dialog=withdraw": "200 200 403 403 in in",
    "/projects/nowhere/production/secrets/ask": "404 404 404 403 in in",
  },
  "/projects/[project]/[environment]/secrets/deleted": {
    "/projects/default/production/secrets/deleted": "200 200 200 403 in in",
    "/projects/default/production/secrets/deleted?search=a&before=x": "200 200 200 403 in in",
    "/projects/nowhere/production/secrets/deleted": "404 404 404 403 in in",
  },
  "/projects/[project]/[environment]/secrets/[name]": {
    "/projects/default/production/secrets/{name}": "200 200 200 404 in in",
    "/projects/default/production/secrets/{name}?dialog=value": "200 200 200 404 in in",
    "/projects/default/production/secrets/NEVER_WAS": "404 404 404 404 in in",
    "/projects/platform/production/secrets/{name}": "404 404 404 404 in in",
  },
  "/projects/[project]/[environment]/secrets/[name]/changes": {
    "/projects/default/production/secrets/{name}/changes": "200 200 200 403 in in",
    "/projects/default/production/secrets/NEVER_WAS/changes": "404 404 404 403 in in",
    "/projects/default/production/secrets/{name}/changes?deleted=019a0000-0000-7000-8000-000000000000":
      "404 404 404 403 in in",
    "/projects/platform/production/secrets/{name}/changes": "404 404 404 403 in in",
  },
  "/projects/[project]/[environment]/secrets/[name]/changes/export": {
    "/projects/default/production/secrets/{name}/changes/export": "200 200 200 403 401 401",
    "/projects/default/production/secrets/{name}/changes/export?format=exe": "422 422 422 422 401 401",
    "/projects/default/production/secrets/{name}/changes/export?deleted=x": "422 422 422 422 401 401",
    "/projects/default/production/secrets/NEVER_WAS/changes/export": "404 404 404 403 401 401",
    "/projects/platform/production/secrets/{name}/changes/export": "404 404 404 403 401 401",
  },
  "/projects/[project]/[environment]/secrets/[name]/changes/rows": {
    "/projects/default/production/secrets/{name}/changes/rows": "200 200 200 403 401 401",
    "/projects/default/production/secrets/NEVER_WAS/changes/rows": "404 404 404 403 401 401",
    "/projects/platform/production/secrets/{name}/changes/rows": "404 404 404 403 401 401",
  },
  "/projects/[project]/[environment]/secrets/[name]/access": {
    "/projects/default/production/secrets/{name}/access": "200 200 200 404 in in",
    "/projects/default/production/secrets/{name}/access?dialog=grant&grants=x&keys=x":
      "200 200 200 404 in in",
    "/projects/default/production/secrets/NEVER_WAS/access": "404 404 404 404 in in",
    "/projects/platform/production/secrets/{name}/access": "404 404 404 404 in in",
  },
  "/projects/[project]/[environment]/secrets/[name]/rotation": {
    "/projects/default/production/secrets/{name}/rotation": "200 200 200 404 in in",
    "/projects/default/production/secrets/{name}/rotation?dialog=rotation": "200 200 200 404 in in",
    "/projects/default/production/secrets/NEVER_WAS/rotation": "404 404 404 404 in in",
    "/projects/platform/production/secrets/{name}/rotation": "404 404 404 404 in in",
  },
  "/projects/[project]/[environment]/secrets/[name]/rotation/times": {
    "/projects/default/production/secrets/{name}/rotation/times?schedule=days&everyDays=x":
      "200 200 200 403 401 401",
    "/projects/platform/production/secrets/{name}/rotation/times": "404 404 404 403 401 401",
  },
  "/projects/[project]/[environment]/secrets/[name]/use": {
    "/projects/default/production/secrets/{name}/use": "200 200 200 404 401 401",
    "/projects/default/production/secrets/NEVER_WAS/use": "404 404 404 404 401 401",
    "/projects/platform/production/secrets/{name}/use": "404 404 404 404 401 401",
  },
  "/projects/[project]/[environment]/secrets/choices": {
    "/projects/default/production/secrets/choices?search=a": "200 200 200 403 401 401",
    "/projects/nowhere/production/secrets/choices": "404 404 404 403 401 401",
  },
  "/projects/[project]/[environment]/secrets/name": {
    "/projects/default/production/secrets/name?name=A": "200 200 200 403 401 401",
    "/projects/nowhere/production/secrets/name?name=A": "404 404 404 403 401 401",
  },
  "/projects/[project]/[environment]/secrets/rows": {
    "/projects/default/production/secrets/rows": "200 200 200 403 401 401",
    "/projects/default/production/secrets/rows?with=endpoints&search=a": "200 200 200 403 401 401",
    "/projects/nowhere/production/secrets/rows?with=endpoints": "404 404 404 403 401 401",
    "/projects/nowhere/production/secrets/rows": "404 404 404 403 401 401",
  },
};
