/* A chef without any C++: it counts packets and tells every third. */
#include <netdumplings/chef_abi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counter {
  unsigned long packets;
};

static void* create(const nd_kitchen* kitchen, const char* options, size_t options_size, const nd_sink* sink) {
  struct counter* made = calloc(1, sizeof *made);
  static const char why[] = "no memory";
  (void)options;
  if (made == NULL) {
    sink->failed(sink->context, why, sizeof why - 1);
  } else {
    kitchen->log(kitchen->context, ND_LOG_INFO, "counting", options_size != 0 ? 8 : 0);
  }
  return made;
}

static void destroy(void* chef) { free(chef); }

static void packet(void* chef, const nd_packet* packet, const nd_sink* sink) {
  struct counter* counter = chef;
  char json[64];
  if (++counter->packets % 3 != 0) return;
  snprintf(json, sizeof json, "{\"packets\":%lu,\"bytes\":%u}", counter->packets, packet->captured_length);
  sink->emit(sink->context, json, strlen(json));
}

static const nd_chef chefs[] = {
    {.name = "CountingChef", .help = "Counts packets", .create = create, .destroy = destroy, .packet = packet}};

__attribute__((visibility("default"))) const nd_chef_module netdumplings_chef_module = {ND_CHEF_ABI_MAGIC,
                                                                                        ND_CHEF_ABI_MAJOR,
                                                                                        ND_CHEF_ABI_MINOR,
                                                                                        "a C compiler",
                                                                                        chefs,
                                                                                        1,
                                                                                        sizeof(nd_chef),
                                                                                        sizeof(nd_chef_option),
                                                                                        0};
