package dev.lvs.agent.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;

/** Damages files of the last good manifests: an agent starts with those that are right. */
@NullUnmarked
class LastGoodFuzzTest {
  private static final Duration NEVER = Duration.ofSeconds(20);
  private static final List<String> SCRAPS =
      List.of(
          "\n",
          "\"",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "true",
          "-1",
          "1e9",
          "99999999999999",
          "&a ",
          "*a",
          "!!binary ",
          "- ",
          "\u0000",
          "\u00ff",
          "DR",
          "TUN",
          "IPv6",
          "2001:db8::9",
          "VirtualService shop/",
          "Node ",
          "/",
          "0",
          "65536",
          "\"tunnel\":{\"type\":\"gue\"},");

  private static Path directory;
  private static Path manifests;
  private static Path file;
  private static String content;

  @BeforeContainer
  static void startOnce() throws Exception {
    directory = Files.createTempDirectory("fuzz");
    manifests = Files.createDirectory(directory.resolve("manifests"));
    file = directory.resolve("last-good.json");
    write(
        "cluster.yaml",
        """
        apiVersion: lvs.dev/v1alpha1
        kind: DirectorGroup
        metadata: {name: default}
        spec: {nodeSelector: {}, timeouts: {tcp: 600s}, ipvsSysctls: {sloppy_tcp: 1}}
        ---
        apiVersion: lvs.dev/v1alpha1
        kind: AddressPool
        metadata: {name: office}
        spec: {addresses: [192.0.2.0/24], firewallMarks: ["17"], realServers: {nodeSelector: {}}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: director}
        status: {addresses: [{type: InternalIP, address: 198.51.100.1}]}
        """);
    service("right", "192.0.2.10", "ports: [{port: 80}]", "{method: NAT}");
    service("refused", "192.0.2.11", "ports: [{port: 80}]", "{method: TUN, tunnel: {type: gre}}");
    service("marked", "192.0.2.12", "ports: [{port: 80, endPort: 90}]", "{method: DR}");
    service("gone", "192.0.2.13", "firewallMark: 17", "{method: NAT}");
    LastGoodFile.in(directory).write(compiledWith(LastGood.none()).lastGood());
    content = Files.readString(file);
    service("refused", "203.0.113.1", "ports: [{port: 80}]", "{method: TUN}");
    service("marked", "203.0.113.1", "ports: [{port: 80}]", "{method: DR}");
    write("gone.yaml", "kind: [");
  }

  @AfterContainer
  static void cleanUp() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void startsWithWhatIsRight(@ForAll long seed) throws Exception {
    Files.writeString(file, damaged(new Random(seed)), ISO_8859_1);

    LastGood lastGood = assertTimeoutPreemptively(NEVER, LastGoodFuzzTest::read);
    NodePlanSpec plan = compiledWith(lastGood).lastGood().plans().getFirst();

    assertThat(plan.director().services())
        .extracting(service -> service.key().toString())
        .anyMatch(key -> key.contains(" 192.0.2.10:"))
        .hasSize(lastGood.plans().isEmpty() ? 1 : 4);
  }

  private static String damaged(Random random) {
    StringBuilder text = new StringBuilder(content);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(12));
      String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, scrap);
        case 2 -> text.replace(from, to, scrap);
        case 3 -> text.setLength(Math.max(1, from));
        default -> {
          if (from < text.length()) {
            text.setCharAt(from, (char) (text.charAt(from) ^ 1 << random.nextInt(7)));
          }
        }
      }
    }
    return text.toString();
  }

  private static LastGood read() {
    try {
      return LastGoodFile.toLookInto(directory).content();
    } catch (IOException | IllegalArgumentException named) {
      return LastGood.none();
    }
  }

  private static ManifestCompiler compiledWith(LastGood lastGood) throws IOException {
    ManifestCompiler compiler = new ManifestCompiler("director", lastGood, false);
    compiler.compile(new ManifestFiles(manifests).look(), Set.of(), true);
    return compiler;
  }

  private static void service(String name, String vip, String ports, String forwarding)
      throws IOException {
    write(
        name + ".yaml",
        """
        apiVersion: lvs.dev/v1alpha1
        kind: VirtualService
        metadata: {name: %s, namespace: shop}
        spec:
          addresses: [%s]
          %s
          forwarding: %s
          realServers: {inline: [{address: 198.51.100.21, weight: 1}]}
        """
            .formatted(name, vip, ports, forwarding));
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(manifests.resolve(name), text);
  }
}
