import { PROJECT_PATHS } from "./matrix-project-paths";

/**
 * What each visitor gets at each address that the build answers, and at each file of `public`: owner, super_admin, auditor, member, a person who was
 * suspended while signed in, nobody. `in` leads to the sign-in page, `→` elsewhere. A project or secret that is not
 * there answers 404 to those who may list, and to others the same as one that is there.
 */
export const PATH_MATRIX: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/": {
    "/": "200 200 200 200 in in",
  },
  "/_global-error": {
    "/_global-error": "500 500 500 500 500 500",
  },
  "/_not-found": {
    "/_not-found": "404 404 404 404 404 404",
    "/nothing/here": "404 404 404 404 404 404",
    // Nowhere as long as no setting asks for it; else `monitoring.test.ts`.
    "/metrics": "404 404 404 404 404 404",
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
  "/api/connections/callback": {
    "/api/connections/callback?code=x&state=x":
      "→/connections?outcome=unknown →/connections?outcome=unknown →/connections?outcome=unknown →/connections?outcome=unknown →/connections?outcome=signedOut →/connections?outcome=signedOut",
  },
  "/api/connections/connect": {
    "/api/connections/connect": "405 405 405 405 405 405",
  },
  "/connections": {
    "/connections": "200 200 200 200 in in",
    "/connections?outcome=otherIssuer&name=x": "200 200 200 200 in in",
    "/connections?outcome=nothing": "200 200 200 200 in in",
  },
  "/device": {
    "/device": "200 200 200 200 in in",
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
  "/docs": {
    "/docs": "200 200 200 200 200 200",
    "/docs?search=webhook%20signature": "200 200 200 200 200 200",
  },
  "/docs/[page]": {
    "/docs/secrets": "200 200 200 200 200 200",
    "/docs/security-tests": "404 404 404 404 404 404",
  },
  "/docs/images/[name]": {
    "/docs/images/store.png": "200 200 200 200 200 200",
    "/docs/images/..%2fopenapi.json": "404 404 404 404 404 404",
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
  "/give/[token]": {
    "/give/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA": "200 200 200 200 200 200",
    "/give/x?token=y": "200 200 200 200 200 200",
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
    "/people?show=waiting": "200 200 403 403 in in",
  },
  "/requests": {
    "/requests": "200 200 200 200 in in",
    "/requests?view=all": "200 200 200 200 in in",
    "/requests?dialog=ask": "200 200 200 200 in in",
  },
  "/requests/[request]": {
    "/requests/nowhere": "404 404 404 404 in in",
  },
  "/requests/policies": {
    "/requests/policies": "200 200 200 403 in in",
    "/requests/policies?project=nowhere": "404 404 404 403 in in",
  },
  "/people/groups": {
    "/people/groups": "200 200 200 403 in in",
    "/people/groups?dialog=create": "200 200 200 403 in in",
  },
  "/people/groups/[group]": {
    "/people/groups/nowhere": "404 404 404 403 in in",
  },
  "/people/values": {
    "/people/values": "200 200 200 403 in in",
    "/people/values?after=x": "200 200 200 403 in in",
  },
  "/people/[person]": {
    "/people/00000000-0000-7000-8000-000000000000": "404 404 403 403 in in",
    "/people/x": "404 404 403 403 in in",
  },
  ...PROJECT_PATHS,
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
  "/settings/instance": {
    "/settings/instance": "200 403 403 403 in in",
  },
  "/settings/keys": {
    "/settings/keys": "200 403 403 403 in in",
    "/settings/keys?dialog=master-key": "200 403 403 403 in in",
    "/settings/keys?dialog=project-key&project=default": "200 403 403 403 in in",
  },
  "/settings/notifications": {
    "/settings/notifications": "200 403 403 403 in in",
    "/settings/notifications?dialog=webhook": "200 403 403 403 in in",
    "/settings/notifications?dialog=slack&channel=x": "200 403 403 403 in in",
  },
  "/setup": {
    "/setup": "200 200 200 200 200 200",
  },
  "/sign-in": {
    // To the Secrets page seen last; a Member sees none.
    "/sign-in": "→/projects →/projects →/projects →/ 200 200",
  },
  "/sign-in/enrolment": {
    "/sign-in/enrolment": "→/projects →/projects →/projects →/ in in",
  },
  "/sign-in/second-step": {
    "/sign-in/second-step": "→/projects →/projects →/projects →/ in in",
    "/sign-in/second-step?method=recovery": "→/projects →/projects →/projects →/ in in",
  },
};
