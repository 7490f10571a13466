// The two numberings of link types: LINKTYPE_, which is used in files and by chefs, and DLT_, which is used by
// libpcap's functions. They differ for a few old link types only (https://www.tcpdump.org/linktypes.html).
#pragma once

namespace netdumplings::kitchen {

int link_type_from_dlt(int dlt);
int dlt_from_link_type(int link_type);

}  // namespace netdumplings::kitchen
