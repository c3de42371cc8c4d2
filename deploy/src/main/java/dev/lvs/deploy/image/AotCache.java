package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cache of loaded and verified classes, with which a JVM starts faster ({@code -XX:AOTCache}).
 *
 * <p>It is dumped from a list of classes that stands beside the program's options, and not from a
 * training run: what a run loads depends on how its threads went, and the cache of one has times
 * and addresses of that run in it. Dumped from a list by one thread, it is the same bytes each
 * time. A class that is not in the list is loaded from its jar as ever.
 */
final class AotCache {
  /** Nothing but the one thread touches what is dumped: no compiler, no collection, no cleaning. */
  private static final List<String> QUIET =
      List.of("-Xint", "-Xms256m", "-Xmn200m", "-XX:-UseStringDeduplication");

  private AotCache() {}

  /**
   * Adds it to an image that runs on this machine. Paths are relative to the root, so that those of
   * the machine that builds are not in it; the JVM compares what is left of them.
   *
   * @throws IOException where the JVM refuses, with its words
   */
  static void add(Image image, RootFolder root) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve(JavaRuntime.HOME + "/bin/java").toString());
    command.add("@" + relative(image.optionsPlace()));
    command.addAll(image.moreOptions());
    command.addAll(QUIET);
    command.addAll(
        List.of(
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + image.classes(),
            "-XX:SharedArchiveFile=" + relative(image.cachePlace()),
            "-jar",
            relative(image.jarPlace())));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.path().toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Image.ENVIRONMENT);
    Process java = builder.start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (java.waitFor() != 0) {
      throw new IOException("no AOT cache for " + image.name() + ": " + said);
    }
    RootFolder.touch(root.resolve(image.cachePlace()));
  }

  private static String relative(String place) {
    return place.substring(1);
  }
}
