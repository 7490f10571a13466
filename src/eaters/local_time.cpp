#include "eaters/local_time.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <optional>

namespace netdumplings::eaters {
namespace {

struct LocalTime {
  std::tm date;
  int microseconds;
};

template <class... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 400> text;
  const int length = std::snprintf(text.data(), text.size(), format, values...);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<LocalTime> local_time(double seconds) {
  constexpr double year_10000 = 253402300800.0 + 86400;  // a day more: the time zone is applied below
  if (!(std::fabs(seconds) < year_10000)) return std::nullopt;
  double whole = 0;
  double micro = std::nearbyint(std::modf(seconds, &whole) * 1e6);  // the default mode rounds half to even
  if (micro >= 1e6) {
    micro -= 1e6;
    whole += 1;
  } else if (micro < 0) {
    micro += 1e6;
    whole -= 1;
  }
  const auto time = static_cast<std::time_t>(whole);
  LocalTime local{{}, static_cast<int>(micro)};
  if (localtime_r(&time, &local.date) == nullptr) return std::nullopt;
  const int year = local.date.tm_year + 1900;
  if (year < 1 || year > 9999) return std::nullopt;
  return local;
}

std::string date_and_time(const LocalTime& local, char between) {
  const std::tm& date = local.date;
  return formatted("%04d-%02d-%02d%c%02d:%02d:%02d", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday, between,
                   date.tm_hour, date.tm_min, date.tm_sec);
}

}  // namespace

std::string iso_local_time(double seconds) {
  const auto local = local_time(seconds);
  if (!local) return formatted("%g", seconds);
  return date_and_time(*local, 'T') + (local->microseconds == 0 ? "" : formatted(".%06d", local->microseconds));
}

std::string plain_local_time(double seconds) {
  const auto local = local_time(seconds);
  return local ? date_and_time(*local, ' ') : formatted("%g", seconds);
}

std::string hours_minutes_seconds(double seconds) {
  if (!(std::fabs(seconds) < 1e15)) return formatted("%g", seconds);
  const auto whole = static_cast<std::int64_t>(seconds);
  return formatted("%02lld:%02lld:%02lld", static_cast<long long>(whole / 3600),
                   static_cast<long long>(whole / 60 % 60), static_cast<long long>(whole % 60));
}

}  // namespace netdumplings::eaters
