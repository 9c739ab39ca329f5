# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
# One thin file per instruction set, compiled for it and chosen at run time. They are optimised in
# every build type: an unoptimised kernel is too slow to test with.
set(cpu_kernel_files kernels_scalar.cpp kernels_avx2.cpp kernels_avxvnni.cpp kernels_avx512.cpp kernels_neon.cpp)
list(TRANSFORM cpu_kernel_files PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
set_source_files_properties(${cpu_kernel_files} PROPERTIES COMPILE_OPTIONS "-O3;-fno-math-errno;-fno-trapping-math")

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set_property(SOURCE ${CMAKE_CURRENT_LIST_DIR}/kernels_avx2.cpp APPEND PROPERTY COMPILE_OPTIONS
        "-mavx2;-mfma;-mf16c")
    set_property(SOURCE ${CMAKE_CURRENT_LIST_DIR}/kernels_avxvnni.cpp APPEND PROPERTY COMPILE_OPTIONS
        "-mavx2;-mfma;-mf16c;-mavxvnni")
    set_property(SOURCE ${CMAKE_CURRENT_LIST_DIR}/kernels_avx512.cpp APPEND PROPERTY COMPILE_OPTIONS
        "-mavx2;-mfma;-mf16c;-mavx512f;-mavx512bw;-mavx512vl;-mavx512dq;-mavx512vnni;-mprefer-vector-width=512")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64|ARM64")
    set_property(SOURCE ${CMAKE_CURRENT_LIST_DIR}/kernels_neon.cpp APPEND PROPERTY COMPILE_OPTIONS
        "-march=armv8.2-a+dotprod+fp16")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The compiler's own intrinsics trip over these warnings when inlined.
    foreach(file IN LISTS cpu_kernel_files)
        set_property(SOURCE ${file} APPEND PROPERTY COMPILE_OPTIONS "-Wno-maybe-uninitialized;-Wno-uninitialized")
    endforeach()
endif()
if(HEARTH_SANITIZE)
    # Instrumenting the small arrays of the scalar instance takes the compiler many minutes. The same
    # kernels are checked in the other instances, which therefore do without most optimisation.
    set_property(SOURCE ${CMAKE_CURRENT_LIST_DIR}/kernels_scalar.cpp APPEND PROPERTY COMPILE_OPTIONS
        "-fno-sanitize=all")
    foreach(file IN LISTS cpu_kernel_files)
        set_property(SOURCE ${file} APPEND PROPERTY COMPILE_OPTIONS "-O1")
    endforeach()
endif()
