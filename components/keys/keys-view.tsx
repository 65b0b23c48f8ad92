import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { FactList } from "@/components/ui/fact-list";
import { RefreshEvery } from "@/components/ui/refresh-every";
import { Time } from "@/components/ui/time";
import { counted } from "@/lib/counted";
import type { KeysPageData } from "@/lib/organisation/keys/loaders";
import { KeyDialogs } from "./key-dialogs";
import { MasterKeyTable } from "./master-key-table";
import { ProjectKeyTable } from "./project-key-table";

const SOURCES: Readonly<Record<KeysPageData["masterKeys"]["source"], string>> = {
  ownFile: "master.key in the data directory",
  namedFile: "The file that STRONGROOM_MASTER_KEY_FILE names",
  setting: "STRONGROOM_MASTER_KEY",
  command: "The command in STRONGROOM_MASTER_KEY_COMMAND",
};

const REFRESH_MS = 3_000;

/** The master key, its shares, and the keys of projects. */
export function KeysView({ data }: { readonly data: KeysPageData }) {
  const { masterKeys, sheet, projectKeys } = data;
  const isOwnFile = masterKeys.source === "ownFile";
  return (
    <>
      <Card
        title="Master key"
        description="Wraps the keys of projects and of this instance."
        actions={
          isOwnFile && (
            <DialogLink dialog="master-key" tone="secondary">
              Rotate master key
            </DialogLink>
          )
        }
      >
        <div className="flex flex-col gap-5">
          <FactList
            facts={[
              ["Comes from", SOURCES[masterKeys.source]],
              ["Held by", counted(masterKeys.instanceCount, "running instance")],
              ["Shares", <SheetText key="sheet" sheet={sheet} />],
            ]}
          />
          <PreparedKey prepared={masterKeys.prepared} />
          {!isOwnFile && <OtherSource />}
          <MasterKeyTable keys={masterKeys.keys} />
        </div>
      </Card>
      <Card
        title="Project keys"
        description="Values are sealed by the key of their project. A new one seals all of them anew, while everything goes on."
      >
        {projectKeys.some(({ resealing }) => resealing !== null) && <RefreshEvery ms={REFRESH_MS} />}
        <ProjectKeyTable keys={projectKeys} />
      </Card>
      <KeyDialogs projects={projectKeys} instanceCount={masterKeys.instanceCount} isOwnFile={isOwnFile} />
    </>
  );
}

function SheetText({ sheet: found }: { readonly sheet: KeysPageData["sheet"] }) {
  if (!found) return "None were made. At the shell, master-key split makes them.";
  const { sheet, state } = found;
  const made = `${sheet.threshold} of ${sheet.shareCount}, sheet ${sheet.id}`;
  if (state === "retired") return `${made}, for a key that is not in use any more: make new ones`;
  return (
    <>
      {made}, {sheet.checkedAt ? "last tried" : "made"} <Time value={sheet.checkedAt ?? sheet.madeAt} />
      {state === "due" && ": try them with master-key check-shares"}
    </>
  );
}

function PreparedKey({ prepared }: Pick<KeysPageData["masterKeys"], "prepared">) {
  if (!prepared) return null;
  const { id, lacking } = prepared;
  return (
    <Alert title={`Master key ${id.slice(0, 8)}… is prepared, and not in use yet`}>
      {lacking.length === 0
        ? "Every running instance holds it: it can be switched to."
        : `Without it: ${lacking.join(", ")}. Instances look for it every ten seconds.`}
    </Alert>
  );
}

function OtherSource() {
  return (
    <Alert title="To rotate the master key">
      Start every instance with the new key, and with the one in use as STRONGROOM_MASTER_KEY_PREVIOUS. Then
      run master-key rotate at the shell of one of them.
    </Alert>
  );
}
