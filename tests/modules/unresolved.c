/* Uses a function that nothing has. */
#include <netdumplings/chef_abi.h>

#include <stddef.h>

void netdumplings_nobody_has_this(void* chef);

static void* create(const nd_kitchen* kitchen, const char* options, size_t size, const nd_sink* sink) {
  (void)kitchen;
  (void)options;
  (void)size;
  (void)sink;
  return NULL;
}

static const nd_chef chefs[] = {
    {"UnresolvedChef", NULL, 0, 0, NULL, create, netdumplings_nobody_has_this, NULL, NULL, NULL}};

const nd_chef_module netdumplings_chef_module = {ND_CHEF_ABI_MAGIC,
                                                 ND_CHEF_ABI_MAJOR,
                                                 ND_CHEF_ABI_MINOR,
                                                 NULL,
                                                 chefs,
                                                 1,
                                                 sizeof(nd_chef),
                                                 sizeof(nd_chef_option),
                                                 0};
