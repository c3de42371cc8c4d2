package dev.lvs.deploy.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * List of the classes that a program of an image loads, as its AOT cache is dumped from it.
 *
 * @param file where it is committed
 */
record ClassList(Path file) {
  /** File of a run with the classes that it loaded. */
  private static final String RECORDED = "classes";

  /**
   * Classes that an image has no room for: of the JDK's cryptography and class files, which are
   * loaded without being verified, and of Kubernetes' kinds, of which a program uses few.
   */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(sun/security|com/sun/crypto|java/security|javax/crypto|javax/net/ssl"
              + "|jdk/internal/classfile|java/lang/classfile|io/fabric8/kubernetes/api/model)/.*");

  private static final Pattern INITIALIZED = Pattern.compile("\\d+ Initializing '([^']+)'.*");
  private static final String INITIALIZED_LOG = "classes-initialized";

  /**
   * Entry point without the cache, by which a run records what it loads.
   *
   * @param folder of the container, for {@link #RECORDED} and more
   */
  static List<String> recording(UnpackedImage image, String folder) {
    List<String> entry = new ArrayList<>(image.strings("Entrypoint"));
    entry.removeIf(option -> option.startsWith("-XX:AOTCache="));
    // behind the image's own options of the log
    entry.addAll(
        entry.indexOf("-jar"),
        List.of(
            "-XX:DumpLoadedClassList=" + folder + "/" + RECORDED,
            "-Xlog:class+init=info:file=" + folder + "/" + INITIALIZED_LOG + ":none"));
    return entry;
  }

  /** Entry point with the cache, which logs where each class came from. */
  static List<String> logging(UnpackedImage image, String folder) {
    List<String> entry = new ArrayList<>(image.strings("Entrypoint"));
    entry.addAll(
        entry.indexOf("-jar"),
        List.of(
            "-Xlog:class+init=info:file=" + folder + "/" + INITIALIZED_LOG + ":none",
            "-Xlog:class+load:file=" + folder + "/" + RECORDED + ":none"));
    return entry;
  }

  /** Returns which part of the classes that a run initialized came from the cache: 0 to 1. */
  static double share(Path folder) throws IOException {
    Set<String> cached =
        Files.readAllLines(folder.resolve(RECORDED)).stream()
            .filter(line -> line.contains("source: shared objects file"))
            .map(line -> line.substring(0, line.indexOf(' ')).replace('.', '/'))
            .collect(Collectors.toSet());
    Set<String> initialized = initialized(folder);
    return (double) initialized.stream().filter(cached::contains).count() / initialized.size();
  }

  /**
   * Writes it anew, sorted, so that it changes only with what is used. Left out are classes that
   * are loaded and never initialized, which would double the cache, and numbers of classes and
   * places in constant pools, which are others in each run.
   */
  void write(Path folder) throws IOException {
    Set<String> initialized = initialized(folder);
    TreeSet<String> lines =
        Files.readAllLines(folder.resolve(RECORDED)).stream()
            .filter(line -> !line.startsWith("#") && !line.startsWith("@cp"))
            .map(line -> line.replaceFirst(" id: \\d+$", ""))
            .filter(line -> line.startsWith("@") || initialized.contains(line))
            .collect(Collectors.toCollection(TreeSet::new));
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** Names of classes with slashes; those made at run time have another name each time. */
  private static Set<String> initialized(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve(INITIALIZED_LOG)).stream()
        .map(INITIALIZED::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .filter(name -> !name.contains("0x") && !name.contains("$Proxy"))
        .filter(name -> !LEFT_OUT.matcher(name).matches())
        .collect(Collectors.toSet());
  }
}
