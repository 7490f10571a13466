#include "network/tls/hello_search.hpp"

#include <netdumplings/layers/tls_record.hpp>

#include <algorithm>
#include <cstring>

namespace netdumplings::chefs::network {
namespace {

using layers::TlsClientHello;
using layers::TlsRecord;
using layers::TlsServerHello;

// What can be said of bytes that a hello may begin with.
struct Candidate {
  FoundHello hello;
  bool may_be_one = false;
  std::size_t size = 0;     // of the hello, with its records' heads, if it is whole
  std::size_t missing = 1;  // how many bytes must come at least, if it isn't
};

template <typename Hello>
Candidate candidate_of(std::optional<Hello> hello, std::optional<Hello> FoundHello::*member) {
  Candidate candidate;
  candidate.may_be_one = hello.has_value();
  if (!hello) return candidate;
  candidate.size = hello->size();
  candidate.missing = hello->missing();
  candidate.hello.*member = std::move(hello);
  return candidate;
}

Candidate candidate_in(Bytes bytes) {
  constexpr std::uint8_t client_hello = 1, server_hello = 2;
  if (bytes.size() <= TlsRecord::head_size) {
    Candidate candidate;
    candidate.may_be_one = TlsRecord::of(bytes).has_value();
    candidate.missing = TlsRecord::head_size + 1 - bytes.size();
    return candidate;
  }
  const std::uint8_t type = bytes[TlsRecord::head_size];
  if (type == client_hello) return candidate_of(TlsClientHello::of(bytes), &FoundHello::client);
  if (type == server_hello) return candidate_of(TlsServerHello::of(bytes), &FoundHello::server);
  return {};
}

// Returns the next place at or after `at` where a hello may begin, judged by few bytes. Returns the bytes' size if
// there is none.
std::size_t next_place(Bytes bytes, std::size_t at) {
  constexpr std::size_t few = 64;
  constexpr std::uint8_t major_version = 3;  // of all records
  for (; at < bytes.size(); ++at) {
    const void* const found = std::memchr(bytes.data() + at, TlsRecord::handshake, bytes.size() - at);
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - bytes.data());
    if (at + 1 < bytes.size() && bytes[at + 1] != major_version) continue;
    if (candidate_in(detail::clipped(bytes, at, few)).may_be_one) return at;
  }
  return bytes.size();
}

bool only_records_follow(Bytes bytes, const Candidate& hello) {
  return TlsRecord::of(bytes.subspan(hello.size)).has_value();
}

bool is_retry_request(const Candidate& hello) { return hello.hello.server && hello.hello.server->is_retry_request(); }

}  // namespace

bool HelloSearch::may_begin_in(Bytes bytes, std::uint64_t offset) {
  if (offset > last_begin) return false;
  const Bytes searched = bytes.first(std::min<std::size_t>(bytes.size(), last_begin + 1));
  const std::size_t at = next_place(searched, 0);
  return at < searched.size() && offset + at <= last_begin;
}

FoundHello HelloSearch::take(BytePool& pool, const StreamData& data) {
  if (is_over_) return {};
  if (data.missing() > 0) collected_.clear();
  if (collected_.size() == 0) return look(pool, data.bytes(), data.offset());
  if (!collected_.append(pool, data.bytes())) {
    end();
    return {};
  }
  return collected_.size() < wanted_ ? FoundHello() : look(pool, collected_.bytes(), offset_);
}

FoundHello HelloSearch::look(BytePool& pool, Bytes bytes, std::uint64_t offset) {
  for (std::size_t at = next_place(bytes, 0);
       at < bytes.size() && offset + at <= last_begin_ && failed_tries_ < most_tries; at = next_place(bytes, at + 1)) {
    const Bytes rest = bytes.subspan(at);
    Candidate found = candidate_in(rest);
    if (found.may_be_one && found.size == 0) {
      collect(pool, rest, offset + at);
      wanted_ = rest.size() + found.missing;
      return {};
    }
    const bool is_in_other_talk = offset + at > 0;
    if (!found.may_be_one || (is_in_other_talk && !only_records_follow(rest, found))) {
      ++failed_tries_;
      continue;
    }
    if (is_retry_request(found) && !has_skipped_retry_) {
      has_skipped_retry_ = true;
      at += found.size - 1;
      last_begin_ = offset + at + last_begin;
      continue;
    }
    is_over_ = true;
    return std::move(found.hello);
  }
  collected_.clear();
  is_over_ = failed_tries_ == most_tries || offset + bytes.size() > last_begin_;
  return {};
}

// Keeps `rest`, which is the end of what was collected, or of other bytes.
void HelloSearch::collect(BytePool& pool, Bytes rest, std::uint64_t offset) {
  offset_ = offset;
  if (collected_.size() > 0) {
    collected_.drop_first(collected_.size() - rest.size());
  } else if (!collected_.append(pool, rest)) {
    end();
  }
}

std::optional<TlsClientHello> HelloSearch::unfinished() const {
  auto found = candidate_in(collected_.bytes());
  return found.size == 0 ? std::move(found.hello.client) : std::nullopt;
}

void HelloSearch::end() {
  collected_.clear();
  is_over_ = true;
}

}  // namespace netdumplings::chefs::network
