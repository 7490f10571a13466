#include "net/server/admission.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace netdumplings::net {
namespace {

class AdmissionTest : public testing::Test {
 protected:
  void allow(AdmissionLimits limits) { admission_ = std::make_shared<Admission>(limits); }
  // Whether it is let in; then it stays.
  bool comes(const std::string& address) {
    auto place = admission_->admit(address);
    if (!place) why_ = place.error();
    if (place) there_.push_back(std::move(*place));
    return static_cast<bool>(place);
  }

  std::shared_ptr<Admission> admission_;
  std::vector<Admission::Place> there_;
  std::string why_;
};

TEST_F(AdmissionTest, NoMoreAreLetInThanThereMayBeInAll) {
  allow({3, 100});
  EXPECT_TRUE(comes("10.0.0.1") && comes("2001:db8::1") && comes("127.0.0.1"));
  EXPECT_FALSE(comes("10.0.0.2"));
  EXPECT_EQ(why_, "there are 3 connections already (--max-connections)");
  EXPECT_FALSE(comes("127.0.0.1"));
  EXPECT_EQ(admission_->clients(), 3U);
}

TEST_F(AdmissionTest, EachIPv4AddressHasItsOwnLimit) {
  allow({100, 2});
  EXPECT_TRUE(comes("10.0.0.1") && comes("10.0.0.1"));
  EXPECT_FALSE(comes("10.0.0.1"));
  EXPECT_EQ(why_, "there are 2 connections from its address already (--max-per-address)");
  EXPECT_TRUE(comes("10.0.0.2")) << "its neighbour is another";
}

TEST_F(AdmissionTest, AllAddressesOfOneIPv6NetworkCountAsOne) {
  allow({100, 2});
  EXPECT_TRUE(comes("2001:db8:0:1::1") && comes("2001:db8:0:1:ffff::2"));
  EXPECT_FALSE(comes("2001:db8:0:1:2:3:4:5"));
  EXPECT_TRUE(comes("2001:db8:0:2::1")) << "the next network is another";
}

TEST_F(AdmissionTest, LoopbackHasNoLimitOfItsOwn) {
  allow({100, 1});
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(comes("127.0.0.1") && comes("::1"));
}

TEST_F(AdmissionTest, LoopbackHasTheLimitThatItIsGiven) {
  allow({100, 50, 2});
  EXPECT_TRUE(comes("127.0.0.1") && comes("127.0.0.1"));
  EXPECT_FALSE(comes("127.0.0.1"));
  EXPECT_TRUE(comes("::1"));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(comes("10.0.0.1")) << "that of others is another";
}

TEST_F(AdmissionTest, WhoLeavesGivesItsPlaceBack) {
  allow({2, 1});
  EXPECT_TRUE(comes("10.0.0.1") && comes("10.0.0.2"));
  EXPECT_FALSE(comes("10.0.0.3"));
  there_.erase(there_.begin());
  EXPECT_EQ(admission_->clients(), 1U);
  EXPECT_FALSE(comes("10.0.0.2")) << "it is another's place";
  EXPECT_TRUE(comes("10.0.0.1"));
  there_.clear();
  EXPECT_EQ(admission_->clients(), 0U);
}

TEST_F(AdmissionTest, ToAskWhetherThereIsRoomTakesNone) {
  allow({100, 1});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admission_->has_room("10.0.0.1"));
  EXPECT_TRUE(comes("10.0.0.1"));
  EXPECT_FALSE(admission_->has_room("10.0.0.1"));
  EXPECT_TRUE(admission_->has_room("10.0.0.2"));
}

TEST_F(AdmissionTest, WhoWasTurnedAwayTookNoPlace) {
  allow({100, 1});
  EXPECT_TRUE(comes("10.0.0.1"));
  EXPECT_FALSE(comes("10.0.0.1"));
  EXPECT_EQ(admission_->clients(), 1U);
  there_.clear();
  EXPECT_TRUE(comes("10.0.0.1"));
}

TEST_F(AdmissionTest, APlaceMayOutliveWhatGaveIt) {
  allow({1, 1});
  EXPECT_TRUE(comes("10.0.0.1"));
  admission_.reset();
  there_.clear();
}

}  // namespace
}  // namespace netdumplings::net
