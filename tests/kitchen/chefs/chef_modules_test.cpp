// Also the test of chef_table and chef_listing, which read and list the chefs of modules.
#include "kitchen/chefs/chef_modules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdumplings/version.hpp>

#include <cstddef>
#include <filesystem>

#include "kitchen/chef_fixtures.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::loaded;
using testing::module_path;
using ::testing::StartsWith;

std::vector<std::string> chef_names(const ChefModule& module) {
  std::vector<std::string> names;
  for (const auto& chef : module.chefs) names.push_back(chef.name);
  return names;
}

std::string error_of(const std::string& name) {
  const auto modules = loaded({name});
  EXPECT_EQ(modules.modules().size(), 1u);
  EXPECT_TRUE(modules.modules().front().chefs.empty());
  return modules.modules().front().error;
}

TEST(ChefModules, AModuleIsNamedAfterItsFileAndHasItsChefsInOrder) {
  const auto modules = loaded({"throwing"});
  ASSERT_EQ(modules.modules().size(), 1u);
  const auto& module = modules.modules().front();
  EXPECT_EQ(module.name, "throwing");
  EXPECT_EQ(module.path, std::filesystem::canonical(module_path("throwing")));
  EXPECT_EQ(module.error, "");
  EXPECT_THAT(chef_names(module),
              ::testing::ElementsAre("ThrowingConstructorChef", "ThrowingHandlersChef", "WorkingChef"));
}

TEST(ChefModules, AChefsNameHasNoNamespace) {
  EXPECT_THAT(chef_names(loaded({"twin_one"}).modules().front()), ::testing::ElementsAre("TwinChef"));
}

TEST(ChefModules, TheSameFileNamedTwiceIsOneModule) {
  const std::string detour = std::string(ND_TEST_MODULES) + "/../modules/teller.so";
  EXPECT_EQ(loaded({"teller", detour, "teller"}).modules().size(), 1u);
}

TEST(ChefModules, AModuleOfAnOlderMajorVersionIsRefusedNamingBothSidesAndTheRemedy) {
  EXPECT_EQ(error_of("stale_abi"), module_path("stale_abi") +
                                       " was built for version 1 of the chef ABI (with netdumplings 7.5.0, a C "
                                       "compiler), and this nd-sniff (" NETDUMPLINGS_VERSION
                                       ") runs version 2: build it again with this version's headers");
}

TEST(ChefModules, AModuleOfANewerMajorVersionMayWantANewerKitchen) {
  EXPECT_THAT(error_of("newer_major"), AllOf(HasSubstr("version 3 of the chef ABI"), HasSubstr("runs version 2"),
                                             HasSubstr(", or get a newer nd-sniff")));
}

TEST(ChefModules, AModuleOfANewerMinorVersionLoadsWithLongerEntriesInItsTables) {
  const auto modules = loaded({"newer_minor"});
  const auto& module = modules.modules().front();
  ASSERT_EQ(module.error, "");
  ASSERT_THAT(chef_names(module), ::testing::ElementsAre("AnotherVersionedChef", "VersionedChef"));
  ASSERT_EQ(module.chefs[1].options.size(), 2u);
  EXPECT_STREQ(module.chefs[1].options[1].name, "second");
  EXPECT_STREQ(module.chefs[0].table.help, "");
}

TEST(ChefModules, ALibraryWithoutATableIsNoModule) {
  EXPECT_EQ(error_of("not_a_chef"), module_path("not_a_chef") +
                                        " is no module of chefs: it has no netdumplings_chef_module; chefs in C++ need "
                                        "the line NETDUMPLINGS_CHEFS(...)");
}

TEST(ChefModules, ATextFileIsNoLibrary) {
  EXPECT_THAT(error_of("not_elf"),
              StartsWith(module_path("not_elf") + " is not a shared library that this machine can load"));
}

TEST(ChefModules, AnUnresolvedSymbolIsNamedWithTheModulesOwnPath) {
  EXPECT_EQ(error_of("unresolved"),
            module_path("unresolved") +
                ": undefined symbol: netdumplings_nobody_has_this; link it with the library that has it "
                "(netdumplings_add_chef finds this when the module is built)");
}

TEST(ChefModules, ATableWithAnotherMagicNumberIsNotRead) {
  EXPECT_THAT(error_of("wrong_magic"), HasSubstr("that is no table of chefs"));
}

TEST(ChefModules, AChefThatCannotBeCreatedMakesItsModuleUnusable) {
  EXPECT_EQ(error_of("broken_table"),
            module_path("broken_table") + " has no create function for its chef UncreatableChef");
}

TEST(ChefModules, AFileThatIsNotThereIsAModuleWithAnError) {
  const auto modules = loaded({"/nowhere/at/all.so"});
  EXPECT_EQ(modules.modules().front().name, "/nowhere/at/all.so");
  EXPECT_EQ(modules.modules().front().error, "can't find /nowhere/at/all.so: No such file or directory");
}

TEST(ChefModules, BadModulesDontKeepGoodOnesFromLoading) {
  const auto modules = loaded({"stale_abi", "not_elf", "teller", "unresolved", "/nowhere", "c_module"});
  ASSERT_EQ(modules.modules().size(), 6u);
  EXPECT_THAT(chef_names(modules.modules()[2]), ::testing::ElementsAre("TellerChef"));
  EXPECT_THAT(chef_names(modules.modules()[5]), ::testing::ElementsAre("CountingChef"));
}

TEST(ChefModules, AModuleThatWasOpenedCanBeLoadedWhenItsPathIsGone) {
  const std::string copy = ::testing::TempDir() + "moved_away.so";
  std::filesystem::copy_file(module_path("teller"), copy, std::filesystem::copy_options::overwrite_existing);
  auto modules = ChefModules::open({copy}, {}, std::nullopt);
  std::filesystem::remove(copy);
  modules.load();
  EXPECT_EQ(modules.modules().front().error, "");
  EXPECT_THAT(chef_names(modules.modules().front()), ::testing::ElementsAre("TellerChef"));
}

TEST(ChefModules, RootLoadsAModuleThatNotEverybodyMayRead) {
  const std::string copy = ::testing::TempDir() + "for_me_only.so";
  std::filesystem::copy_file(module_path("teller"), copy, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::permissions(copy, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  TrustedOwners trusted = trusted_owners(getuid());
  trusted.users.push_back(getuid());
  auto modules = ChefModules::open({copy, copy}, {}, trusted);
  modules.load();
  ASSERT_EQ(modules.modules().size(), 1u);
  EXPECT_EQ(modules.modules().front().error, "");
  EXPECT_THAT(chef_names(modules.modules().front()), ::testing::ElementsAre("TellerChef"));
  std::filesystem::remove(copy);
}

TEST(ChefListing, ShowsModulesAndChefsInOrderUnassignableOnesAndErrorsIncluded) {
  EXPECT_EQ(chef_listing(loaded({"unassignable", "throwing", "broken_table"}), true),
            "\n"
            "broken_table\n"
            "  error importing module: " +
                module_path("broken_table") +
                " has no create function for its chef UncreatableChef\n"
                "\n"
                "throwing\n"
                "  ThrowingConstructorChef\n"
                "  ThrowingHandlersChef\n"
                "  WorkingChef\n"
                "\n"
                "unassignable\n"
                "  UnassignableChef\n"
                "\n");
}

TEST(ChefListing, ShowsBelowAChefWhatItDeclaresEscapedAndIndentedDeeperThanNames) {
  EXPECT_EQ(chef_listing(loaded({"declared"}), false),
            "\n"
            "declared\n"
            "  DeclaredChef\n"
            "    Counts\\u000a  FakeChef \\u001b[31m\n"
            "    version 1.2.3\\u000a\n"
            "    option most (number from 1 to 1000, default 100): senders that are remembered\n"
            "    option word (string, default \"none\")\n"
            "\n");
}

TEST(ChefTable, AChefBuiltWithAHeaderThatKnewNoVersionsHasNone) {
  const auto create = [](const nd_kitchen*, const char*, size_t, const nd_sink*) -> void* { return nullptr; };
  nd_chef chef{};
  chef.name = "OldChef";
  chef.create = create;
  chef.version = "what comes after the chef in memory";
  const nd_chef_module table{ND_CHEF_ABI_MAGIC,          ND_CHEF_ABI_MAJOR,      1, "", &chef, 1,
                             offsetof(nd_chef, version), sizeof(nd_chef_option), 0};
  const auto chefs = read_chef_table(table);
  ASSERT_TRUE(chefs) << chefs.error();
  EXPECT_STREQ(chefs->front().table.version, "");
}

std::string filter_of(const RequestedChefs& requested) {
  return joined_filter(needed_filters(loaded({"needy", "teller"}), requested, "tcp"));
}

TEST(NeededFilters, AllWantedChefsGetWhatTheyNeed) {
  EXPECT_EQ(filter_of({{"PingChef"}}), "icmp or icmp6");
  EXPECT_EQ(filter_of({{"ModestChef", "TellerChef"}}), "tcp") << "they name none";
  EXPECT_EQ(filter_of({{"TellerChef", "PingChef", "ModestChef"}}), "(tcp) or (icmp or icmp6)");
  EXPECT_EQ(filter_of({{"EverythingChef", "PingChef"}}), "");
  EXPECT_EQ(filter_of(std::nullopt), "") << "all are wanted";
}

TEST(NeededFilters, NameTheFirstChefThatNeedsEach) {
  const auto needed = needed_filters(loaded({"needy"}), std::nullopt, "");
  std::vector<std::string> chefs;
  for (const auto& one : needed) chefs.push_back(one.chef);
  EXPECT_THAT(chefs, ElementsAre("EverythingChef", "PingChef", "PuzzlingChef"));
}

TEST(ChefListing, ShowsTheFilterThatAChefNames) {
  const auto listing = chef_listing(loaded({"needy"}), false);
  EXPECT_THAT(listing, HasSubstr("  EverythingChef\n    filter <all packets>\n"));
  EXPECT_THAT(listing, HasSubstr("  ModestChef\n  PingChef\n    filter icmp or icmp6\n"));
}

}  // namespace
}  // namespace netdumplings::kitchen
