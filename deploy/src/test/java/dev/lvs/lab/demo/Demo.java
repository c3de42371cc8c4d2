package dev.lvs.lab.demo;

import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.KernelTable;
import dev.lvs.lab.Topology;
import dev.lvs.lab.traffic.Answers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The demo: three acts, and measurements. To be run in the lab. */
public final class Demo {

  private static final String VIP_HTTP = Topology.VIP + ":80";
  private static final int CHANGES = 20;

  private final Screen screen;
  private final Stage stage;
  private final KernelTable table;

  private Demo(Screen screen, Stage stage) {
    this.screen = screen;
    this.stage = stage;
    this.table = stage.table();
  }

  public static void main(String... arguments) throws Exception {
    Screen screen = new Screen(System.out, arguments.length > 0 && arguments[0].equals("bold"));
    screen.heading("lvs-operator: YAML in, balanced packets out");
    screen.say(
        "A network of nine machines runs inside Linux %s: a client, a director, a router, six real"
                .formatted(Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip())
            + " servers.\nThe VIP is the guide's, "
            + Topology.VIP
            + ". Nothing of this machine is touched.");
    try (Stage stage = new Stage("dr")) {
      Demo demo = new Demo(screen, stage);
      demo.directRouting();
      demo.nat();
      demo.tunnels();
      demo.measurements();
    }
  }

  private void directRouting() {
    screen.heading("1  Direct routing: the guide's dr.sh and rs.sh as resources (examples/dr)");
    quote("virtual-service.yaml");
    quote("real-servers.yaml");
    screen.say("An agent on each of three nodes reads that folder and makes its kernel agree:");
    stage.startAgents();
    stage.awaitAnswers(VIP_HTTP);
    screen.quote(AgentProcess.command(stage.lab().director(), "list"));
    Answers first = ask("12 requests to " + VIP_HTTP);
    screen.fact("the client, as the real servers see it", String.join(" ", first.clientsSeen()));

    change("weight of web-1 set from 1 to 3", "real-servers.yaml", "weight: 1", "weight: 3");
    ask("12 requests");
    long start = System.nanoTime();
    stage.manifests().removeDocument("real-servers.yaml", "name: web-2");
    screen.fact("web-2 removed from the YAML", inKernel(Map.of("10.1.210.52", 3), start));
    ask("12 requests");
  }

  private void nat() {
    screen.heading("2  NAT: port 80 to 8080 of servers behind the director (examples/nat)");
    play("nat", Map.of("192.0.2.21", 1, "192.0.2.22", 1));
    Answers answers = ask("12 requests to " + VIP_HTTP);
    screen.fact("where the real servers were asked", String.join(" ", answers.localEnds()));
    change("weight of web-1 set from 1 to 3", "real-servers.yaml", "weight: 1", "weight: 3");
    ask("12 requests");
  }

  private void tunnels() {
    screen.heading("3  Tunnels: real servers in another network, behind a router (examples/tun)");
    play("tun", Map.of("198.51.100.21", 1, "198.51.100.22", 1));
    Answers answers = ask("12 requests to " + VIP_HTTP);
    screen.fact("where the real servers were asked", String.join(" ", answers.localEnds()));
    change("weight of web-1 set from 1 to 3", "real-servers.yaml", "weight: 1", "weight: 3");
    ask("12 requests");
  }

  private void play(String example, Map<String, Integer> weights) {
    long start = System.nanoTime();
    stage.manifests().become(example);
    String took = inKernel(weights, start);
    quote("virtual-service.yaml");
    screen.fact("the folder now holds examples/" + example, took);
    List<String> retired = stage.retireAgents();
    if (!retired.isEmpty()) {
      screen.fact("agents ended, and what was theirs is gone", String.join(", ", retired));
    }
    stage.startAgents();
    stage.awaitAnswers(VIP_HTTP);
    screen.quote(AgentProcess.command(stage.lab().director(), "list"));
  }

  private void measurements() {
    screen.heading("4  Agents may go, traffic stays; and what it costs");
    stage.rest();
    String memory =
        stage.agents().values().stream()
            .map(agent -> "%d MiB".formatted((agent.residentKib() + 1023) / 1024))
            .collect(Collectors.joining(", "));
    screen.fact(
        "SIGTERM for the agents of", String.join(", ", stage.endAgentsBut(Topology.DIRECTOR)));
    ask("12 requests");
    List<Duration> delays = changes().stream().sorted().toList();
    screen.fact(
        "from a changed manifest to the kernel",
        "median %d ms, slowest %d ms of %d changes"
            .formatted(
                delays.get(delays.size() / 2).toMillis(),
                delays.getLast().toMillis(),
                delays.size()));
    screen.fact("memory of each agent at rest (resident)", memory);
  }

  /** Sets another weight again and again, and clocks each change. */
  private List<Duration> changes() {
    String said = "address: 198.51.100.22, weight: ";
    List<Duration> delays = new ArrayList<>();
    for (int weight = 1; weight <= CHANGES; weight++) {
      long start = System.nanoTime();
      stage.manifests().replace("real-servers.yaml", said + weight, said + (weight + 1));
      delays.add(table.awaits(Map.of("198.51.100.21", 3, "198.51.100.22", weight + 1), start));
    }
    return delays;
  }

  private Answers ask(String what) {
    Answers answers = stage.lab().client().get(VIP_HTTP, 12);
    screen.fact(what, answers);
    return answers;
  }

  private void change(String what, String file, String said, String says) {
    Map<String, Integer> wanted = new TreeMap<>(table.weights());
    String first = wanted.keySet().iterator().next();
    wanted.put(first, 3);
    long start = System.nanoTime();
    stage.manifests().replace(file, said, says);
    screen.fact(what, inKernel(wanted, start));
  }

  private String inKernel(Map<String, Integer> weights, long start) {
    return "in the kernel after %d ms".formatted(table.awaits(weights, start).toMillis());
  }

  /** The document without comments, as it is read. */
  private void quote(String file) {
    screen.quote(
        stage
            .manifests()
            .read(file)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n")));
  }
}
