package dev.lvs.bench;

import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table of one size in the forms in which programs take it. The C and Go programs make the same
 * one by themselves, with shared real servers: to the kernel it makes no difference.
 */
record BenchTable(Size size, TableShape shape) {
  /** The node whose plan it is. */
  static final String NODE = "lvs-director";

  private static final int PORT = 80;

  /** One with shared real servers. */
  BenchTable(Size size) {
    this(size, TableShape.SHARED);
  }

  /** Lines for {@code ipvsadm -R} and {@code lvs restore}. */
  String rules() {
    StringBuilder lines = new StringBuilder();
    for (int s = 0; s < size.services(); s++) {
      String service = vip(s) + ":" + PORT;
      lines.append("-A -t %s -s %s\n".formatted(service, size.scheduler()));
      for (int d = 0; d < size.destinations(); d++) {
        lines.append("-a -t " + service + " -r " + realServer(s, d) + ":" + PORT + " -m -w 1\n");
      }
    }
    return lines.toString();
  }

  /**
   * The plan of a node that is to hold it.
   *
   * @param heavier how many destinations, counted from the first, have weight 2 instead of 1
   */
  NodePlanSpec plan(int heavier) {
    List<PlannedService> services =
        IntStream.range(0, size.services()).mapToObj(s -> service(s, heavier)).toList();
    return new NodePlanSpec(
        NODE, new DirectorPlan(services, List.of(), List.of(), List.of()), RealServerPlan.EMPTY);
  }

  private PlannedService service(int s, int heavier) {
    List<PlannedDestination> destinations =
        IntStream.range(0, size.destinations())
            .mapToObj(d -> destination(s, d, s * size.destinations() + d < heavier ? 2 : 1))
            .toList();
    return new PlannedService(
        new AddressKey(Protocol.TCP, IpAddress.parse(vip(s)), PORT),
        Scheduler.valueOf(size.scheduler().toUpperCase(Locale.ROOT)),
        List.of(),
        false,
        null,
        destinations,
        List.of(),
        List.of(),
        false,
        null,
        new ResourceName("VirtualService", "bench", "s" + s));
  }

  private PlannedDestination destination(int s, int d, int weight) {
    return new PlannedDestination(
        IpAddress.parse(realServer(s, d)),
        PORT,
        ForwardingMode.NAT,
        weight,
        null,
        null,
        new ResourceName("VirtualService", "bench", "s"));
  }

  /**
   * Manifests from which an agent compiles a table of this size: a hundred services share a VIP,
   * since a director with ten thousand addresses is another matter.
   */
  String manifests() {
    return admin()
        + IntStream.range(0, size.services())
            .mapToObj(this::manifest)
            .collect(Collectors.joining());
  }

  private static String admin() {
    return """
    apiVersion: lvs.dev/v1alpha1
    kind: DirectorGroup
    metadata: {name: default}
    spec:
      nodeSelector: {matchLabels: {lvs.dev/director: "true"}}
      vipInterface: lo
    ---
    apiVersion: lvs.dev/v1alpha1
    kind: AddressPool
    metadata: {name: all}
    spec:
      addresses: [10.0.0.0/16]
      limits: {destinations: 10000000}
      namespaces: {}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: bench}
    ---
    apiVersion: v1
    kind: Node
    metadata:
      name: %s
      labels: {lvs.dev/director: "true"}
    status:
      addresses: [{type: InternalIP, address: 10.1.210.51}]
    """
        .formatted(NODE);
  }

  private String manifest(int s) {
    String servers =
        IntStream.range(0, size.destinations())
            .mapToObj(d -> "{address: %s}".formatted(realServer(s, d)))
            .collect(Collectors.joining(", "));
    return """
    ---
    apiVersion: lvs.dev/v1alpha1
    kind: VirtualService
    metadata: {name: s%d, namespace: bench}
    spec:
      addresses: [%s]
      ports: [{port: %d, targetPort: %d}]
      scheduler: %s
      forwarding: {method: NAT}
      realServers: {inline: [%s]}
    """
        .formatted(s, vip(s / 100), 1000 + s % 100, PORT, size.scheduler(), servers);
  }

  private static String vip(int s) {
    return "10.0." + (s >> 8) + "." + (s & 255);
  }

  private String realServer(int s, int d) {
    int number = shape == TableShape.SHARED ? d : s * size.destinations() + d;
    return "10." + (128 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255);
  }
}
