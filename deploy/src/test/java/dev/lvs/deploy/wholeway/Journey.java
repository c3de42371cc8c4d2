package dev.lvs.deploy.wholeway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.deploy.ApiLink;
import dev.lvs.lab.AgentProcess;
import dev.lvs.lab.Host;
import dev.lvs.lab.KernelTable;
import dev.lvs.lab.Lab;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.Topology;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Kubectl;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * End-to-end run, driven from inside the lab's kernel: {@code kubectl apply -f examples/dr},
 * answers to a client, other weights, deletion, and the kernel is as before.
 *
 * <p>Arguments: the folder with {@code admin.kubeconfig}, the service accounts of the agents in
 * pods and the kubeconfig of the other, the port of the API server, and the arguments of the
 * kubectl command.
 */
public final class Journey implements AutoCloseable {
  /** The nodes whose agents run as in a pod: their folder has a service account for each. */
  public static final List<String> IN_PODS = List.of(Topology.DIRECTOR, "rs-52");

  /** The node whose agent has a kubeconfig. */
  public static final String OUTSIDE_A_POD = "rs-53";

  /** The agent's DaemonSet, as the API server has it. */
  public static final String DAEMON_SET = "daemon-set.yaml";

  private static final List<String> NODES = List.of(Topology.DIRECTOR, "rs-52", OUTSIDE_A_POD);
  private static final String SERVICE = "10.1.210.58:80";

  /** Address of the host's 127.0.0.1 behind slirp. */
  private static final String HOST = "10.0.2.2";

  private static final int CHANGES = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Lab lab = Lab.of(Topology.direct());
  private final ScratchFolder state = ScratchFolder.named("lvs-whole-way");
  private final Map<String, ApiLink> links = new LinkedHashMap<>();
  private final Map<String, AgentProcess> agents = new LinkedHashMap<>();
  private final Path folder;
  private final Kubectl kubectl;
  private final PodSpec podSpec;
  private final int port;

  private Journey(Path folder, int port, List<String> kubectl) throws IOException {
    this.folder = folder;
    this.podSpec =
        Serialization.unmarshal(Files.readString(folder.resolve(DAEMON_SET)), DaemonSet.class)
            .getSpec()
            .getTemplate()
            .getSpec();
    this.port = port;
    this.kubectl =
        new Kubectl(kubectl, folder.resolve("admin.kubeconfig"), folder.resolve("kubectl-cache"));
  }

  public static void main(String... arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    try (Journey journey =
        new Journey(
            Path.of(words.get(0)),
            Integer.parseInt(words.get(1)),
            words.subList(2, words.size()))) {
      journey.walk();
    }
  }

  private void walk() throws IOException {
    putSomethingForeignOnEveryMachine();
    List<Snapshot> before = NODES.stream().map(node -> Snapshot.of(lab.host(node))).toList();
    startAgents();
    podsBecomeReady();
    kubectlAppliesTheExample();
    theClientIsAnsweredByBoth();
    try (KubernetesClient client = client()) {
      theServiceSaysSo(client);
      aWeightIsFollowed(client);
      changesAreMeasured(client);
      podsAreReplaced(client);
    }
    podsNeedEachRight();
    agentsAreWeighed();
    kubectlDeletesTheService();
    for (Snapshot then : before) {
      Snapshot now = Snapshot.of(lab.host(then.machine()));
      assertThat(then.differencesTo(now)).as(then.machine()).isEmpty();
    }
    say("after `kubectl delete` the kernel of every machine is as before");
  }

  /** What others did before us; it has to be there afterwards. */
  private void putSomethingForeignOnEveryMachine() {
    for (String node : NODES) {
      Host machine = lab.host(node);
      machine.ip("addr add 192.0.2.77/32 dev lo");
      machine.ipvsadm(
          """
          -A -u 192.0.2.77:53 -s rr
          -a -u 192.0.2.77:53 -r 192.0.2.78:53 -m -w 7
          """);
    }
  }

  private void startAgents() {
    for (String node : NODES) {
      Host machine = lab.host(node);
      links.put(
          node,
          new ApiLink(
              machine.inside(() -> new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"))),
              new InetSocketAddress(InetAddress.ofLiteral(HOST), port)));
      agents.put(node, agent(machine));
    }
  }

  private AgentProcess agent(Host machine) {
    String node = machine.name();
    return node.equals(OUTSIDE_A_POD)
        ? AgentProcess.watch(machine, folder.resolve(node + ".kubeconfig"), state.path())
        : start(machine, podSpec, state.path());
  }

  private AgentProcess start(Host machine, PodSpec pod, Path log) {
    String node = machine.name();
    return AgentProcess.start(
        machine,
        log,
        new AgentPod(pod, node, folder.resolve(node), state.path().resolve(node))
            .command(List.of(AgentProcess.program().toString()), port));
  }

  /** By the probes of their spec, as the kubelet of their node would ask. */
  private void podsBecomeReady() {
    for (String node : IN_PODS) {
      PodProbes probes = new PodProbes(lab.host(node), podSpec.getContainers().getFirst());
      probes.awaitReady(PATIENCE);
      probes.mustBeAlive();
    }
    say("pods of the DaemonSet are ready by their probes");
  }

  private void kubectlAppliesTheExample() {
    kubectl.expect("apply", "-f", Checkout.path("examples", "dr").toString());
  }

  private void theClientIsAnsweredByBoth() {
    long began = System.nanoTime();
    while (!lab.client().get(SERVICE, 2).areComplete()) {
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as(this::agentLogs)
          .isLessThan(PATIENCE);
    }
    assertThat(lab.client().get(SERVICE, 8)).hasToString("rs-52=4 rs-53=4");
    say("answers after `kubectl apply -f examples/dr`: rs-52=4 rs-53=4");
  }

  private static void theServiceSaysSo(KubernetesClient client) {
    client
        .resources(VirtualService.class)
        .inNamespace("shop")
        .withName("web")
        .waitUntilCondition(
            service ->
                service != null
                    && service.getStatus() != null
                    && service.getStatus().conditions().stream()
                        .filter(condition -> condition.getStatus().equals("True"))
                        .map(condition -> condition.getType())
                        .toList()
                        .equals(List.of("Accepted", "Programmed", "Ready")),
            60,
            TimeUnit.SECONDS);
  }

  private void aWeightIsFollowed(KubernetesClient client) {
    long sent = weigh(client, 3);
    new KernelTable(lab.director()).awaits(weights(3), sent);

    assertThat(lab.client().get(SERVICE, 8)).hasToString("rs-52=6 rs-53=2");
    say("answers after weight 3 for the first: rs-52=6 rs-53=2");
  }

  private void changesAreMeasured(KubernetesClient client) {
    KernelTable table = new KernelTable(lab.director());
    long[] millis = new long[CHANGES];
    for (int change = 0; change < CHANGES; change++) {
      int weight = 10 + change;
      long sent = weigh(client, weight);
      millis[change] = table.awaits(weights(weight), sent).toMillis();
    }
    Arrays.sort(millis);
    say(
        "from a PATCH of a weight sent to the API server until the director's kernel has it:"
            + " median %d ms, p99 %d ms, of %d changes (in a user-mode kernel with one CPU)",
        millis[CHANGES / 2], millis[(int) Math.ceil(CHANGES * 0.99) - 1], CHANGES);
  }

  /** What a pod put into the kernel is that of the next one on its node. */
  private void podsAreReplaced(KubernetesClient client) {
    for (String node : IN_PODS) {
      requireNonNull(agents.get(node)).kill();
      agents.put(node, agent(lab.host(node)));
    }
    podsBecomeReady();
    long sent = weigh(client, 5);
    new KernelTable(lab.director()).awaits(weights(5), sent);

    assertThat(lab.client().get(SERVICE, 12)).hasToString("rs-52=10 rs-53=2");
    for (String node : IN_PODS) {
      assertThat(requireNonNull(agents.get(node)).log())
          .doesNotContain("not put there by this agent", "NotOurs");
    }
    say("with new pods of the DaemonSet the next change is followed: rs-52=10 rs-53=2");
  }

  /** A real server's pod without one of its rights says which; then the whole pod is back. */
  private void podsNeedEachRight() throws IOException {
    String node = IN_PODS.getLast();
    Host machine = lab.host(node);
    requireNonNull(agents.get(node)).kill();
    for (PodRight right : PodRight.values()) {
      right.takeEffect(machine);
      Path log = Files.createDirectory(state.path().resolve("without-" + right));
      try (AgentProcess poorer = start(machine, right.takenFrom(podSpec), log)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(poorer.log()).contains(right.complaint()));
      }
      say("a pod without %s says so: %s", right, right.complaint());
    }
    agents.put(node, agent(machine));
    podsBecomeReady();
  }

  private void agentsAreWeighed() {
    agents.forEach(
        (node, agent) ->
            say(
                "the agent on %s, with the API client: %d MiB resident",
                node, agent.residentKib() / 1024));
  }

  /** The finalizer holds the service until every node has taken it off. */
  private void kubectlDeletesTheService() {
    kubectl.expect("delete", "virtualservice", "web", "-n", "shop", "--timeout=60s");
  }

  /** Sends the change on a thread of its own, so that the wait for its answer hides nothing. */
  private static long weigh(KubernetesClient client, int weight) {
    var server = client.resources(RealServer.class).inNamespace("shop").withName("web-1");
    long sent = System.nanoTime();
    Thread.startVirtualThread(
        () ->
            server.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"weight\":%d}}".formatted(weight)));
    return sent;
  }

  /** The whole table of the director: ours, and the foreign one. */
  private static Map<String, Integer> weights(int first) {
    return new TreeMap<>(Map.of("10.1.210.52", first, "10.1.210.53", 1, "192.0.2.78", 7));
  }

  private KubernetesClient client() {
    Config access =
        new ConfigBuilder(Config.fromKubeconfig(folder.resolve("admin.kubeconfig").toFile()))
            .withHttp2Disable(true)
            .build();
    return new KubernetesClientBuilder().withConfig(access).build();
  }

  private String agentLogs() {
    StringBuilder logs = new StringBuilder("nobody answers; the agents say:\n");
    agents.forEach((node, agent) -> logs.append(node).append(":\n").append(agent.log()));
    return logs.toString();
  }

  private static void say(String format, Object... arguments) {
    System.out.printf("whole way: " + format + "%n", arguments);
  }

  @Override
  public void close() {
    agents.values().forEach(AgentProcess::close);
    links.values().forEach(ApiLink::close);
    lab.close();
    state.close();
  }
}
