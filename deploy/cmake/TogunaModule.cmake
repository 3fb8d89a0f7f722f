# toguna_module() declares one folder of C++ as one library and checks that it
# depends only downwards.
#
#   toguna_module(record LAYER rules
#     HDRS incident.h
#     SRCS incident.cc
#     DEPS toguna::model absl::statusor   # named in a header of this module
#     PRIVATE_DEPS absl::strings)         # named in a .cc file only
#
# A module sees its own headers and those of its DEPS, no others: each module
# has an include root of its own that holds one link per declared header.

# From the bottom up. A module may depend on its own layer and on those before
# it; an adapter on no other adapter; the checker on base only.
set(TOGUNA_LAYERS base model rules checker usecase wire adapter main)
# Layers without I/O, clock, randomness, threads or messages.
set(TOGUNA_PURE_LAYERS base model rules checker usecase)
# What pure layers may use from outside, and the two modules that may use more.
set(TOGUNA_PURE_EXTERNAL "^absl::")
set(TOGUNA_EXTERNAL_digest "^PkgConfig::sodium$")
set(TOGUNA_EXTERNAL_disclosure "^PkgConfig::cbc$")

function(toguna_check_dep name layer dep)
  list(FIND TOGUNA_LAYERS "${layer}" mine)
  if(mine EQUAL -1)
    message(FATAL_ERROR "${name}: no layer is called '${layer}'")
  endif()
  if(dep MATCHES "^toguna::")
    if(NOT TARGET ${dep})
      message(FATAL_ERROR "${name} (${layer}): ${dep} is not declared yet. "
                          "Folders are added lowest layer first, so it is a "
                          "misspelling or a dependency that points up")
    endif()
    get_target_property(their_layer ${dep} TOGUNA_LAYER)
    list(FIND TOGUNA_LAYERS "${their_layer}" theirs)
    if(theirs GREATER mine)
      message(FATAL_ERROR "${name} (${layer}) must not depend on ${dep} "
                          "(${their_layer}): dependencies point down")
    endif()
    if(layer STREQUAL "adapter" AND their_layer STREQUAL "adapter")
      message(FATAL_ERROR "${name}: an adapter must not depend on ${dep}, "
                          "another adapter; join them in main")
    endif()
    if(layer STREQUAL "checker" AND NOT dep STREQUAL "toguna::base")
      message(FATAL_ERROR "${name}: the checker shares no code with what it "
                          "checks, so it must not depend on ${dep}")
    endif()
  elseif(layer IN_LIST TOGUNA_PURE_LAYERS
         AND NOT dep MATCHES "${TOGUNA_PURE_EXTERNAL}"
         AND NOT (DEFINED TOGUNA_EXTERNAL_${name}
                  AND dep MATCHES "${TOGUNA_EXTERNAL_${name}}"))
    message(FATAL_ERROR "${name} (${layer}) is pure and must not use ${dep}")
  endif()
endfunction()

function(toguna_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LAYER" "HDRS;SRCS;DEPS;PRIVATE_DEPS")
  foreach(dep IN LISTS arg_DEPS arg_PRIVATE_DEPS)
    toguna_check_dep(${name} "${arg_LAYER}" ${dep})
  endforeach()

  # <build>/include/record/exchange/record/incident.h -> the source file
  file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  set(root "${PROJECT_BINARY_DIR}/include/${name}")
  file(REMOVE_RECURSE "${root}")
  set(headers)
  foreach(header IN LISTS arg_HDRS)
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
      message(FATAL_ERROR "${name}: there is no ${folder}/${header}")
    endif()
    get_filename_component(parent "${root}/${folder}/${header}" DIRECTORY)
    file(MAKE_DIRECTORY "${parent}")
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}/${header}"
         "${root}/${folder}/${header}" SYMBOLIC)
    list(APPEND headers "${root}/${folder}/${header}")
  endforeach()

  if(arg_SRCS)
    add_library(toguna_${name} STATIC ${arg_SRCS})
    set(scope PUBLIC)
    target_link_libraries(toguna_${name}
      PRIVATE toguna_warnings ${arg_PRIVATE_DEPS})
  else()
    add_library(toguna_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_sources(toguna_${name} ${scope}
    FILE_SET HEADERS BASE_DIRS "${root}" FILES ${headers})
  target_include_directories(toguna_${name} ${scope} "${root}")
  target_link_libraries(toguna_${name} ${scope} ${arg_DEPS})
  set_target_properties(toguna_${name} PROPERTIES TOGUNA_LAYER ${arg_LAYER})
  add_library(toguna::${name} ALIAS toguna_${name})

  # System headers are visible to every target, so pure layers are read too.
  if(BUILD_TESTING AND arg_LAYER IN_LIST TOGUNA_PURE_LAYERS)
    add_test(NAME pure_${name} COMMAND ${CMAKE_COMMAND}
      "-DFOLDER=${CMAKE_CURRENT_SOURCE_DIR}" "-DMODULE=${name}"
      -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/CheckPure.cmake")
  endif()
endfunction()

# toguna_program(togunad SRCS main.cc DEPS toguna::rpc) builds one binary.
function(toguna_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SRCS;DEPS")
  add_executable(${name} ${arg_SRCS})
  target_link_libraries(${name} PRIVATE toguna_warnings ${arg_DEPS})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
endfunction()

# toguna_test(code_tree_test DEPS toguna::base) builds and registers <name>.cc
# of this folder. GRPC marks a test that runs gRPC. SECONDS raises the limit.
# With TOGUNA_QUICK_TESTS their own code (not what they test) is compiled without
# optimisation, but for folders that set TOGUNA_OPTIMISED_TESTS.
function(toguna_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GRPC" "SECONDS" "DEPS;SRCS")
  add_executable(${name} ${name}.cc ${arg_SRCS})
  target_link_libraries(${name} PRIVATE
    toguna_warnings ${arg_DEPS} toguna_test_support
    GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    "TOGUNA_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\""
    "TOGUNA_BIN_DIR=\"${PROJECT_BINARY_DIR}/bin\"")
  # Most tests keep the compiler longer busy than the processor.
  if(TOGUNA_QUICK_TESTS AND NOT TOGUNA_OPTIMISED_TESTS AND NOT arg_SECONDS)
    target_compile_options(${name} PRIVATE -O0 -g0)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_SECONDS)
    set(arg_SECONDS 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_SECONDS})
  if(arg_GRPC)
    set_tests_properties(${name} PROPERTIES LABELS grpc)
  endif()
endfunction()
