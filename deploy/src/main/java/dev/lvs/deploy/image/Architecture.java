package dev.lvs.deploy.image;

import java.util.Locale;

/** Processor architecture of an image. */
enum Architecture {
  AMD64("x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2", "linux-x86-64"),
  ARM64("aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1", "linux-aarch64");

  private final String triplet;
  private final String loader;
  private final String jna;

  /**
   * Describes an architecture.
   *
   * @param triplet folder of libraries below /lib, as Debian names it (multiarch)
   * @param loader path of the dynamic loader without the first slash, as each program names it
   * @param jna its name in JNA
   */
  Architecture(String triplet, String loader, String jna) {
    this.triplet = triplet;
    this.loader = loader;
    this.jna = jna;
  }

  /** The architecture that this JVM runs on. */
  static Architecture current() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64" -> AMD64;
      case "aarch64" -> ARM64;
      default -> throw new IllegalStateException("images are built on amd64 and arm64: " + name);
    };
  }

  /** Name as OCI and Kubernetes spell it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String triplet() {
    return triplet;
  }

  String loader() {
    return loader;
  }

  /** The native library of JNA, in its jar. */
  String jnaLibrary() {
    return "com/sun/jna/" + jna + "/libjnidispatch.so";
  }
}
