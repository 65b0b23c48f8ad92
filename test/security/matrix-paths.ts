/**
 * What each visitor gets at each address that the build answers, and at each file of `public`: owner, super_admin, auditor, member, a person who was
 * suspended while signed in, nobody. `in` leads to the sign-in page, `→` elsewhere. A project or secret that is not
 * there answers 404 to those who may list, and to others the same as one that is there.
 */
export const PATH_MATRIX: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/": {
    "/": "→/projects →/projects →/projects →/projects in in",
  },
  "/_global-error": {
    "/_global-error": "500 500 500 500 500 500",
  },
  "/_not-found": {
    "/_not-found": "404 404 404 404 404 404",
    "/nothing/here": "404 404 404 404 404 404",
  },
  "/.well-known/security.txt": {
    "/.well-known/security.txt": "200 200 200 200 200 200",
  },
  "/account": {
    "/account": "200 200 200 200 in in",
  },
  "/account/authenticator": {
    "/account/authenticator": "200 200 200 200 in in",
  },
  "/account/confirm": {
    "/account/confirm": "200 200 200 200 in in",
    "/account/confirm?next=/projects/new": "200 200 200 200 in in",
  },
  "/account/confirm/methods": {
    "/account/confirm/methods": "200 200 200 200 401 401",
  },
  "/account/recovery-codes": {
    "/account/recovery-codes": "200 200 200 200 in in",
  },
  "/api/auth/[...nextauth]": {
    "/api/auth/session": "200 200 200 200 200 200",
    "/api/auth/csrf": "200 200 200 200 200 200",
    "/api/auth/providers": "200 200 200 200 200 200",
    "/api/auth/_log": "404 404 404 404 404 404",
    "/api/auth/callback/credentials": "404 404 404 404 404 404",
  },
  "/api/auth/passkeys/[ceremony]": {
    "/api/auth/passkeys/signIn": "200 200 200 200 200 200",
    "/api/auth/passkeys/registration": "200 200 200 200 401 401",
    "/api/auth/passkeys/confirmation": "404 404 404 404 401 401",
    "/api/auth/passkeys/secondStep": "401 401 401 401 401 401",
    "/api/auth/passkeys/enrolment": "401 401 401 401 401 401",
    "/api/auth/passkeys/toString": "404 404 404 404 404 404",
  },
  "/api/auth/callback/oidc": {
    "/api/auth/callback/oidc?code=x&state=x": "404 404 404 404 404 404",
  },
  "/api/auth/single-sign-on": {
    "/api/auth/single-sign-on": "405 405 405 405 405 405",
  },
  "/api/auth/signed-out": {
    "/api/auth/signed-out": "200 200 200 200 200 200",
  },
  "/audit": {
    "/audit": "200 200 200 403 in in",
    "/audit?secret={name}&kind=read&time=7d&live=on": "200 200 200 403 in in",
    "/audit?from=2026-02-30&kind=everything&before=1-x": "200 200 200 403 in in",
    "/audit?kind=&actor=x": "→/audit?actor=x →/audit?actor=x →/audit?actor=x →/audit?actor=x in in",
  },
  "/audit/evidence": {
    "/audit/evidence?secret={name}&since=1": "200 200 200 403 401 401",
    "/audit/evidence?since=x": "422 422 422 403 401 401",
    "/audit/evidence?from=2026-02-30": "422 422 422 422 401 401",
  },
  "/audit/export": {
    "/audit/export?format=csv": "200 200 200 403 401 401",
    "/audit/export?format=jsonl&secret={name}": "200 200 200 403 401 401",
    "/audit/export?format=exe": "422 422 422 422 401 401",
    "/audit/export?format=csv&from=2026-02-30": "422 422 422 422 401 401",
  },
  "/audit/newer": {
    "/audit/newer?since=0": "200 200 200 403 401 401",
    "/audit/newer?since=x": "422 422 422 422 401 401",
  },
  "/audit/pack": {
    "/audit/pack": "200 200 200 403 in in",
    "/audit/pack?from=2026-02-30&sample=501&project=absent": "200 200 200 403 in in",
  },
  "/audit/pack/export": {
    "/audit/pack/export?from=2020-01-01&sample=500": "200 200 200 403 401 401",
    "/audit/pack/export?project=absent": "422 422 422 403 401 401",
    "/audit/pack/export?sample=0": "422 422 422 422 401 401",
  },
  "/audit/reports": {
    "/audit/reports": "200 200 200 403 in in",
    "/audit/reports?report=old-secrets&days=0": "200 200 200 403 in in",
    "/audit/reports?report=people&to=2026-02-30": "200 200 200 403 in in",
    "/audit/reports?report=access&from=2020-01-01": "200 200 200 403 in in",
    "/audit/reports?report=changes&from=2020-01-01": "200 200 200 403 in in",
    "/audit/reports?report=refusals": "200 200 200 403 in in",
    "/audit/reports?report=unusual&from=2020-01-01": "200 200 200 403 in in",
    "/audit/reports?report=everything": "404 404 404 404 in in",
  },
  "/audit/reports/export": {
    "/audit/reports/export?format=csv": "200 200 200 403 401 401",
    "/audit/reports/export?format=csv&report=old-secrets&days=0": "200 200 200 403 401 401",
    "/audit/reports/export?format=jsonl&report=access": "200 200 200 403 401 401",
    "/audit/reports/export?format=csv&report=unusual": "200 200 200 403 401 401",
    "/audit/reports/export?format=csv&report=people": "200 200 200 403 401 401",
    "/audit/reports/export?format=csv&report=unused-keys&days=x": "422 422 422 422 401 401",
    "/audit/reports/export?format=exe": "422 422 422 422 401 401",
  },
  "/audit/streams": {
    "/audit/streams": "200 200 200 403 in in",
  },
  "/docs/api": {
    "/docs/api": "200 200 200 200 200 200",
  },
  "/audit-verify.html": {
    "/audit-verify.html": "200 200 200 200 200 200",
  },
  "/favicon.ico": {
    "/favicon.ico": "200 200 200 200 200 200",
  },
  "/icon.svg": {
    "/icon.svg": "200 200 200 200 200 200",
  },
  "/icons/apple-touch-icon.png": {
    "/icons/apple-touch-icon.png": "200 200 200 200 200 200",
  },
  "/icons/icon-192.png": {
    "/icons/icon-192.png": "200 200 200 200 200 200",
  },
  "/icons/icon-512.png": {
    "/icons/icon-512.png": "200 200 200 200 200 200",
  },
  "/icons/maskable-512.png": {
    "/icons/maskable-512.png": "200 200 200 200 200 200",
  },
  "/join": {
    "/join": "200 200 200 200 200 200",
    "/join?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA": "200 200 200 200 200 200",
  },
  "/manifest.webmanifest": {
    "/manifest.webmanifest": "200 200 200 200 200 200",
  },
  "/people": {
    "/people": "200 200 403 403 in in",
    "/people?dialog=invite": "200 200 403 403 in in",
    "/people?after=x": "200 200 403 403 in in",
  },
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
  "/projects/[project]/[environment]/secrets/[name]/rotation": {
    "/projects/default/production/secrets/{name}/rotation": "200 200 200 404 in in",
    "/projects/default/production/secrets/{name}/rotation?dialog=rotation": "200 200 200 404 in in",
    "/projects/default/production/secrets/NEVER_WAS/rotation": "404 404 404 404 in in",
    "/projects/platform/production/secrets/{name}/rotation": "404 404 404 404 in in",
  },
  "/projects/[project]/[environment]/secrets/[name]/rotation/times": {
    "/projects/default/production/secrets/{name}/rotation/times?schedule=days&everyDays=x":
      "200 200 200 404 401 401",
    "/projects/platform/production/secrets/{name}/rotation/times": "404 404 404 404 401 401",
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
  "/projects/new": {
    "/projects/new": "200 200 403 403 in in",
  },
  "/robots.txt": {
    "/robots.txt": "200 200 200 200 200 200",
  },
  "/security-policy.txt": {
    "/security-policy.txt": "200 200 200 200 200 200",
  },
  "/settings": {
    "/settings": "200 403 403 403 in in",
  },
  "/setup": {
    "/setup": "200 200 200 200 200 200",
  },
  "/sign-in": {
    "/sign-in": "→/projects →/projects →/projects →/projects 200 200",
  },
  "/sign-in/enrolment": {
    "/sign-in/enrolment": "→/projects →/projects →/projects →/projects in in",
  },
  "/sign-in/second-step": {
    "/sign-in/second-step": "→/projects →/projects →/projects →/projects in in",
    "/sign-in/second-step?method=recovery": "→/projects →/projects →/projects →/projects in in",
  },
};
