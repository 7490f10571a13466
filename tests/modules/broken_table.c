/* The right version, and a chef that can't be made. */
#include <netdumplings/chef_abi.h>

static const nd_chef chefs[] = {{.name = "UncreatableChef"}};

__attribute__((visibility("default"))) const nd_chef_module netdumplings_chef_module = {ND_CHEF_ABI_MAGIC,
                                                                                        ND_CHEF_ABI_MAJOR,
                                                                                        ND_CHEF_ABI_MINOR,
                                                                                        NULL,
                                                                                        chefs,
                                                                                        1,
                                                                                        sizeof(nd_chef),
                                                                                        sizeof(nd_chef_option),
                                                                                        0};
