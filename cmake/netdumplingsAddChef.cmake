# netdumplings_add_chef(NAME SOURCES...)
#
# Builds a module of chefs, NAME.so, for nd-sniff -m. netdumplings' own build uses it too, and you get it with
# find_package(netdumplings). A module exports its table and nothing else, and modules share nothing: link what you use
# (target_link_libraries(NAME PRIVATE ...)). Anything that is missing fails the build.
#
# netdumplings_test_chef(NAME CAPTURE GOLDEN OPTIONS...)
#
# Adds a test, NAME.CAPTURE, that runs the module NAME on a capture file and compares its dumplings, JSON lines, with the
# golden file. Packet time is the clock, so they are the same every time. OPTIONS are further options of nd-sniff, such as
# -c ScanChef. To write the golden file, run the test with NETDUMPLINGS_UPDATE_GOLDEN=1 in the environment.

# Sets `result` to whether the targets of this folder are built with sanitizers.
function(netdumplings_detail_sanitized result)
  get_directory_property(options COMPILE_OPTIONS)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  string(FIND "${options} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}" "-fsanitize" at)
  if(at GREATER_EQUAL 0)
    set(${result} ON PARENT_SCOPE)
  else()
    set(${result} OFF PARENT_SCOPE)
  endif()
endfunction()

function(netdumplings_add_chef name)
  set(exports "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/netdumplingsChef.map")
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE netdumplings::headers)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${exports}")
  # By default g++ makes some symbols unique in the whole process, which modules would then share.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE "LINKER:--version-script=${exports}")
  # clang's sanitizers expect the program that loads the module to define their functions.
  netdumplings_detail_sanitized(sanitized)
  if(NOT (sanitized AND CMAKE_CXX_COMPILER_ID MATCHES "Clang"))
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()
endfunction()

function(netdumplings_test_chef name capture golden)
  if(TARGET nd-sniff)
    set(sniff "$<TARGET_FILE:nd-sniff>")
  else()
    find_program(netdumplings_SNIFF nd-sniff HINTS "${netdumplings_BIN_DIR}" REQUIRED)
    set(sniff "${netdumplings_SNIFF}")
  endif()
  get_filename_component(capture_name "${capture}" NAME)
  get_filename_component(capture "${capture}" ABSOLUTE)
  get_filename_component(golden "${golden}" ABSOLUTE)
  add_test(NAME "${name}.${capture_name}" COMMAND "${CMAKE_COMMAND}" "-DSNIFF=${sniff}" "-DMODULE=$<TARGET_FILE:${name}>"
    "-DCAPTURE=${capture}" "-DGOLDEN=${golden}" "-DOPTIONS=${ARGN}" -P
    "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/netdumplingsTestChef.cmake")
endfunction()
