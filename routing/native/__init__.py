"""Hot loops in C++20 behind typed stubs: see `routing.native.core`."""
