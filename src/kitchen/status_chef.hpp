// KitchenStatusChef: the kitchen itself makes a dumpling of its ledger.
#pragma once

#include <cstdint>
#include <string>

#include "common/protocol.hpp"
#include "kitchen/chefs/dumpling_text.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"
#include "kitchen/ledger.hpp"

namespace netdumplings::kitchen {

/// Used on the packet thread.
class StatusChef {
 public:
  /// `sink` must outlive this.
  StatusChef(const std::string& kitchen, DumplingSink& sink)
      : text_(protocol::kitchen_status_chef, kitchen), sink_(sink) {}

  /// Puts a dumpling into the sink: the ledger as it was before this dumpling, made at `now_ns`, in nanoseconds since
  /// the epoch. Returns false if the sink wants no more.
  bool serve(const Ledger& ledger, std::int64_t now_ns) {
    ++made_;
    return sink_.put(text_.write(now_ns, protocol::driver_interval, ledger_json(ledger)));
  }
  /// Returns how many dumplings were made.
  [[nodiscard]] std::uint64_t made() const { return made_; }

 private:
  DumplingText text_;
  DumplingSink& sink_;
  std::uint64_t made_ = 0;
};

}  // namespace netdumplings::kitchen
