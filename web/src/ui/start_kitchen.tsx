// What to start when no kitchen is there.
import { useEffect, useState } from "preact/hooks";
import { numberAt } from "../shared/json";
import { Command, Empty } from "./bits";
import { type HubFacts, hubFacts } from "./token";

const usualPort = 11347;

/** What a kitchen must be told of its hub; the hub knows. */
function useKitchenOptions(): string {
  const [facts, setFacts] = useState<HubFacts>({});
  useEffect(() => {
    hubFacts().then(setFacts, () => {});
  }, []);
  const port = numberAt(facts, "in_port") ?? usualPort;
  const host = location.hostname || "localhost";
  const secure = location.protocol === "https:";
  const hub = secure ? ` -h wss://${host}:${port}` : host === "localhost" && port === usualPort ? "" : ` -h ${host}:${port}`;
  return hub + (facts.kitchens_need_token === true ? " --token-file FILE" : "");
}

export function StartKitchen() {
  const hub = useKitchenOptions();
  return (
    <Empty title="No kitchen is connected">
      <p>A kitchen sniffs packets on a host and sends what its chefs make of them here. Listen on all interfaces of this machine:</p>
      <Command text={`sudo nd-sniff -i all${hub}`} />
      <p>or read a capture file:</p>
      <Command text={`nd-sniff -r capture.pcapng -f ''${hub}`} />
    </Empty>
  );
}

/** A chef of somebody's own that says nothing. */
export function StartOwnChef({ chef, isThere }: { chef: string; isThere: boolean }) {
  const hub = useKitchenOptions();
  return (
    <Empty title={`Nothing from ${chef} yet`}>
      <p>What it says is drawn here as soon as it says something.{!isThere && " No kitchen that is connected has it; to run the chefs of a module:"}</p>
      {!isThere && <Command text={`sudo nd-sniff -i all -m ./module.so${hub}`} />}
    </Empty>
  );
}

/** A view of one of the bundled chefs, which says nothing. */
export function StartChef({ chef }: { chef: string }) {
  const hub = useKitchenOptions();
  return (
    <Empty title={`Nothing from ${chef} yet`}>
      <p>It is one of the chefs that come along. A kitchen runs it unless it was told otherwise:</p>
      <Command text={`sudo nd-sniff -i all -c ${chef}${hub}`} />
    </Empty>
  );
}
