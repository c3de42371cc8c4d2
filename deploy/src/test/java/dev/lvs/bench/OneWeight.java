package dev.lvs.bench;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.AddressPool;
import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.RealServerSpec;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.Recompilation;
import dev.lvs.compile.Recompiler;
import dev.lvs.manifest.Json;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compiling as the operator does: 10,000 VirtualServices of ten RealServers each on five directors,
 * as a whole and then with one weight changed at a time.
 */
final class OneWeight {
  private static final int SERVICES = 10_000;
  private static final int SERVERS = 10;
  private static final int DIRECTORS = 5;
  private static final int WEIGHTS = 50;
  private static final double GOAL_MILLIS = 50;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Result result;
  private final Recompiler compiler = new Recompiler();
  private final List<RealServer> servers;
  private final Input rest;
  private List<NodePlanSpec> plans = List.of();

  OneWeight(Result result) {
    this.result = result;
    this.servers =
        new ArrayList<>(
            IntStream.range(0, SERVICES * SERVERS).mapToObj(n -> server(n, 1)).toList());
    this.rest =
        new Input(
            IntStream.range(0, SERVICES).mapToObj(OneWeight::service).toList(),
            List.of(),
            List.of(
                resource(
                    new DirectorGroup(),
                    "default",
                    "{'nodeSelector':{'matchLabels':{'role':'director'}}}",
                    DirectorGroupSpec.class)),
            List.of(
                resource(
                    new AddressPool(),
                    "front",
                    "{'addresses':['10.64.0.0/10'],'limits':{'destinations':1000000}}",
                    AddressPoolSpec.class)),
            IntStream.range(0, DIRECTORS).mapToObj(OneWeight::director).toList(),
            List.of());
  }

  void run(int rounds) throws IOException {
    List<Long> whole = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      whole.add(micros(new Recompiler()));
    }
    micros(compiler);
    List<Long> wall = new ArrayList<>();
    List<Long> busy = new ArrayList<>();
    for (int i = 0; i < rounds * WEIGHTS; i++) {
      int number = i * 7919 % servers.size();
      servers.set(number, server(number, i + 2));
      long began = System.nanoTime();
      busy.add(micros(compiler));
      wall.add((System.nanoTime() - began) / 1000);
    }
    result.title(
        "Compiling %,d VirtualServices of %d real servers on %d directors, %d rounds",
        SERVICES, SERVERS, DIRECTORS, rounds);
    result.header("", "ms, median", "of the processor");
    result.row("all of it", "", Result.millis(whole));
    result.row("one weight", Result.millis(wall), Result.millis(busy));
    double median = Ratio.medianOf(busy) / 1000;
    result.goal(
        "one weight among 100,000, ms of the processor",
        Result.Bound.AT_MOST,
        GOAL_MILLIS,
        median,
        String.format(Locale.ROOT, "%.1f", median));
  }

  /** Compiles what there is now; how long the processor took for it. */
  private long micros(Recompiler by) {
    long began = THREADS.getCurrentThreadCpuTime();
    Recompilation next =
        by.compile(
            new Input(
                rest.virtualServices(),
                servers,
                rest.directorGroups(),
                rest.addressPools(),
                rest.nodes(),
                rest.namespaces()),
            plans);
    long took = THREADS.getCurrentThreadCpuTime() - began;
    plans = next.compilation().plans();
    int services = plans.stream().mapToInt(plan -> plan.director().services().size()).sum();
    if (services != SERVICES * DIRECTORS) {
      throw new IllegalStateException(services + " services planned");
    }
    return took / 1000;
  }

  private static VirtualService service(int number) {
    return resource(
        new VirtualService(),
        "service-" + number,
        """
        {'addresses':['%s'],'ports':[{'port':80}],'forwarding':{'method':'NAT'},
        'realServers':{'selector':{'matchLabels':{'of':'%d'}}}}
        """
            .formatted(address(64, number), number),
        VirtualServiceSpec.class);
  }

  private static RealServer server(int number, int weight) {
    return resource(
        new RealServer(),
        "server-" + number,
        "{'address':'%s','weight':%d}".formatted(address(32, number), weight),
        RealServerSpec.class);
  }

  private static Node director(int number) {
    return new NodeBuilder()
        .withMetadata(metadata("director-" + number, Map.of("role", "director")))
        .withNewStatus()
        .addNewAddress("192.0.2." + (number + 1), "InternalIP")
        .endStatus()
        .build();
  }

  private static <S extends Record, R extends CustomResource<S, ?>> R resource(
      R resource, String name, String spec, Class<S> kind) {
    String number = name.substring(name.indexOf('-') + 1);
    Map<String, String> labels =
        resource instanceof RealServer
            ? Map.of("of", String.valueOf(Integer.parseInt(number) / SERVERS))
            : Map.of();
    resource.setMetadata(metadata(name, labels));
    if (resource instanceof Namespaced) {
      resource.getMetadata().setNamespace("bench");
    }
    resource.setSpec(Json.read(spec.replace('\'', '"'), kind));
    return resource;
  }

  private static ObjectMeta metadata(String name, Map<String, String> labels) {
    return new ObjectMetaBuilder().withName(name).withLabels(labels).build();
  }

  /** The address of a number in a network of its own. */
  private static String address(int network, int number) {
    int host = number + 1;
    return "10.%d.%d.%d".formatted(network + (host >> 16), host >> 8 & 255, host & 255);
  }
}
