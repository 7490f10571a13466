/* The boundary between nd-sniff and a plug-in of chefs: plain C data, nothing else.
 *
 * A plug-in (a "module") is a shared library that exports one symbol, NETDUMPLINGS_CHEF_MODULE_SYMBOL: a constant
 * nd_chef_module. Chefs in C++ include dumpling_chef.hpp, which fills it in; chefs in other languages fill it in
 * themselves, by this header.
 *
 * Growing without breaking: within a major version, structs only ever grow at their end and enumerations only gain
 * values. A struct that one side hands to the other carries its size first (or, in an array, the array's stride does),
 * and what a shorter struct lacks reads as zero or NULL.
 *
 * Threads: the kitchen calls everything in a module from one thread, one call at a time.
 * Text is UTF-8. Text with a size need not end in a zero byte; text without one does.
 */
#ifndef NETDUMPLINGS_CHEF_ABI_H
#define NETDUMPLINGS_CHEF_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "NDCHEF" and two zero bytes, read as a little-endian number: the first thing that the kitchen looks at. */
#define ND_CHEF_ABI_MAGIC UINT64_C(0x000046454843444e)
#define ND_CHEF_ABI_MAJOR 2
#define ND_CHEF_ABI_MINOR 0
#define NETDUMPLINGS_CHEF_MODULE_SYMBOL "netdumplings_chef_module"

/* One layer of a packet. Offsets count from the packet's first captured byte.
 * offset + header_length <= offset + length <= captured_length, always. */
typedef struct nd_layer {
  const char* name;       /* as scapy names it ("Ethernet", "IP"); lives as long as the process */
  uint32_t name_size;     /* bytes of `name` */
  uint32_t kind;          /* nd_layer_kind (layer_kinds.h); a kind always has the same name */
  uint32_t offset;        /* where the layer's header begins */
  uint32_t header_length; /* bytes of its header that were captured, options included */
  uint32_t length;        /* header and everything that the layer carries, as far as it was captured */
  uint32_t reserved;      /* zero */
} nd_layer;

/* One captured packet. Valid, with all that it points to, until the handler that was given it returns. */
typedef struct nd_packet {
  size_t struct_size;
  const uint8_t* bytes;
  uint32_t captured_length;   /* bytes at `bytes` */
  uint32_t wire_length;       /* bytes that the packet had on the wire; >= captured_length */
  int64_t time_ns;            /* when it was captured: nanoseconds since 1970-01-01T00:00:00Z */
  int32_t link_type;          /* LINKTYPE_ value of the capture (https://www.tcpdump.org/linktypes.html) */
  uint32_t interface_index;   /* which of the kitchen's interfaces (or the file's), from 0 */
  const char* interface_name; /* "" where it is not known */
  const void* layers; /* layer_count entries of layer_stride bytes, outermost first; each begins with an nd_layer */
  uint32_t layer_count;
  uint32_t layer_stride;
} nd_packet;

/* Where a handler puts what it made. Valid until the handler returns. Both functions copy what they are given. */
typedef struct nd_sink {
  size_t struct_size;
  void* context; /* hand it back to the functions */
  /* One payload, as JSON text. May be called any number of times; "null" makes no dumpling. */
  void (*emit)(void* context, const char* json, size_t size);
  /* The call failed; `why` is logged under the chef's name. What was emitted before stays. */
  void (*failed)(void* context, const char* why, size_t size);
} nd_sink;

typedef enum nd_log_level { ND_LOG_DEBUG = 0, ND_LOG_INFO = 1, ND_LOG_WARNING = 2, ND_LOG_ERROR = 3 } nd_log_level;

/* The kitchen that a chef works in. It and all that it points to outlive the chef. */
typedef struct nd_kitchen {
  size_t struct_size;
  const char* name;
  const char* interface; /* as asked for: "all", or names joined by commas; a file's path when a file is read */
  const char* filter;    /* in pcap-filter(7)'s language; "" is every packet */
  double poke_interval;  /* seconds */
  void* context;         /* hand it back to log */
  void (*log)(void* context, int level /* nd_log_level */, const char* text, size_t size);
} nd_kitchen;

/* An option that a chef takes (--chef-option CHEF:NAME=VALUE). */
typedef struct nd_chef_option {
  const char* name;
  const char* type;         /* "string", "number", "boolean" or "json": how VALUE is read */
  const char* default_json; /* JSON text; never NULL */
  const char* help;         /* one sentence */
} nd_chef_option;

enum { ND_CHEF_UNASSIGNABLE = 1u /* never run by nd-sniff, which warns when it is asked for */ };

typedef struct nd_chef {
  const char* name; /* unique within the module */
  const char* help; /* one sentence, or "" */
  uint32_t flags;   /* ND_CHEF_... */
  uint32_t option_count;
  const nd_chef_option* options;

  /* Makes one chef. `options_json` is an object that has every option of `options`, given or default.
   * Returns NULL after sink->failed when it can't; sink->emit is not to be called. */
  void* (*create)(const nd_kitchen* kitchen, const char* options_json, size_t options_size, const nd_sink* sink);
  void (*destroy)(void* chef);
  /* Called for every packet; NULL when the chef doesn't look at packets. */
  void (*packet)(void* chef, const nd_packet* packet, const nd_sink* sink);
  /* Called every `interval` seconds, first before any packet; NULL when the chef does nothing then. `now_ns` is the
   * kitchen's clock, in nanoseconds since 1970: wall time live, packet time from a file. */
  void (*interval)(void* chef, double interval, int64_t now_ns, const nd_sink* sink);
} nd_chef;

/* What a module exports. `magic`, `major`, `minor` and `built_with` keep their places in every version. */
typedef struct nd_chef_module {
  uint64_t magic;         /* ND_CHEF_ABI_MAGIC */
  uint32_t major;         /* must be the kitchen's */
  uint32_t minor;         /* any: what is newer than the kitchen it never calls, what is older reads as NULL */
  const char* built_with; /* for messages: "netdumplings 1.0.0, g++ 12.2.0" */
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
