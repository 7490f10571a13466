/* The boundary between nd-sniff and modules of chefs. Only plain C data crosses it.
 *
 * A kitchen is one run of nd-sniff: it captures packets and calls chefs. It also calls them at a regular interval; such
 * a call is a poke. What a chef finds is sent as a dumpling to the hub, which sends it to the eaters.
 *
 * A module is a shared library that exports one symbol, NETDUMPLINGS_CHEF_MODULE_SYMBOL: a constant nd_chef_module.
 * Authors in C++ include dumpling_chef.hpp, which defines it. Authors in other languages define it themselves, as this
 * header describes.
 *
 * Compatibility: within a major version, structs only grow at their end, and enumerations only gain values. A struct
 * that one side gives to the other begins with its size; for structs in an array, the array's stride says it. An
 * nd_chef_module has no size: its `minor` says which members it has. Members that a shorter struct lacks count as zero
 * or NULL.
 *
 * Threads: the kitchen calls all functions of a module on one thread, one call at a time.
 * Failure: no exception may leave a function of a module.
 * Text is UTF-8. Text without a size ends in a zero byte; text with a size may have none.
 */
#ifndef NETDUMPLINGS_CHEF_ABI_H
#define NETDUMPLINGS_CHEF_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "NDCHEF" and two zero bytes, read as a little-endian number. The kitchen checks it first. */
#define ND_CHEF_ABI_MAGIC UINT64_C(0x000046454843444e)
#define ND_CHEF_ABI_MAJOR 2
#define ND_CHEF_ABI_MINOR 3
#define NETDUMPLINGS_CHEF_MODULE_SYMBOL "netdumplings_chef_module"

/* One layer of a packet. Offsets and lengths are in bytes; offsets count from the packet's first captured byte.
 * Always: offset + header_length <= offset + length <= captured_length. */
typedef struct nd_layer {
  const char* name;       /* scapy's name ("Ethernet", "IP"); valid until the process ends */
  uint32_t name_size;     /* the size of `name` in bytes */
  uint32_t kind;          /* an nd_layer_kind (layer_kinds.h); a kind always has the same name */
  uint32_t offset;        /* where the layer's header begins */
  uint32_t header_length; /* the captured bytes of its header, options included */
  uint32_t length;        /* the captured bytes of its header and of everything that it carries */
  uint32_t reserved;      /* zero */
} nd_layer;

/* An IP address. */
typedef struct nd_address {
  uint8_t bytes[16]; /* in network order; an IPv4 address has the first four */
  uint32_t size;     /* 4, 16, or 0 if there is none */
} nd_address;

/* Since 2.3: the two sides of a connection, and their places in nd_connection's `sides`. */
typedef enum nd_side {
  ND_SIDE_CLIENT = 0, /* opened the connection; of one that was under way, the side with the higher port */
  ND_SIDE_SERVER = 1
} nd_side;

/* Since 2.3: what one side of a connection is and sent. */
typedef struct nd_connection_side {
  nd_address address;           /* the innermost: that in the tunnel, if there is one */
  uint32_t port;                /* of TCP, UDP and SCTP; of ICMP, the identifier, or 0 */
  nd_address outside;           /* the address of this side's end of the tunnel, as the first packet had it */
  uint64_t packets;             /* that this side sent; each fragment is one */
  uint64_t ip_bytes;            /* their length on the wire, from the innermost IP header on, without padding */
  uint64_t retransmitted_bytes; /* TCP: bytes that this side had sent before */
  uint64_t missing_bytes;       /* TCP: bytes of this side that will never come, as the capture lacks them */
  uint32_t retransmissions;     /* TCP: segments that this side sent again, in part or as a whole */
  uint32_t out_of_order;        /* TCP: segments of this side that came after later ones */
  uint32_t zero_windows;        /* TCP: how often this side said that it has no room for more bytes */
  uint32_t reserved;            /* zero */
} nd_connection_side;

typedef enum nd_tunnel_kind {
  ND_TUNNEL_NONE = 0,
  ND_TUNNEL_IP_IN_IP = 1,
  ND_TUNNEL_SIX_IN_FOUR = 2, /* IPv6 in IPv4 */
  ND_TUNNEL_GRE = 3,
  ND_TUNNEL_ERSPAN = 4,
  ND_TUNNEL_VXLAN = 5,
  ND_TUNNEL_GENEVE = 6,
  ND_TUNNEL_GTP_U = 7,
  ND_TUNNEL_MPLS = 8,
  ND_TUNNEL_L2TP = 9,
  ND_TUNNEL_PPPOE = 10,
  ND_TUNNEL_ETHERIP = 11
} nd_tunnel_kind;

typedef enum nd_tcp_state {
  ND_TCP_NONE = 0,     /* the connection isn't one of TCP, or no packet of it is counted yet */
  ND_TCP_OPENING = 1,  /* the client asked, and nobody answered yet */
  ND_TCP_ANSWERED = 2, /* the server answered, and the client hasn't confirmed */
  ND_TCP_ESTABLISHED = 3,
  ND_TCP_CLOSING = 4, /* a side has sent its last byte */
  ND_TCP_CLOSED = 5,  /* both have sent their last byte, and have each other's */
  ND_TCP_RESET = 6,
  ND_TCP_REFUSED = 7 /* reset by the server, which had not answered */
} nd_tcp_state;

/* Why a connection isn't followed any more. */
typedef enum nd_connection_end {
  ND_END_NONE = 0,      /* it goes on */
  ND_END_CLOSED = 1,    /* both sides have sent their last byte */
  ND_END_RESET = 2,     /* by a side, or refused */
  ND_END_TIMED_OUT = 3, /* it had no packets for long */
  ND_END_EVICTED = 4,   /* for a new one, as it was idle the longest */
  ND_END_REPLACED = 5,  /* another one began between the same ports */
  ND_END_CAPTURE_ENDED = 6,
  ND_END_KITCHEN_STOPPED = 7
} nd_connection_end;

/* What became of a connection, or what it is so far. */
typedef enum nd_outcome {
  ND_OUTCOME_OPEN = 0,
  ND_OUTCOME_CLOSED = 1,
  ND_OUTCOME_RESET = 2,
  ND_OUTCOME_REFUSED = 3, /* by a reset, or by an ICMP error */
  ND_OUTCOME_NO_ANSWER = 4,
  ND_OUTCOME_TIMEOUT = 5,
  ND_OUTCOME_EVICTED = 6,
  ND_OUTCOME_UNFINISHED = 7 /* the capture or the kitchen ended */
} nd_outcome;

/* Since 2.3: a connection of TCP, UDP, SCTP or ICMP, as it is when a handler is called. The kitchen owns it; it and all
 * that it points to are valid until the handler that got it returns. Times are in nanoseconds; of a point in time,
 * since 1970-01-01 00:00 UTC. */
typedef struct nd_connection {
  size_t struct_size;
  uint64_t number;          /* connections are counted from 1 in the order in which they were opened */
  uint32_t interface_index; /* as in its packets; the same packets on another interface are another connection */
  uint32_t protocol;        /* the IP protocol's number: 1, 6, 17, 58, 132 */
  uint32_t was_under_way;   /* 1 if it wasn't seen who opened it: then the side with the lower port is the server */
  uint32_t outcome;         /* an nd_outcome */
  uint32_t end_reason;      /* an nd_connection_end; ND_END_NONE except in ND_CONNECTION_ENDED */
  uint32_t side_stride;
  const void* sides; /* two entries of side_stride bytes, by nd_side; each begins with an nd_connection_side */
  int64_t first_ns;  /* when the earliest of its packets was captured */
  int64_t last_ns;   /* and the latest */
  /* The tunnel and the VLANs of its first packet. */
  uint32_t tunnel_kind; /* an nd_tunnel_kind, of the innermost tunnel */
  uint32_t has_tunnel_id;
  uint32_t tunnel_id; /* if has_tunnel_id is 1: GRE's key, VXLAN's network, PPPoE's session and so on */
  uint32_t vlan_count;
  const uint16_t* vlans; /* outermost first */
  uint32_t icmp_errors;  /* how many ICMP errors were about its packets */
  /* TCP; zero or -1 for other protocols. */
  uint32_t tcp_state;    /* an nd_tcp_state */
  int64_t handshake_ns;  /* from the client's last SYN to its confirmation, or -1 if that wasn't seen */
  int64_t round_trip_ns; /* the shortest that was seen, or -1 if none was */
  const char* history;   /* as in Zeek's conn.log: "ShADadFf", in upper case for the client */
  uint32_t history_size;
  uint32_t reserved; /* zero */
  /* The place of the called chef's own state in this connection: NULL when the connection is opened. Only the chef
   * writes it, and it may write it in any handler that gets the connection. */
  void** state;
  const char* interface_name; /* as in its packets; "" if it isn't known */
  uint32_t icmp_type; /* of ICMP and ICMPv6: the type of its first packet, or of the request that this answers */
  uint32_t icmp_code; /* and the first packet's code */
} nd_connection;

/* Since 2.3: what happened to a connection. */
typedef enum nd_connection_event {
  /* Its first packet came, which isn't counted in it yet. */
  ND_CONNECTION_OPENED = 1,
  /* At a poke, before the chefs' interval functions: it had packets since the last poke. */
  ND_CONNECTION_UPDATED = 2,
  /* It isn't followed any more. Its last packets can have come long before. */
  ND_CONNECTION_ENDED = 3
} nd_connection_event;

/* Since 2.3: the next bytes of one side of a TCP connection, in order and each once, whatever the packets were. */
typedef struct nd_stream_data {
  size_t struct_size;
  const uint8_t* bytes; /* valid until the handler returns */
  uint64_t offset;      /* where the first of them is in what this side sent, from 0 */
  uint64_t missing;     /* how many bytes right before them will never come, as the capture lacks them */
  uint32_t size;        /* how many bytes; at least 1 */
  uint32_t side;        /* an nd_side: who sent them */
  int64_t now_ns;       /* the time of the packet that brought them or that they waited for; else the kitchen's clock */
} nd_stream_data;

/* Since 2.3: what a stream function answers. */
typedef enum nd_stream_answer {
  ND_STREAM_MORE = 0,
  ND_STREAM_ENOUGH = 1 /* it needs no more bytes of this side of this connection, and gets none */
} nd_stream_answer;

/* Since 2.3: the sums of these are in nd_packet's connection_flags. */
enum {
  ND_PACKET_OPENS_CONNECTION = 1u, /* it is the connection's first */
  ND_PACKET_IS_ERROR = 2u          /* it is an ICMP error about the connection, and isn't counted in its packets */
};

/* One captured packet. The kitchen owns it; it and all that it points to are valid until the handler that got it
 * returns. */
typedef struct nd_packet {
  size_t struct_size;
  const uint8_t* bytes;
  uint32_t captured_length;   /* how many bytes were captured, at `bytes` */
  uint32_t wire_length;       /* how many bytes the packet had on the wire; at least captured_length */
  int64_t time_ns;            /* when it was captured, in nanoseconds since 1970-01-01 00:00 UTC */
  int32_t link_type;          /* the LINKTYPE_ value of the capture (https://www.tcpdump.org/linktypes.html) */
  uint32_t interface_index;   /* the interface's number within the kitchen or the file, from 0 */
  const char* interface_name; /* the interface's name, or "" if it isn't known */
  const void* layers; /* layer_count entries of layer_stride bytes, outermost first; each begins with an nd_layer.
                       * At most 256. Options, chunks and padding come after the layer that they belong to. */
  uint32_t layer_count;
  uint32_t layer_stride;
  /* Since 2.3, for chefs that use connections; for others they are NULL and zero. */
  const nd_connection* connection; /* that the packet belongs to and is counted in; NULL if it belongs to none */
  uint32_t side;                   /* an nd_side: who of the connection sent it */
  uint32_t connection_flags;       /* a sum of ND_PACKET_... */
  /* If this packet is the fragment that completes an IP datagram: the datagram, from its IP header on, with its layers.
   * Its wire_length is the datagram's length. Else NULL. Only this fragment has the datagram's connection. */
  const struct nd_packet* whole;
} nd_packet;

/* What the functions of a chef report to. It is valid until that function returns. Both functions copy the text,
 * and are called on the thread that called the module. */
typedef struct nd_sink {
  size_t struct_size;
  void* context; /* to be passed to both functions */
  /* Makes a dumpling with this payload. May be called any number of times. The payload is JSON in UTF-8, at most 63
   * levels deep, with numbers that a double can hold; any other counts as a failure. "null" makes no dumpling. A
   * dumpling of more than 1 MiB is dropped and logged. In live capture, emit never waits; a full outbox drops its
   * oldest dumplings. When a file is read, emit waits for room. */
  void (*emit)(void* context, const char* json, size_t size);
  /* Reports that the handler failed. The kitchen logs `why` with the chef's name, at most one failure a second for each
   * chef. What was emitted before stays. A chef that fails 10,000 times in a row (on packets, on connections' events
   * and bytes) isn't called any more. */
  void (*failed)(void* context, const char* why, size_t size);
} nd_sink;

typedef enum nd_log_level { ND_LOG_DEBUG = 0, ND_LOG_INFO = 1, ND_LOG_WARNING = 2, ND_LOG_ERROR = 3 } nd_log_level;

/* Describes the kitchen that a chef works in. It and all that it points to outlive the chef. */
typedef struct nd_kitchen {
  size_t struct_size;
  const char* name;
  const char* interface; /* as the user gave it: "all", names joined by commas, or the path of a capture file */
  const char* filter;    /* in the language of pcap-filter(7); "" lets every packet pass */
  double poke_interval;  /* in seconds */
  void* context;         /* to be passed to its functions */
  /* Writes one line with the chef's name to nd-sniff's log; copies `text`. */
  void (*log)(void* context, int level /* nd_log_level */, const char* text, size_t size);
  /* Since 2.3. Has the chef's `timer` called once with `token`, when `delay_ns` have passed on the kitchen's clock:
   * then, or before the next packet in a file. Call it in handlers only, on their thread. Returns 1, or 0 if it is
   * called elsewhere, if the delay is negative, or if 100,000 calls are waited for already. */
  uint32_t (*start_timer)(void* context, uint64_t token, int64_t delay_ns);
} nd_kitchen;

/* An option of a chef. Users set it with --chef-option CHEF:NAME=VALUE. */
typedef struct nd_chef_option {
  const char* name;
  const char* type;         /* how VALUE is read: "string", "number", "boolean" or "json" */
  const char* default_json; /* the default value as JSON text of that type; a string has its quotes: "\"eth0\"" */
  const char* help;         /* one sentence */
  /* Since 2.1: a number that is less than `min` or more than `max` is refused. There are no limits if both are 0. */
  double min;
  double max;
} nd_chef_option;

enum {
  ND_CHEF_UNASSIGNABLE = 1u, /* nd-sniff lists the chef, but warns instead of running it */
  /* Since 2.3. The kitchen follows connections only if one of its chefs has one of these flags. */
  ND_CHEF_USES_CONNECTIONS = 2u, /* packets come with their connections, and `connection` is called */
  ND_CHEF_USES_STREAMS = 4u      /* the same, and `stream` is called */
};

/* One kind of chef. All that it points to is valid as long as the module is loaded. */
typedef struct nd_chef {
  const char* name; /* unique within the module */
  const char* help; /* one sentence, or "" */
  uint32_t flags;   /* a sum of ND_CHEF_... */
  uint32_t option_count;
  const nd_chef_option* options;

  /* Makes a chef. `options_json` is a JSON object with every option of `options`, given or default; it is valid during
   * the call. If it fails, it calls sink->failed and returns NULL. It must not call sink->emit. */
  void* (*create)(const nd_kitchen* kitchen, const char* options_json, size_t options_size, const nd_sink* sink);
  /* Destroys a chef that create made. */
  void (*destroy)(void* chef);
  /* Looks at one packet; the kitchen calls it for every packet, unless there are `layer_kinds`. NULL if the chef
   * doesn't look at packets. */
  void (*packet)(void* chef, const nd_packet* packet, const nd_sink* sink);
  /* Handles a poke. The first comes before the first packet, the others `interval` seconds apart, and one at the end.
   * Pokes can be left out: in live capture those that were missed, in a file those of a long gap. There is none in a
   * file without packets, and none at the end if nobody takes dumplings any more. NULL if the chef needs no pokes.
   * `now_ns` is the kitchen's clock in nanoseconds since 1970-01-01 00:00 UTC: wall-clock time in live capture, packet
   * time when a file is read. It can go back. */
  void (*interval)(void* chef, double interval, int64_t now_ns, const nd_sink* sink);
  const char* version; /* since 2.2: the chef's own version, for people; "" or NULL if it has none */

  /* Since 2.3. All may be NULL. The order of calls: before a packet, connections that have timed out end, and a poke
   * that is due runs; then the packet's connection is opened, if it is new (another one may end for it); then `packet`
   * is called for every chef; then `stream`. At the end there is a last poke; then all connections end in the order in
   * which they were opened; then `closing` is called, and then `destroy`. */

  /* Handles an event of a connection: an nd_connection_event. `now_ns` is the kitchen's clock; when a packet opens the
   * connection, the packet's time. A dumpling that is made for ND_CONNECTION_UPDATED has the driver "interval", others
   * have "packet". */
  void (*connection)(void* chef, const nd_connection* connection, uint32_t event, int64_t now_ns, const nd_sink* sink);
  /* Takes the next bytes of one side of a TCP connection. Returns an nd_stream_answer. What comes after a hole waits
   * for the missing bytes, as long as they can still come and as memory lasts; when all chefs have had enough, nothing
   * waits. If the handler fails, that is ND_STREAM_ENOUGH. Dumplings have the driver "packet". */
  uint32_t (*stream)(void* chef, const nd_connection* connection, const nd_stream_data* data, const nd_sink* sink);
  /* Destroys what the chef has put into a connection's `state`, unless that is NULL: after the connection has ended, or
   * before the chef is destroyed. Called for a chef that isn't called any more, too. */
  void (*release)(void* chef, void* state);
  /* Handles the end of the capture or of the kitchen. Not called if nobody takes dumplings any more, and
   * not in a file without packets. Dumplings have the
   * driver "interval". */
  void (*closing)(void* chef, int64_t now_ns, const nd_sink* sink);
  /* Handles the end of a time that the chef waited for with start_timer. Comes before a poke or a packet of the same
   * time. What is still waited for at the end never comes. Dumplings have the driver "interval". */
  void (*timer)(void* chef, uint64_t token, int64_t now_ns, const nd_sink* sink);
  /* Which packets the chef needs, in the language of pcap-filter(7); "" is every packet, and NULL is
   * "tcp or udp or arp". Live capture without --filter takes what any of its chefs needs. */
  const char* filter;
  /* Which kinds of layers (layer_kinds.h) `packet` looks for. The kitchen may leave out packets that have none of these
   * layers, nor in their `whole`. NULL if it is called for every packet. */
  const uint32_t* layer_kinds;
  uint32_t layer_kind_count;
} nd_chef;

/* What a module exports. `magic`, `major`, `minor` and `built_with` keep their offsets in every version. */
typedef struct nd_chef_module {
  uint64_t magic; /* ND_CHEF_ABI_MAGIC */
  uint32_t major; /* must equal the kitchen's */
  uint32_t minor; /* may differ: the kitchen ignores newer members, and members that are missing count as NULL */
  const char* built_with; /* shown in messages: "netdumplings 1.0.0, g++ 12.2.0" */
  const nd_chef* chefs;   /* chef_count entries of chef_stride bytes */
  uint32_t chef_count;
  uint32_t chef_stride;   /* sizeof(nd_chef) of the module's header */
  uint32_t option_stride; /* sizeof(nd_chef_option) of the module's header */
  uint32_t reserved;      /* zero */
} nd_chef_module;

#ifdef __cplusplus
}
#endif

#endif
