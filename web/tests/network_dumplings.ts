// Dumplings of the network chefs, in the form in which those chefs write them.
import type { Dumpling } from "../src/shared/dumpling";
import { dumpling, type Said } from "./make";

export const end = (ip: string, port: number) => ({ ip, port });

/** Returns a connection of a client to a web server. `changes` replace members of the flow. */
export function flow(changes: object = {}, said: Said = {}): Dumpling {
  return dumpling(flowPayload(changes), { chef: "FlowChef", ...said });
}

export function flowPayload(changes: object = {}): { flow: Record<string, unknown> } {
  return {
    flow: {
      community_id: "1:abc=", interface: "eth0", protocol: "tcp",
      client: { ip: "10.0.0.5", port: 50000, packets: 10, bytes: 1000 },
      server: { ip: "192.0.2.1", port: 443, packets: 12, bytes: 20000 },
      start: 1000.5, end: 1002.5, duration: 2, state: "closed", history: "ShADadFf", service: "tls", server_name: "www.example.com", vlan: [], tunnel: null,
      tcp: {
        handshake: 0.02, rtt: 0.021, retransmitted: { client: 0, server: 0 }, out_of_order: { client: 0, server: 0 },
        zero_windows: { client: 0, server: 0 }, missed: { client: 0, server: 0 },
      },
      ...changes,
    },
  };
}

export function tls(changes: object = {}, said: Said = {}): Dumpling {
  const hello = {
    when: 1000, transport: "tcp", client: end("10.0.0.5", 50000), server: end("192.0.2.1", 443), server_name: "www.example.com", alpn: ["h2"],
    alpn_chosen: "h2", version: "TLS 1.3", cipher: "TLS_AES_128_GCM_SHA256", resumed: false, ja3: "00", ja4: "t13d1516h2_8daaf6152771_b186095e22b6",
  };
  return dumpling({ tls: { ...hello, ...changes } }, { chef: "TlsChef", ...said });
}

export function dns(changes: object = {}, said: Said = {}): Dumpling {
  const question = {
    when: 1000, transport: "udp", client: end("10.0.0.5", 40000), server: end("10.0.0.1", 53), id: 7, name: "www.example.com", type: "A",
    response_code: "NOERROR", authoritative: false, truncated: false, answers: [], latency: 0.01,
  };
  return dumpling({ dns: { ...question, ...changes } }, { chef: "DnsChef", ...said });
}

export function http(changes: object = {}, said: Said = {}): Dumpling {
  const request = {
    when: 1000, client: end("10.0.0.5", 50001), server: end("192.0.2.2", 80), method: "GET", host: "plain.example", target: "/", user_agent: null,
    status: 200, content_type: null, request_bytes: 80, response_bytes: 900, latency: 0.1,
  };
  return dumpling({ http: { ...request, ...changes } }, { chef: "HttpChef", ...said });
}

export function icmp(changes: object = {}, said: Said = {}): Dumpling {
  const error = { when: 1000, from: "192.0.2.254", kind: "port unreachable", flow: { protocol: "udp", client: end("10.0.0.5", 40000), server: end("192.0.2.9", 161) } };
  return dumpling({ icmp: { ...error, ...changes } }, { chef: "IcmpChef", ...said });
}

export function device(changes: object = {}, said: Said = {}): Dumpling {
  const known = {
    hardware: "00:1b:21:01:03:07", addresses: ["10.0.0.5"], hostname: "laptop", vendor_class: "MSFT 5.0", first_seen: 1000, last_seen: 1000, by: "dhcp", change: "new",
  };
  return dumpling({ device: { ...known, ...changes } }, { chef: "DeviceChef", ...said });
}

/** Payloads that no chef of ours writes. Each model must take them and go on. */
export function hostilePayloads(key: string): unknown[] {
  const evil = "<img src=x onerror=alert(1)>";
  const sides = [null, 7, "x", [], {}, { ip: 7 }, { ip: evil, port: evil }, { ip: "__proto__", port: 1e308, bytes: 1e308, packets: -1 }];
  return [
    null, 7, [], { [key]: null }, { [key]: [] }, { [key]: evil }, { [key]: {} },
    ...sides.map((side) => ({ [key]: { client: side, server: side, from: evil, kind: evil, flow: { client: side, server: side }, name: evil, hardware: evil } })),
    { [key]: { client: { ip: "10.0.0.1" }, server: { ip: "10.0.0.2" }, tcp: { retransmitted: 7 }, vlan: ["x", 1], tunnel: { kind: 1 }, addresses: [1, evil], answers: 1 } },
  ];
}
