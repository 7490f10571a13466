/* A chef without any C++ that uses connections and streams: it counts the bytes of each connection in its state. */
#include <netdumplings/chef_abi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counter {
  const nd_kitchen* kitchen;
  int states;
};

struct bytes {
  unsigned long of_side[2];
};

static void say(const nd_sink* sink, const char* json) { sink->emit(sink->context, json, strlen(json)); }

static void* create(const nd_kitchen* kitchen, const char* options, size_t options_size, const nd_sink* sink) {
  struct counter* counter = calloc(1, sizeof *counter);
  (void)options;
  (void)options_size;
  (void)sink;
  if (counter != NULL) counter->kitchen = kitchen;
  return counter;
}

static void destroy(void* chef) {
  struct counter* counter = chef;
  const nd_kitchen* kitchen = counter->kitchen;
  char text[64];
  snprintf(text, sizeof text, "destroyed with %d states", counter->states);
  kitchen->log(kitchen->context, ND_LOG_INFO, text, strlen(text));
  free(counter);
}

static const nd_connection_side* side_of(const nd_connection* connection, uint32_t side) {
  return (const void*)((const uint8_t*)connection->sides + (size_t)side * connection->side_stride);
}

static void connection(void* chef, const nd_connection* connection, uint32_t event, int64_t now_ns,
                       const nd_sink* sink) {
  struct counter* counter = chef;
  char json[128];
  (void)now_ns;
  if (event == ND_CONNECTION_OPENED) {
    *connection->state = calloc(1, sizeof(struct bytes));
    if (*connection->state != NULL) ++counter->states;
  } else if (event == ND_CONNECTION_ENDED && *connection->state != NULL) {
    const struct bytes* bytes = *connection->state;
    snprintf(json, sizeof json, "{\"port\":%u,\"client\":%lu,\"server\":%lu,\"states\":%d}",
             side_of(connection, ND_SIDE_SERVER)->port, bytes->of_side[0], bytes->of_side[1], counter->states);
    say(sink, json);
  }
}

static uint32_t stream(void* chef, const nd_connection* connection, const nd_stream_data* data, const nd_sink* sink) {
  struct bytes* bytes = *connection->state;
  (void)chef;
  (void)sink;
  if (bytes == NULL) return ND_STREAM_ENOUGH;
  bytes->of_side[data->side] += data->size;
  return ND_STREAM_MORE;
}

static void release(void* chef, void* state) {
  struct counter* counter = chef;
  --counter->states;
  free(state);
}

static void closing(void* chef, int64_t now_ns, const nd_sink* sink) {
  const struct counter* counter = chef;
  char json[64];
  (void)now_ns;
  snprintf(json, sizeof json, "{\"states_left\":%d}", counter->states);
  say(sink, json);
}

static const nd_chef chefs[] = {{.name = "ByteCountingChef",
                                 .help = "Counts the bytes of connections",
                                 .flags = ND_CHEF_USES_CONNECTIONS | ND_CHEF_USES_STREAMS,
                                 .create = create,
                                 .destroy = destroy,
                                 .connection = connection,
                                 .stream = stream,
                                 .release = release,
                                 .closing = closing}};

__attribute__((visibility("default")))
const nd_chef_module netdumplings_chef_module = {.magic = ND_CHEF_ABI_MAGIC,
                                                 .major = ND_CHEF_ABI_MAJOR,
                                                 .minor = ND_CHEF_ABI_MINOR,
                                                 .built_with = "a C compiler",
                                                 .chefs = chefs,
                                                 .chef_count = 1,
                                                 .chef_stride = sizeof(nd_chef),
                                                 .option_stride = sizeof(nd_chef_option)};
