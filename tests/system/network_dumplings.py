"""Payloads of the network chefs, in the form in which those chefs write them. Arguments replace members."""


def end(ip, port):
    return {"ip": ip, "port": port}


def counted(ip, port, bytes=1000, packets=10):
    """A side of a connection."""
    return {"ip": ip, "port": port, "packets": packets, "bytes": bytes}


def tcp(retransmitted=0, **members):
    nobody = {"client": 0, "server": 0}
    return {"handshake": 0.0123, "rtt": 0.0125, "retransmitted": {"client": retransmitted, "server": 0}, "out_of_order": nobody, "zero_windows": nobody,
            "missed": nobody, **members}


def flow(**members):
    return {"flow": {
        "community_id": "1:wCb3OG7yAFWelaUydu0D+125CLM=", "interface": "eth0", "protocol": "tcp", "client": counted("10.0.0.5", 50000),
        "server": counted("192.0.2.1", 443, 20000, 12), "start": 1e9, "end": 1e9 + 2, "duration": 2.0, "state": "closed", "history": "ShADadFf",
        "service": "tls", "server_name": "www.example.com", "vlan": [], "tunnel": None, "tcp": tcp(), **members}}


def tls(**members):
    return {"tls": {
        "when": 1e9, "transport": "tcp", "client": end("10.0.0.5", 50000), "server": end("192.0.2.1", 443), "server_name": "www.example.com",
        "alpn": ["h2", "http/1.1"], "alpn_chosen": "h2", "version": "TLS 1.3", "cipher": "TLS_AES_128_GCM_SHA256", "resumed": False,
        "ja3": "773906b0efdefa24a7f2b8eb6985bf37", "ja4": "t13d1516h2_8daaf6152771_b186095e22b6", **members}}


def dns(**members):
    return {"dns": {
        "when": 1e9, "transport": "udp", "client": end("10.0.0.5", 40000), "server": end("10.0.0.1", 53), "id": 7, "name": "www.example.com", "type": "A",
        "response_code": "NOERROR", "authoritative": False, "truncated": False, "answers": [], "latency": 0.0123, **members}}


def http(**members):
    return {"http": {
        "when": 1e9, "client": end("10.0.0.5", 50001), "server": end("192.0.2.2", 80), "method": "GET", "host": "plain.example", "target": "/",
        "user_agent": "curl/8.5.0", "status": 200, "content_type": "text/html", "request_bytes": 0, "response_bytes": 900, "latency": 0.1, **members}}


def icmp(**members):
    return {"icmp": {
        "when": 1e9, "from": "192.0.2.254", "kind": "port unreachable",
        "flow": {"protocol": "udp", "client": end("10.0.0.5", 40000), "server": end("192.0.2.9", 161)}, **members}}


def device(**members):
    return {"device": {
        "hardware": "00:1b:21:01:03:07", "addresses": ["10.0.0.5"], "hostname": "laptop", "vendor_class": "MSFT 5.0", "first_seen": 1e9, "last_seen": 1e9,
        "by": "dhcp", "change": "new", **members}}


CHEF_OF = {"flow": "FlowChef", "tls": "TlsChef", "dns": "DnsChef", "http": "HttpChef", "icmp": "IcmpChef", "device": "DeviceChef"}


def chef_of(payload):
    """Returns the name of the chef that makes such a payload."""
    return CHEF_OF[next(iter(payload))]
