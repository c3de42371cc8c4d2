package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image that was built.
 *
 * @param name its name with registry and tag
 * @param digest of its manifest
 * @param tar the file, compressed layers in it
 * @param materials its bill of materials
 * @param unpacked size of its files, in bytes
 */
record BuiltImage(String name, String digest, Path tar, Path materials, long unpacked) {
  /** A line for people, sizes in MB of a million bytes. */
  String text() throws IOException {
    return "%s %s: %.1f MB, unpacked %.1f MB, %s"
        .formatted(tar, name, Files.size(tar) / 1e6, unpacked / 1e6, digest);
  }
}
