// A hub that was built without the page (no npm, or ND_WEB=OFF).
#include "hub/status/page.hpp"

namespace netdumplings::hub {

std::span<const PageFile> page_files() { return {}; }

}  // namespace netdumplings::hub
