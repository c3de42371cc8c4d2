package dev.lvs.deploy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lvs.lab.apiserver.Checkout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as a container engine sees it.
 *
 * @param annotations of the index, which name it
 * @param config its configuration (config.md of the OCI image specification)
 * @param entries the entries of its layers by their path with a first slash
 * @param root folder with its files
 */
record UnpackedImage(
    JsonNode annotations,
    JsonNode config,
    SequencedMap<String, TarArchiveEntry> entries,
    Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line of jdeps. */
  private static final Pattern MODULE = Pattern.compile(".* -> (javax?\\.\\S+|jdk\\.\\S+)");

  /** Unpacks a tar into a folder. */
  static UnpackedImage of(Path tar, Path root) throws IOException {
    Map<String, byte[]> blobs = new HashMap<>();
    try (InputStream file = Files.newInputStream(tar);
        TarArchiveInputStream in = new TarArchiveInputStream(file)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        blobs.put(entry.getName(), in.readAllBytes());
      }
    }
    JsonNode named = JSON.readTree(blobs.get("index.json")).path("manifests").path(0);
    JsonNode manifest = blob(blobs, named);
    SequencedMap<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    for (JsonNode layer : manifest.path("layers")) {
      unpack(bytes(blobs, layer), root, entries);
    }
    return new UnpackedImage(
        named.path("annotations"), blob(blobs, manifest.path("config")), entries, root);
  }

  /** A text of the part of the configuration that is about the container. */
  List<String> strings(String field) {
    List<String> all = new ArrayList<>();
    config.path("config").path(field).forEach(one -> all.add(one.asText()));
    return all;
  }

  /** The numeric user that it runs as. */
  int user() {
    String user = config.path("config").path("User").asText();
    return Integer.parseInt(user.substring(0, user.indexOf(':')));
  }

  /**
   * Returns how it is run.
   *
   * @param run folder that it sees as /run
   * @param port of this machine's 127.0.0.1 that it sees as its own; 0 for none
   * @param entry the image's entry point, or another command
   * @param arguments that stand behind it
   */
  ProcessBuilder container(Path run, int port, List<String> entry, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Checkout.path("deploy", "lab", "container").toString(),
                root.toString(),
                Integer.toString(user()),
                run.toString(),
                Integer.toString(port)));
    command.addAll(entry);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String variable : strings("Env")) {
      String[] pair = variable.split("=", 2);
      builder.environment().put(pair[0], pair[1]);
    }
    return builder;
  }

  /** Names of the classes of this project, as their jars have them. */
  List<String> classesOfOurs() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path jar : jars("lvs-")) {
      try (JarFile file = new JarFile(jar.toFile())) {
        file.stream().map(JarEntry::getName).forEach(names::add);
      }
    }
    return names;
  }

  /** Modules of the JDK that the classes of all its jars name (jdeps). */
  Set<String> modules() {
    List<String> arguments =
        new ArrayList<>(List.of("-s", "--multi-release", "25", "--ignore-missing-deps"));
    jars("").forEach(jar -> arguments.add(jar.toString()));
    StringWriter said = new StringWriter();
    PrintWriter words = new PrintWriter(said);
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(words, words, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("jdeps: " + said);
    }
    return said.toString()
        .lines()
        .map(MODULE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .collect(Collectors.toSet());
  }

  /** SHA-256 of each of its jars. */
  List<String> sumsOfJars() throws IOException, NoSuchAlgorithmException {
    List<String> sums = new ArrayList<>();
    for (Path jar : jars("")) {
      sums.add(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))));
    }
    return sums;
  }

  private List<Path> jars(String prefix) {
    return entries.keySet().stream()
        .filter(name -> name.startsWith(Image.LIB + "/" + prefix) && name.endsWith(".jar"))
        .map(name -> root.resolve(name.substring(1)))
        .toList();
  }

  private static void unpack(byte[] layer, Path root, SequencedMap<String, TarArchiveEntry> entries)
      throws IOException {
    try (InputStream packed = new GZIPInputStream(new ByteArrayInputStream(layer));
        TarArchiveInputStream in = new TarArchiveInputStream(packed)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put("/" + entry.getName(), entry);
        Path place = root.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(place);
          continue;
        }
        Files.copy(in, place);
        Files.setPosixFilePermissions(
            place,
            PosixFilePermissions.fromString(
                (entry.getMode() & 0111) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        Files.setLastModifiedTime(place, FileTime.from(entry.getLastModifiedTime().toInstant()));
      }
    }
  }

  private static JsonNode blob(Map<String, byte[]> blobs, JsonNode descriptor) throws IOException {
    return JSON.readTree(bytes(blobs, descriptor));
  }

  private static byte[] bytes(Map<String, byte[]> blobs, JsonNode descriptor) {
    String name = "blobs/" + descriptor.path("digest").asText().replace(':', '/');
    byte[] found = blobs.get(name);
    if (found == null) {
      throw new IllegalStateException(name + " is missing");
    }
    return found;
  }
}
