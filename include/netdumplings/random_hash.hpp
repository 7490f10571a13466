// RandomHash is for unordered containers whose keys come from outside. With std::hash, a sender can make up any number
// of names with the same hash, and the container then compares each new name with all of them.
#pragma once

#include <netdumplings/sip_hash.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

namespace detail {

/// Returns the key of this program; a module of chefs has a key of its own.
inline const SipKey& key_of_this_program() {
  static const SipKey key = random_sip_key();
  return key;
}

}  // namespace detail

/// Hashes texts and integers with a key that is drawn at random once in each program and module:
///
///   std::unordered_map<std::string, int, netdumplings::RandomHash, std::equal_to<>> seen;
///
/// The order of such a container differs from run to run, so don't make output in that order.
struct RandomHash {
  using is_transparent = void;  ///< with std::equal_to<>, a std::string_view finds a std::string

  std::size_t operator()(std::string_view text) const { return sip_hash(detail::key_of_this_program(), text); }
  template <std::integral Number>
  std::size_t operator()(Number number) const {
    return (*this)(std::string_view(reinterpret_cast<const char*>(&number), sizeof number));
  }
};

}  // namespace v1
}  // namespace netdumplings
