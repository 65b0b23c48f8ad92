import { Circle, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { HomePageData } from "@/lib/home/loaders";
import { apiKeysPath, secretsPath } from "@/lib/projects/model";

type FirstStepsProps = { readonly data: Pick<HomePageData, "steps" | "scope" | "origin" | "may"> };

/** Four steps from nothing to a program that runs with its secrets. Gone once all are done, and for those who may take none. */
export function FirstStepList({ data: { steps, scope, origin, may } }: FirstStepsProps) {
  const { hasSecret, hasKey, hasRead, hasColleague } = steps;
  if (!may.store || (hasSecret && hasKey && hasRead && hasColleague)) return null;
  return (
    <Card title="First steps" description="From nothing to a program that runs with its secrets.">
      <ol aria-label="First steps" className="-my-1 divide-y divide-line">
        <Step
          isDone={hasSecret}
          title="Store a secret"
          href={`${secretsPath(scope.project, scope.environment)}?dialog=store`}
        />
        <Step
          isDone={hasKey}
          title="Create an API key"
          href={may.createKey && `${apiKeysPath(scope.project)}?dialog=create`}
        />
        <Step isDone={hasRead} title="Run something with it">
          <pre className="mt-2 overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm">
            {`strongroom login --url ${origin}\nstrongroom run -- printenv`}
          </pre>
        </Step>
        <Step isDone={hasColleague} title="Invite a colleague" href={may.invite && "/people?dialog=invite"} />
      </ol>
    </Card>
  );
}

interface StepProps {
  readonly isDone: boolean;
  readonly title: string;
  readonly href?: string | false;
  readonly children?: ReactNode;
}

function Step({ isDone, title, href, children }: StepProps) {
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <li className="flex items-start gap-2.5 py-2">
      <Icon aria-hidden className={`mt-1.5 size-4 shrink-0 ${isDone ? "text-success-ink" : "text-muted"}`} />
      <div className="min-w-0 flex-1 py-1">
        {isDone ? (
          <span className="text-muted">
            {title}
            <span className="sr-only"> (done)</span>
          </span>
        ) : href ? (
          <Link href={href} className="font-medium text-accent-ink hover:underline">
            {title}
          </Link>
        ) : (
          <span className="font-medium">{title}</span>
        )}
        {!isDone && children}
      </div>
    </li>
  );
}
