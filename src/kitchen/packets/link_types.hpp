// The two numberings of link types: LINKTYPE_, which files and chefs have, and DLT_, which libpcap computes with. They
// are the same but for a few old ones (https://www.tcpdump.org/linktypes.html).
#pragma once

namespace netdumplings::kitchen {

int link_type_from_dlt(int dlt);
int dlt_from_link_type(int link_type);

}  // namespace netdumplings::kitchen
