import type { ReactNode } from "react";
import { NextTime } from "@/components/rotation/policy-card";
import { policySentence } from "@/components/rotation/policy-words";
import { StateBadge } from "@/components/rotation/rotation-columns";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { FactList } from "@/components/ui/fact-list";
import { Link } from "@/components/ui/link";
import { variableOf } from "@/lib/names/model";
import { declarationsPath, secretRotationPath } from "@/lib/projects/model";
import { CATEGORY_NAMES } from "@/lib/secrets/classification";
import type { SourceState } from "@/lib/secrets/external/model";
import type { SecretOverview } from "@/lib/secrets/page/loaders";
import { audienceWords } from "./audience-words";
import { MaskedValue } from "./representation";
import { TimeOf } from "./time-of";

/** All that may be known of a secret, and never its value. */
export function SecretFacts({ data }: { readonly data: SecretOverview }) {
  const { secret, versions } = data;
  const [current] = versions.items;
  return (
    <Card>
      <FactList
        facts={[
          ["Value", <MaskedValue key="value" secret={secret} />],
          ["Lives in", secret.source && <Lives key="source" source={secret.source} />],
          ["Fingerprint", <Code key="fingerprint">{secret.fingerprint ?? "None"}</Code>],
          ["Same value in", data.sameAs && sameValueIn(data.sameAs)],
          ["Version", secret.version],
          ["Value replaced", current && <TimeOf at={current.createdAt} by={current.createdBy} />],
          ["Value expires", secret.expiresAt && <Ending at={secret.expiresAt} isExpired={data.isExpired} />],
          ["Rotation", <Rotation key="rotation" data={data} />],
          ["Readable by", audienceWords(secret.audience)],
          ["Category", CATEGORY_NAMES[secret.category]],
          ["Variable", <Code key="variable">{variableOf(secret.name)}</Code>],
          ["Manifest", <Manifest key="manifest" data={data} />],
          ["Last updated", <TimeOf key="updated" at={secret.updatedAt} by={secret.updatedBy} />],
          ["Created", <TimeOf key="created" at={secret.createdAt} />],
        ]}
      />
    </Card>
  );
}

function Lives({ source }: { readonly source: SourceState }) {
  const { manager, path, field, label, checkedAt, problem } = source;
  const where = [path, field].filter(Boolean).join(" · ");
  return (
    <span className="wrap-anywhere">
      {manager}, <Code>{where}</Code>
      {label !== "" && ` (version ${label})`}
      <span className="block text-sm text-muted">
        Replace it there. Read last: <TimeOf at={checkedAt} />
      </span>
      {problem !== null && (
        <span className="block text-sm text-warning-ink">It cannot be read now: {problem}</span>
      )}
    </span>
  );
}

function sameValueIn(environments: readonly string[]): string {
  return environments.length === 0 ? "No other environment" : new Intl.ListFormat("en").format(environments);
}

function Ending({ at, isExpired }: { readonly at: string; readonly isExpired: boolean }) {
  return (
    <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
      <TimeOf at={at} />
      {isExpired && <Badge tone="danger">Expired</Badge>}
    </div>
  );
}

function Rotation({ data: { scope, secret, rotation } }: { readonly data: SecretOverview }) {
  const link = (text: ReactNode) => (
    <TextLink href={secretRotationPath(scope.project, scope.environment, secret.name)}>{text}</TextLink>
  );
  if (!rotation) return <>Not set up. {link("Rotation")}</>;
  const { last, isOverdue } = rotation;
  const isRunning = last !== null && last.endedAt === null;
  return (
    <span className="wrap-anywhere">
      {policySentence(rotation)} <NextTime rotation={rotation} /> {link("Rotation")}
      {(isOverdue || isRunning) && (
        <span className="mt-1 flex flex-wrap gap-2">
          {isRunning && <StateBadge rotation={last} />}
          {isOverdue && <Badge tone="warning">Overdue</Badge>}
        </span>
      )}
    </span>
  );
}

const REQUIREMENTS = {
  required: "Required by the project.",
  optional: "Optional in the project.",
};

function Manifest({ data: { scope, requirement } }: { readonly data: SecretOverview }) {
  if (requirement === null) return <span className="text-muted">Not in the list of required secrets.</span>;
  return (
    <>
      {REQUIREMENTS[requirement]} <TextLink href={declarationsPath(scope.project)}>Required secrets</TextLink>
    </>
  );
}

function Code({ children }: { readonly children: string }) {
  return <code className="font-mono text-sm break-all">{children}</code>;
}

function TextLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className="text-accent-ink underline underline-offset-2">
      {children}
    </Link>
  );
}
