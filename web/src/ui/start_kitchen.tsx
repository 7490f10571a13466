// Says which command to start where dumplings are missing.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { numberAt } from "../shared/json";
import { Command } from "./copy_button";
import type { HubFacts } from "./hub_facts";
import { usePage } from "./page_context";
import { Empty } from "./panel";

const usualPort = 11347;

/** Returns the options with which nd-sniff finds this hub. */
function useHubOptions(): string {
  const { store } = usePage();
  const [facts, setFacts] = useState<HubFacts>({});
  useEffect(() => {
    store.hubFacts().then(setFacts, () => {});
  }, []);
  const port = numberAt(facts, "in_port") ?? usualPort;
  const host = location.hostname || "localhost";
  const secure = facts.tls === true;  // the page may have come by a proxy that speaks TLS for a hub that doesn't
  const hub = secure ? ` -h wss://${host}:${port}` : host === "localhost" && port === usualPort ? "" : ` -h ${host}:${port}`;
  return hub + (facts.kitchens_need_token === true ? " --token-file FILE" : "");
}

export function StartKitchen() {
  const hub = useHubOptions();
  return (
    <Empty title="No kitchen is connected">
      <p>A kitchen captures packets on a host, and its chefs send dumplings about them to this hub. To capture on all interfaces of this machine:</p>
      <Command text={`sudo nd-sniff -i all${hub}`} />
      <p>To read a capture file:</p>
      <Command text={`nd-sniff -r capture.pcapng -f ''${hub}`} />
    </Empty>
  );
}

/** For a chef from a user's module that has sent nothing. `isThere`: a connected kitchen runs it. */
export function StartOwnChef({ chef, isThere }: { chef: string; isThere: boolean }) {
  const hub = useHubOptions();
  return (
    <Empty title={`Nothing from ${chef} yet`}>
      <p>Its dumplings appear here as soon as they arrive.{!isThere && " No connected kitchen runs this chef. To run the chefs of a module:"}</p>
      {!isThere && <Command text={`sudo nd-sniff -i all -m ./module.so${hub}`} />}
    </Empty>
  );
}

/** For a bundled chef that has sent nothing. `network`: what the network chefs add to the view. */
export function StartChef({ chef, network }: { chef: string; network: string }) {
  const hub = useHubOptions();
  return (
    <Empty title={`Nothing from ${chef} yet`}>
      <p>This chef is part of netdumplings. A kitchen runs it unless its options choose other chefs. To run only this chef:</p>
      <Command text={`sudo nd-sniff -i all -c ${chef}${hub}`} />
      <p>The network chefs report {network}. To run them:</p>
      <Command text={networkChefs(hub)} />
    </Empty>
  );
}

/** For a view that only the network chefs fill. */
export function StartNetworkChefs({ title, children }: { title: string; children: ComponentChildren }) {
  const hub = useHubOptions();
  return (
    <Empty title={title}>
      <p>{children} A kitchen runs the network chefs only if its options say so:</p>
      <Command text={networkChefs(hub)} />
      <p>To run the usual chefs as well, add <code>-m netdumplings.dumplingchefs</code>.</p>
    </Empty>
  );
}

function networkChefs(hub: string): string {
  return `sudo nd-sniff -i all -m netdumplings.networkchefs${hub}`;
}
