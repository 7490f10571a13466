/* A module of another version: MAJOR, MINOR and MAGIC are given, and LONGER_STRUCTS makes its arrays those of a header
 * that has grown. */
#include <netdumplings/chef_abi.h>

#include <stddef.h>

#ifndef MAGIC
#define MAGIC ND_CHEF_ABI_MAGIC
#endif

#ifdef LONGER_STRUCTS
struct option {
  nd_chef_option known;
  const char* grown;
};
struct chef {
  nd_chef known;
  void (*grown)(void);
};
#define KNOWN(...) {__VA_ARGS__}, NULL
#else
struct option {
  nd_chef_option known;
};
struct chef {
  nd_chef known;
};
#define KNOWN(...) \
  { __VA_ARGS__ }
#endif

static const struct option options[] = {{KNOWN("first", "number", "1", "the first", 0, 0)},
                                        {KNOWN("second", "string", "\"two\"", "the second", 0, 0)}};

static void* create(const nd_kitchen* kitchen, const char* text, size_t size, const nd_sink* sink) {
  static int chef;
  (void)text;
  (void)size;
  (void)sink;
  return kitchen->struct_size >= sizeof(nd_kitchen) ? &chef : NULL;
}

static void destroy(void* chef) { (void)chef; }

static void interval(void* chef, double seconds, int64_t now_ns, const nd_sink* sink) {
  (void)chef;
  (void)seconds;
  (void)now_ns;
  sink->emit(sink->context, "\"tick\"", 6);
}

static const struct chef chefs[] = {
    {KNOWN(.name = "VersionedChef", .help = "Of another version", .option_count = 2, .options = &options[0].known,
           .create = create, .destroy = destroy, .interval = interval)},
    {KNOWN(.name = "AnotherVersionedChef", .create = create, .destroy = destroy, .interval = interval)}};

__attribute__((visibility("default")))
const nd_chef_module netdumplings_chef_module = {MAGIC,
                                                 MAJOR,
                                                 MINOR,
                                                 "netdumplings 7.5.0, a C compiler",
                                                 &chefs[0].known,
                                                 2,
                                                 sizeof(struct chef),
                                                 sizeof(struct option),
                                                 0};
