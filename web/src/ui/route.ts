// Which view the address selects: #/dumplings, #/chef/ARPChef.

export type Route = { view: "overview" | "dns" | "arp" | "tail" } | { view: "chef"; chef: string };

const names = { overview: "#/", tail: "#/dumplings", dns: "#/dns", arp: "#/arp" } as const;

export function routeOf(hash: string): Route {
  const chef = /^#\/chef\/(.+)$/.exec(hash);
  if (chef) return { view: "chef", chef: decoded(chef[1]!) };
  for (const view of ["tail", "dns", "arp"] as const) if (hash === names[view]) return { view };
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
