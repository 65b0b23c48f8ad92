"use client";

import { Copy } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { copyText } from "@/components/ui/copy-text";

/** The readable half of a key pair, to be handed on. */
export function PublicKey({ text }: { readonly text: string }) {
  return (
    <Card
      title="Public key"
      description="Of the current version. It is no secret."
      actions={
        <Button size="small" onClick={() => copyText(text, "the public key")}>
          <Copy aria-hidden className="size-3.5" />
          Copy
        </Button>
      }
    >
      <pre className="font-mono text-sm break-all whitespace-pre-wrap">{text}</pre>
    </Card>
  );
}
