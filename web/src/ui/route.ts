// Which view the address selects: #/dumplings, #/chef/ARPChef. address.ts has what may follow after a question mark.

export type Route = { view: "overview" | "dns" | "devices" | "connections" | "names" | "tail" } | { view: "chef"; chef: string };

const names = { overview: "#/", tail: "#/dumplings", dns: "#/dns", devices: "#/devices", connections: "#/connections", names: "#/names" } as const;

export function routeOf(hash: string): Route {
  const path = hash.split("?", 1)[0]!;
  const chef = /^#\/chef\/(.+)$/.exec(path);
  if (chef) return { view: "chef", chef: decoded(chef[1]!) };
  if (path === "#/arp") return { view: "devices" };  // its address before it showed more than ARP
  for (const view of ["tail", "dns", "devices", "connections", "names"] as const) if (path === names[view]) return { view };
  return { view: "overview" };
}

export function hashOf(route: Route): string {
  return route.view === "chef" ? `#/chef/${encodeURIComponent(route.chef)}` : names[route.view];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
