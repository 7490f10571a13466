// What chefs can read of DNS records.
#include <netdumplings/layers/dns.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)
using layers::DnsRecord;
using ::testing::ElementsAre;

// A record of Example.COM, which the question names.
Buffer record_of(std::size_t type, const Buffer& data) {
  return hex("c00c") + u16(type) + hex("0001 00000e10") + u16(data.size()) + data;
}
const Buffer mail_name = hex("04") + text("mail") + hex("c00c");

// The message's answers, and the frame that they point into.
struct Answers {
  explicit Answers(const Buffer& records, std::size_t count = 1)
      : frame(ether(0x0800, ipv4(17, udp(53, 40000, dns(example_question() + records, {.answers = count}))))) {
    const auto view = frame.packet().layer<layers::Dns>();
    if (view) all = view->answers();
  }
  Answers(std::size_t type, const Buffer& data) : Answers(record_of(type, data)) {}
  const DnsRecord& only() const { return all.at(0); }

  Frame frame;
  std::vector<DnsRecord> all;
};

TEST(DnsRecord, HasOwnerClassAndTimeToLive) {
  const Answers answers(DnsRecord::type_a, hex("c0000207"));
  EXPECT_EQ(answers.only().owner(), "Example.COM");
  EXPECT_EQ(answers.only().type(), DnsRecord::type_a);
  EXPECT_EQ(answers.only().dns_class(), 1);
  EXPECT_EQ(answers.only().time_to_live(), 3600u);
  EXPECT_EQ(answers.only().data().size(), 4u);
}

TEST(DnsRecord, AddressesAreThereForTheirTypes) {
  const Answers four(DnsRecord::type_a, hex("c0000207")),
      six(DnsRecord::type_aaaa, hex("20010db8") + zeros(11) + hex("07"));
  EXPECT_EQ(four.only().a()->to_string(), "192.0.2.7");
  EXPECT_FALSE(four.only().aaaa());
  EXPECT_EQ(six.only().aaaa()->to_string(), "2001:db8::7");
  EXPECT_FALSE(six.only().a());
}

TEST(DnsRecord, NamesMayBeCompressed) {
  EXPECT_EQ(Answers(DnsRecord::type_cname, mail_name).only().host(), "mail.Example.COM");
  EXPECT_EQ(Answers(DnsRecord::type_ns, mail_name).only().host(), "mail.Example.COM");
  EXPECT_EQ(Answers(DnsRecord::type_ptr, hex("00")).only().host(), "");
  EXPECT_FALSE(Answers(DnsRecord::type_ptr, hex("04 6d61")).only().host()) << "a name that goes on after its data";
  EXPECT_FALSE(Answers(DnsRecord::type_ptr, {}).only().host());
  const auto mx = Answers(DnsRecord::type_mx, hex("000a") + mail_name).only().mx();
  ASSERT_TRUE(mx);
  EXPECT_EQ(mx->preference, 10);
  EXPECT_EQ(mx->exchange, "mail.Example.COM");
}

TEST(DnsRecord, TextsStandByThemselves) {
  const Answers answers(DnsRecord::type_txt, hex("06") + text("v=spf1") + hex("00 01 ff"));
  EXPECT_THAT(*answers.only().txt(), ElementsAre("v=spf1", "", "\\255"));
}

TEST(DnsRecord, ServicesAndAuthoritiesHaveTheirFields) {
  const auto srv = Answers(DnsRecord::type_srv, hex("0001 0002 13c4") + mail_name).only().srv();
  ASSERT_TRUE(srv);
  EXPECT_EQ(srv->priority, 1);
  EXPECT_EQ(srv->weight, 2);
  EXPECT_EQ(srv->port, 5060);
  EXPECT_EQ(srv->target, "mail.Example.COM");
  const auto soa =
      Answers(DnsRecord::type_soa, mail_name + hex("c00c 00000001 00000002 00000003 00000004 00000005")).only().soa();
  ASSERT_TRUE(soa);
  EXPECT_EQ(soa->primary_server, "mail.Example.COM");
  EXPECT_EQ(soa->mailbox, "Example.COM");
  EXPECT_EQ(soa->serial, 1u);
  EXPECT_EQ(soa->minimum, 5u);
}

TEST(DnsRecord, ServiceBindingsHaveParameters) {
  const Buffer alpn = hex("0001 0006 02") + text("h3") + hex("02") + text("h2");
  const Buffer data =
      hex("0001 00") + alpn + hex("0003 0002 20fb  0004 0004 c0000207  0006 0010 20010db8") + zeros(11) + hex("07");
  const Answers answers(DnsRecord::type_https, data);
  const auto binding = answers.only().service_binding();
  ASSERT_TRUE(binding);
  EXPECT_EQ(binding->priority, 1);
  EXPECT_EQ(binding->target, "");
  EXPECT_THAT(binding->alpn(), ElementsAre("h3", "h2"));
  EXPECT_EQ(binding->port(), 8443);
  ASSERT_EQ(binding->address_hints().size(), 2u);
  EXPECT_EQ(binding->address_hints()[0].to_string(), "192.0.2.7");
  EXPECT_EQ(binding->address_hints()[1].to_string(), "2001:db8::7");
}

TEST(DnsRecord, SectionsComeOneAfterTheOther) {
  const Buffer records = record_of(1, hex("01020304")) + record_of(2, mail_name) + record_of(16, hex("01 61")) +
                         hex("00 0029 1000 00000000 0000");
  const Frame frame(ether(
      0x0800,
      ipv4(17, udp(53, 40000, dns(example_question() + records, {.answers = 1, .authorities = 1, .additionals = 2})))));
  const auto view = frame.packet().layer<layers::Dns>();
  ASSERT_TRUE(view);
  ASSERT_EQ(view->answers().size(), 1u);
  ASSERT_EQ(view->authorities().size(), 1u);
  ASSERT_EQ(view->additionals().size(), 2u);
  EXPECT_EQ(view->authorities()[0].host(), "mail.Example.COM");
  EXPECT_EQ(view->additionals()[1].type(), DnsRecord::type_opt);
  EXPECT_EQ(view->additionals()[1].owner(), "");
}

TEST(DnsRecord, RecordsThatWereCutOffAreNotThere) {
  // Makes the layer by hand: the dissector calls such a message Raw, unless the capture cut it off.
  const Buffer whole = dns(example_question() + record_of(1, hex("01020304")), {.answers = 2});
  const Buffer shortened = cut(whole, whole.size() - 1);
  const auto records_of = [](const Buffer& message) {
    Layer layer;
    layer.bytes = message;
    return layers::Dns::of(layer)->answers();
  };
  EXPECT_EQ(records_of(whole).size(), 1u);
  EXPECT_EQ(records_of(shortened).size(), 1u) << "its data is cut off, its fields are there";
  EXPECT_EQ(records_of(cut(whole, whole.size() - 5)).size(), 0u);
  EXPECT_FALSE(records_of(shortened)[0].a());
}

TEST(DnsRecord, ANameInItsDataThatWasCutOffIsNotThere) {
  const Buffer target = hex("04") + text("mail") + hex("07") + text("example") + hex("00");
  const Buffer whole =
      ether(0x0800, ipv4(17, udp(53, 40000, dns(example_question() + record_of(5, target), {.answers = 1}))));
  for (std::size_t missing = 0; missing < target.size(); ++missing) {
    const Frame frame(cut(whole, whole.size() - missing), ethernet_link, missing);
    const auto answers = frame.packet().layer<layers::Dns>()->answers();
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].host().has_value(), missing == 0) << missing;
  }
}

}  // namespace
}  // namespace netdumplings
