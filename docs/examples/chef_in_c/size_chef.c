/* SizeChef, in C: at every poke it makes a dumpling with how many packets and bytes it has seen. */
#include <netdumplings/chef_abi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct chef {
  unsigned long long packets;
  unsigned long long bytes;
};

static void* create(const nd_kitchen* kitchen, const char* options_json, size_t options_size, const nd_sink* sink) {
  static const char no_memory[] = "there is no memory left";
  struct chef* chef = calloc(1, sizeof *chef);
  (void)kitchen, (void)options_json, (void)options_size;
  if (chef == NULL) sink->failed(sink->context, no_memory, strlen(no_memory));
  return chef;
}

static void on_packet(void* context, const nd_packet* packet, const nd_sink* sink) {
  struct chef* chef = context;
  (void)sink;
  ++chef->packets;
  chef->bytes += packet->wire_length;
}

static void on_poke(void* context, double interval, int64_t now_ns, const nd_sink* sink) {
  const struct chef* chef = context;
  char json[100];
  (void)interval, (void)now_ns;
  const int size = snprintf(json, sizeof json, "{\"packets\": %llu, \"bytes\": %llu}", chef->packets, chef->bytes);
  sink->emit(sink->context, json, (size_t)size);
}

static const nd_chef chefs[] = {{
    .name = "SizeChef",
    .help = "Counts packets and their bytes",
    .create = create,
    .destroy = free,
    .packet = on_packet,
    .interval = on_poke,
}};

/* The one symbol that nd-sniff looks for. */
__attribute__((visibility("default"))) const nd_chef_module netdumplings_chef_module = {
    .magic = ND_CHEF_ABI_MAGIC,
    .major = ND_CHEF_ABI_MAJOR,
    .minor = ND_CHEF_ABI_MINOR,
    .built_with = "C",
    .chefs = chefs,
    .chef_count = sizeof chefs / sizeof *chefs,
    .chef_stride = sizeof *chefs,
    .option_stride = sizeof(nd_chef_option),
};
