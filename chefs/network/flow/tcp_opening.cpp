#include "network/flow/tcp_opening.hpp"

#include "network/flow/server_name.hpp"

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/tls_record.hpp>

#include <algorithm>
#include <utility>

namespace netdumplings::chefs::network {
namespace {

using netdumplings::detail::clipped;

constexpr std::size_t most_kept_of_client = std::size_t{16} << 10;

std::size_t most_kept_of(Side side) { return side == Side::client ? most_kept_of_client : service_sample_size; }

}  // namespace

bool TcpOpening::take(Side from, Bytes bytes, bool is_after_gap, const Setting& setting) {
  if (has_enough_[static_cast<std::size_t>(from)]) return false;
  if (is_after_gap) return end_side(from);
  const bool is_first = kept(from).empty();
  if (!is_first && !keep(from, bytes, setting.pool)) return end();
  const Bytes seen = is_first ? bytes : kept(from);
  if (service_.empty() && !find_service(from, seen, setting)) {
    const bool is_enough = seen.size() >= service_sample_size;
    const Bytes sample = is_enough ? clipped(bytes, 0, service_sample_size) : bytes;
    if (is_first && !keep(from, sample, setting.pool)) return end();
    return is_enough ? end_side(from) : true;
  }
  // A server answers when the client has said its name.
  if (from == Side::server || !has_server_names(service_)) return end();
  if (kept_ && seen.size() < kept_->next_look && seen.size() < most_kept_of_client) return true;
  if (find_name(seen) || seen.size() >= most_kept_of_client) return end();
  if (is_first && !keep(from, bytes, setting.pool)) return end();
  // Most hellos are in one record, which says where it ends.
  const auto record = layers::TlsRecord::of(kept(from));
  const std::size_t record_end = record ? layers::TlsRecord::head_size + record->length() : 0;
  kept_->next_look = record_end > kept(from).size() ? record_end : 2 * kept(from).size();
  return true;
}

void TcpOpening::look_again() {
  const Bytes client = kept(Side::client);
  if (!client.empty() && server_name_.empty() && has_server_names(service_)) find_name(client);
}

// Returns whether there is memory for it.
bool TcpOpening::keep(Side from, Bytes bytes, BytePool& pool) {
  if (!kept_) kept_ = std::make_unique<Kept>();
  PooledBytes& all = kept_->of[static_cast<std::size_t>(from)];
  return all.append(pool, clipped(bytes, 0, most_kept_of(from) - all.size()));
}

bool TcpOpening::find_service(Side from, Bytes seen, const Setting& setting) {
  service_ = tcp_service({.client = from == Side::client ? seen : kept(Side::client),
                          .server = from == Side::server ? seen : kept(Side::server),
                          .server_port = setting.server_port});
  return !service_.empty();
}

// Returns whether the search is over.
bool TcpOpening::find_name(Bytes client) {
  NameSearch search = find_server_name(service_, client);
  server_name_ = std::move(search.name);
  return search.is_over;
}

// Returns false, for take().
bool TcpOpening::end_side(Side side) {
  has_enough_[static_cast<std::size_t>(side)] = true;
  const bool is_over = !service_.empty() || (has_enough_[0] && has_enough_[1]);
  return is_over ? end() : false;
}

bool TcpOpening::end() {
  look_again();
  has_enough_ = {true, true};
  kept_.reset();
  return false;
}

}  // namespace netdumplings::chefs::network
