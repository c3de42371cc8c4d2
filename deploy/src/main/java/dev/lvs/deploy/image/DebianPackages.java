package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Packages that a Debian has, as its package manager notes them (var/lib/dpkg/status).
 *
 * @param root root folder of the Debian
 */
record DebianPackages(Path root) {
  /**
   * Returns the version of a package.
   *
   * @throws IOException where it is not installed, or that cannot be read
   */
  String version(String name, Architecture architecture) throws IOException {
    Path status = root.resolve("var/lib/dpkg/status");
    for (String paragraph : Files.readString(status).split("\n\n", -1)) {
      Map<String, String> fields = fields(paragraph);
      if (name.equals(fields.get("Package"))
          && architecture.text().equals(fields.get("Architecture"))
          && fields.containsKey("Version")) {
        return fields.get("Version");
      }
    }
    throw new IOException(
        "%s names no package %s for %s".formatted(status, name, architecture.text()));
  }

  private static Map<String, String> fields(String paragraph) {
    Map<String, String> fields = new HashMap<>();
    for (String line : paragraph.split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon > 0 && !line.startsWith(" ")) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return fields;
  }
}
