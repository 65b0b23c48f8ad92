"use client";

import { Copy } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useIsHydrated } from "@/components/ui/clock";
import { copyText } from "@/components/ui/copy-text";
import type { SshAuthorityMeta } from "@/lib/ssh/model";

const ASKING = `AuthorizedKeysCommand /usr/local/bin/strongroom ssh authorized-keys %u %k
AuthorizedKeysCommandUser strongroom-ssh`;
const TRUSTING = `TrustedUserCAKeys /etc/ssh/strongroom.pub
AuthorizedPrincipalsFile /etc/ssh/principals/%u`;

/** What to write on a host so that it lets in whom the rules name. */
export function SshHostsCard({ authority }: { readonly authority: SshAuthorityMeta | null }) {
  return (
    <Card
      title="Hosts"
      description="What goes into /etc/ssh/sshd_config. The documentation has the rest: the key of the host, and what ends when."
    >
      <div className="flex flex-col gap-5">
        <Lines
          title="A host that asks at each log-in, for keys and certificates"
          text={ASKING}
          what="the lines"
        />
        {authority && (
          <>
            <Lines
              title="A host that cannot ask, for certificates alone; /etc/ssh/principals/deploy holds deploy@ and the name of the host"
              text={TRUSTING}
              what="the lines"
            />
            <Lines
              title="/etc/ssh/strongroom.pub, the public key that signs certificates of this project"
              text={authority.publicKey}
              what="the public key"
            />
          </>
        )}
      </div>
    </Card>
  );
}

interface LinesProps {
  readonly title: string;
  readonly text: string;
  /** What it is called when it was copied. */
  readonly what: string;
}

function Lines({ title, text, what }: LinesProps) {
  const isHydrated = useIsHydrated();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-start justify-between gap-3">
        <p className="text-sm">{title}</p>
        {isHydrated && (
          <Button size="small" onClick={() => copyText(text, what)}>
            <Copy aria-hidden className="size-3.5" />
            Copy<span className="sr-only"> {title}</span>
          </Button>
        )}
      </div>
      <pre className="font-mono text-sm break-all whitespace-pre-wrap">{text}</pre>
    </div>
  );
}
