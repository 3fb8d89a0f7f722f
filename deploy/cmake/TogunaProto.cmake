# toguna_proto(wire PROTOS toguna/v1/feed.proto ...) makes one library of the
# messages and services in proto/. Debian's gRPC exports no target for its
# plugin, and its protobuf no CMake package, so both are found by hand.
find_program(TOGUNA_GRPC_PLUGIN grpc_cpp_plugin REQUIRED)

function(toguna_proto name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PROTOS;SERVICES;DEPS")
  set(out "${PROJECT_BINARY_DIR}/gen/${name}")
  file(MAKE_DIRECTORY "${out}")
  set(generated)
  foreach(proto IN LISTS arg_PROTOS arg_SERVICES)
    string(REGEX REPLACE "\\.proto$" "" stem "${proto}")
    set(files "${out}/${stem}.pb.cc" "${out}/${stem}.pb.h")
    set(flags "--cpp_out=${out}")
    if(proto IN_LIST arg_SERVICES)
      list(APPEND files "${out}/${stem}.grpc.pb.cc" "${out}/${stem}.grpc.pb.h")
      list(APPEND flags "--grpc_out=${out}"
           "--plugin=protoc-gen-grpc=${TOGUNA_GRPC_PLUGIN}")
    endif()
    add_custom_command(
      OUTPUT ${files}
      COMMAND protobuf::protoc "-I${PROJECT_SOURCE_DIR}/proto" ${flags} "${proto}"
      DEPENDS "${PROJECT_SOURCE_DIR}/proto/${proto}" protobuf::protoc
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}/proto"
      VERBATIM)
    list(APPEND generated ${files})
  endforeach()
  add_library(toguna_${name} STATIC ${generated})
  target_include_directories(toguna_${name} SYSTEM PUBLIC "${out}")
  target_link_libraries(toguna_${name} PUBLIC protobuf::libprotobuf ${arg_DEPS})
  if(arg_SERVICES)
    target_link_libraries(toguna_${name} PUBLIC gRPC::grpc++)
  endif()
  set_target_properties(toguna_${name} PROPERTIES TOGUNA_LAYER wire
    CXX_CLANG_TIDY "" COMPILE_OPTIONS "-w")
  add_library(toguna::${name} ALIAS toguna_${name})
endfunction()
