package dev.lvs.bench;

import java.util.Optional;

/**
 * A program that loads the bench's table into the kernel and reads it.
 *
 * @param name as the result names it
 * @param isOneByOne whether it makes system calls for each object: too many to be counted in a
 *     large table
 * @param read reads a table that is there; empty where that is no other than another program's
 */
record Program(String name, boolean isOneByOne, BenchStep load, Optional<BenchStep> read) {
  Program(String name, boolean isOneByOne, BenchStep load, BenchStep read) {
    this(name, isOneByOne, load, Optional.of(read));
  }
}
