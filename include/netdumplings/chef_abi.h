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
#define ND_CHEF_ABI_MINOR 0
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
} nd_packet;

/* What create, packet and interval report to. It is valid until that function returns. Both functions copy the text,
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
   * chef. What was emitted before stays. A chef that fails on 10,000 packets in a row isn't called any more. */
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
  void* context;         /* to be passed to log */
  /* Writes one line with the chef's name to nd-sniff's log; copies `text`. */
  void (*log)(void* context, int level /* nd_log_level */, const char* text, size_t size);
} nd_kitchen;

/* An option of a chef. Users set it with --chef-option CHEF:NAME=VALUE. */
typedef struct nd_chef_option {
  const char* name;
  const char* type;         /* how VALUE is read: "string", "number", "boolean" or "json" */
  const char* default_json; /* the default value as JSON text of that type; a string has its quotes: "\"eth0\"" */
  const char* help;         /* one sentence */
} nd_chef_option;

enum { ND_CHEF_UNASSIGNABLE = 1u /* nd-sniff lists the chef, but warns instead of running it */ };

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
  /* Looks at one packet; the kitchen calls it for every packet. NULL if the chef doesn't look at packets. */
  void (*packet)(void* chef, const nd_packet* packet, const nd_sink* sink);
  /* Handles a poke. The first comes before the first packet, the others `interval` seconds apart, and one at the end.
   * Pokes can be left out: in live capture those that were missed, in a file those of a long gap. There is none in a
   * file without packets, and none at the end if nobody takes dumplings any more. NULL if the chef needs no pokes.
   * `now_ns` is the kitchen's clock in nanoseconds since 1970-01-01 00:00 UTC: wall-clock time in live capture, packet
   * time when a file is read. It can go back. */
  void (*interval)(void* chef, double interval, int64_t now_ns, const nd_sink* sink);
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
