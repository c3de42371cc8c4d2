package dev.lvs.deploy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/**
 * Bill of materials of an image (CycloneDX 1.6, ECMA-424): its jars, its Java runtime and its C
 * library, and nothing else. A jar of the image is found by its SHA-256 among the libraries that
 * the build of its program knows.
 */
final class BillOfMaterials {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String SHA_256 = "SHA-256";

  private final Image image;
  private final Distribution distribution;
  private final RootFolder root;

  /**
   * A bill that was not written yet.
   *
   * @param root all files of the image
   */
  BillOfMaterials(Image image, Distribution distribution, RootFolder root) {
    this.image = image;
    this.distribution = distribution;
    this.root = root;
  }

  /**
   * Writes the bill.
   *
   * @param name full name of the image without its tag
   * @param digest of its manifest: {@code sha256:...}
   * @param created time that the image carries
   * @throws IOException where a part of the image is not known
   */
  void write(String name, String tag, String digest, Instant created, Path file)
      throws IOException {
    JsonNode known = JSON.readTree(image.materials().toFile());
    List<ObjectNode> components = new ArrayList<>();
    components.add(program(known));
    components.addAll(libraries(known));
    components.add(javaRuntime());
    components.add(libc());

    ObjectNode container = component("container", image.name(), tag);
    container.put("description", image.title());
    identify(
        container,
        "pkg:oci/%s@%s?arch=%s&repository_url=%s"
            .formatted(
                image.name(),
                digest.replace(":", "%3A"),
                distribution.architecture().text(),
                name.replace("/", "%2F")));
    licenses(container).put("expression", "Apache-2.0");

    ObjectNode bill = JSON.createObjectNode();
    bill.put("bomFormat", "CycloneDX");
    bill.put("specVersion", "1.6");
    bill.put(
        "serialNumber",
        "urn:uuid:" + UUID.nameUUIDFromBytes(digest.getBytes(StandardCharsets.US_ASCII)));
    bill.put("version", 1);
    ObjectNode metadata = bill.putObject("metadata");
    metadata.put("timestamp", created.toString());
    metadata.set("component", container);
    components.forEach(bill.putArray("components")::add);
    dependencies(bill.putArray("dependencies"), container, components, known);
    JSON.writeValue(file.toFile(), bill);
  }

  /** The jar of this image's own: one of a module that may have several. */
  private ObjectNode program(JsonNode known) throws IOException {
    ObjectNode program = known.path("metadata").path("component").deepCopy();
    program.put("type", "application");
    return hash(program, sha256(image.jar()));
  }

  private List<ObjectNode> libraries(JsonNode known) throws IOException {
    Map<String, ObjectNode> byHash = new HashMap<>();
    for (JsonNode library : known.path("components")) {
      for (JsonNode hash : library.path("hashes")) {
        if (hash.path("alg").asText().equals(SHA_256)) {
          byHash.put(hash.path("content").asText(), library.deepCopy());
        }
      }
    }
    List<ObjectNode> libraries = new ArrayList<>();
    for (Path jar : image.libraries()) {
      String sum = sha256(jar);
      ObjectNode library = byHash.get(sum);
      if (library == null) {
        throw new IOException(
            "%s is in image %s and not in %s; package the project first"
                .formatted(jar, image.name(), image.materials()));
      }
      libraries.add(hash(library, sum));
    }
    return libraries;
  }

  private ObjectNode javaRuntime() throws IOException {
    Properties release = properties(root.resolve(JavaRuntime.HOME + "/release"));
    String version = unquoted(release, "JAVA_VERSION");
    ObjectNode runtime = component("platform", "openjdk", version);
    runtime.put("description", "Java runtime of the modules " + unquoted(release, "MODULES"));
    runtime.put("cpe", "cpe:2.3:a:oracle:openjdk:" + version + ":*:*:*:*:*:*:*");
    identify(runtime, "pkg:generic/openjdk@" + version);
    licenses(runtime).put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
    return runtime;
  }

  /** The package of the distribution that {@link SystemFiles} are of. */
  private ObjectNode libc() throws IOException {
    Path root = distribution.root();
    Properties system = properties(root.resolve("etc/os-release"));
    String version = new DebianPackages(root).version("libc6", distribution.architecture());
    ObjectNode libc = component("library", "libc6", version);
    libc.put("description", "GNU C library");
    identify(
        libc,
        "pkg:deb/%s/libc6@%s?arch=%s&distro=%s-%s"
            .formatted(
                unquoted(system, "ID"),
                version.replace("+", "%2B"),
                distribution.architecture().text(),
                unquoted(system, "ID"),
                unquoted(system, "VERSION_ID")));
    licenses(libc).put("expression", "LGPL-2.1-or-later");
    return libc;
  }

  /** The image depends on its parts, and its parts as the build of the program says. */
  private static void dependencies(
      ArrayNode dependencies, ObjectNode container, List<ObjectNode> components, JsonNode known) {
    Set<String> there = new HashSet<>();
    ArrayNode all = dependency(dependencies, reference(container));
    for (ObjectNode component : components) {
      there.add(reference(component));
      all.add(reference(component));
    }
    for (JsonNode one : known.path("dependencies")) {
      if (there.contains(one.path("ref").asText())) {
        ArrayNode on = dependency(dependencies, one.path("ref").asText());
        one.path("dependsOn")
            .forEach(
                other -> {
                  if (there.contains(other.asText())) {
                    on.add(other);
                  }
                });
      }
    }
  }

  private static ArrayNode dependency(ArrayNode dependencies, String reference) {
    return dependencies.addObject().put("ref", reference).putArray("dependsOn");
  }

  private static String reference(ObjectNode component) {
    return component.path("bom-ref").asText();
  }

  private static ObjectNode component(String type, String name, String version) {
    return JSON.createObjectNode().put("type", type).put("name", name).put("version", version);
  }

  /**
   * Names a component.
   *
   * @param purl package URL, which other parts of the bill refer to it by too
   */
  private static void identify(ObjectNode component, String purl) {
    component.put("bom-ref", purl);
    component.put("purl", purl);
  }

  private static ObjectNode licenses(ObjectNode component) {
    return component.putArray("licenses").addObject();
  }

  private static ObjectNode hash(ObjectNode component, String sum) {
    component.putArray("hashes").addObject().put("alg", SHA_256).put("content", sum);
    return component;
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(SHA_256).digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has " + SHA_256, e);
    }
  }

  /** Reads a file of lines NAME=value or NAME="value". */
  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  private static String unquoted(Properties properties, String name) throws IOException {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IOException("there is no " + name + " among " + properties.keySet());
    }
    return value.replace("\"", "");
  }
}
