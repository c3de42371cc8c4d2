package dev.lvs.deploy.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Source of all that an image has of its architecture.
 *
 * @param root root folder of a Debian of this architecture, which the C library comes from
 * @param modules the jmods folder of a JDK of this architecture; empty for the JDK that runs this
 */
record Distribution(Architecture architecture, Path root, Optional<Path> modules) {
  /** The machine that this runs on. */
  static Distribution ofThisMachine() {
    return new Distribution(Architecture.current(), Path.of("/"), Optional.empty());
  }
}
