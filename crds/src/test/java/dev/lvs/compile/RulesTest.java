package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every rule by an example of its breach. In {@code rules.txt} a block is a change to a sound world
 * (kind, name, fields), or several, and below it, indented, the problems that this makes.
 */
class RulesTest {
  private static final Path TABLE = Golden.resources().resolve("rules.txt");

  @Test
  void theUnchangedWorldIsSound() {
    assertThat(compile(sound()).problems()).isEmpty();
  }

  @Test
  void everyBreachIsNamed() throws IOException {
    String actual =
        blocks().stream().map(RulesTest::withProblems).collect(Collectors.joining("\n"));

    Golden.check(TABLE, actual);
  }

  @Test
  void everyReasonHasAnExample() throws IOException {
    String table = Files.readString(TABLE);

    assertThat(Reason.values())
        .allSatisfy(reason -> assertThat(table).contains(reason.text() + ":"));
  }

  @Test
  void everyMessageIsASentenceWithARemedy() throws IOException {
    List<String> messages =
        Files.readAllLines(TABLE).stream().filter(line -> line.startsWith("  ")).toList();

    assertThat(messages).allSatisfy(line -> assertThat(line).matches(".*: [A-Z'0-9].*[;.,] .*[.]"));
  }

  private static World sound() {
    return new World()
        .with(
            "DirectorGroup", "default", "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}")
        .with(
            "AddressPool",
            "front",
            """
            spec:
              addresses: [192.0.2.0/28]
              firewallMarks: ['17-18']
              realServers: {nodeSelector: {}, nodePorts: ['1-65535']}
            """)
        .with(
            "AddressPool",
            "back",
            "{spec: {addresses: [198.51.100.0/28], namespaces: {matchLabels: {team: infra}}}}")
        .with("Node", "director", node("192.0.2.101", "director"))
        .with("Node", "worker", node("192.0.2.121", "web"))
        .with("Node", "server", node("192.0.2.91", "server"))
        .with(
            "RealServer", "web-1", "{metadata: {labels: {app: web}}, spec: {address: 192.0.2.91}}")
        .with("RealServer", "web-2", "{metadata: {labels: {app: web}}, spec: {nodeName: worker}}")
        .with(
            "VirtualService",
            "web",
            """
            spec:
              addresses: [192.0.2.10]
              ports: [{port: 80}]
              forwarding: {method: DR}
              realServers: {selector: {matchLabels: {app: web}}}
            """);
  }

  private static String node(String address, String label) {
    return """
    metadata: {labels: {%s: 'yes'}}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(label, address);
  }

  /** The blocks of the table, without their problems. */
  private static List<List<String>> blocks() throws IOException {
    List<List<String>> blocks = new ArrayList<>();
    for (String block : Files.readString(TABLE).split("\n\n+", -1)) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("  ")).toList();
      if (!lines.isEmpty()) {
        blocks.add(lines);
      }
    }
    return blocks;
  }

  private static String withProblems(List<String> block) {
    World world = sound();
    for (String line : block) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ", 3);
        if (words[2].equals("deleted")) {
          world.without(words[0], words[1]);
        } else {
          world.with(words[0], words[1], words[2]);
        }
      }
    }
    List<String> lines = new ArrayList<>(block);
    compile(world).problems().forEach(p -> lines.add("  " + p.consequence() + " " + p));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static Compilation compile(World world) {
    return Compiler.compile(Resolver.resolve(world.input()), List.of());
  }
}
