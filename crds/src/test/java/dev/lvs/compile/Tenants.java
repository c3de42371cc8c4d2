package dev.lvs.compile;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.compile.resolve.Resolver;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two namespaces, a and b, with a pool of VIPs each, and a service web of a. Compiles whatever is
 * added to them, each time from the plans of the time before, as an operator does.
 */
final class Tenants {
  private static final String OF_A = "{matchLabels: {kubernetes.io/metadata.name: a}}";
  static final String OF_B = "{matchLabels: {kubernetes.io/metadata.name: b}}";

  /** The one real server of most services. */
  static final String A = "inline: [{address: 203.0.113.11}]";

  private final World world =
      new World()
          .with(
              "DirectorGroup",
              "default",
              "{spec: {nodeSelector: {matchLabels: {lvs.dev/director: 'true'}}}}")
          .with("Node", "d1", node("192.0.2.1", "{lvs.dev/director: 'true'}"))
          .with("Node", "w1", node("192.0.2.11", "{web: 'true'}"))
          .with("Node", "control", node("192.0.2.12", "{}"))
          .with("AddressPool", "of-a", pool("198.51.100.0/28", OF_A, ""))
          .with("AddressPool", "of-b", pool("198.51.100.16/28", OF_B, ""))
          .with("VirtualService", "web", service("a", "addresses: [198.51.100.1]", "NAT", A));

  private List<NodePlanSpec> inForce = List.of();
  private Compilation last = Compiler.compile(Resolver.resolve(world.input()), inForce);

  Tenants with(String kind, String name, String yaml) {
    world.with(kind, name, yaml);
    return this;
  }

  Compilation compile() {
    Compilation compilation = Compiler.compile(Resolver.resolve(world.input()), inForce);
    inForce = compilation.plans();
    last = compilation;
    return compilation;
  }

  /** Everything that is said of a resource. */
  String said(String name) {
    return last.problems().stream()
        .filter(problem -> problem.resource().name().equals(name))
        .map(problem -> problem + "\n")
        .reduce("", String::concat);
  }

  /** IPVS entries as "firewall mark 17 b/web 203.0.113.11:0". */
  static List<String> entries(Compilation compilation) {
    return services(compilation)
        .map(
            service ->
                service.key().traffic().title()
                    + service.source().toString().replace("VirtualService", "")
                    + service.destinations().stream()
                        .map(one -> " " + text(one))
                        .reduce("", String::concat))
        .toList();
  }

  /** Destinations as "b/web 203.0.113.11:80". */
  static List<String> destinations(Compilation compilation) {
    return services(compilation)
        .flatMap(
            service ->
                service.destinations().stream()
                    .map(
                        one ->
                            service.source().toString().replace("VirtualService ", "")
                                + " "
                                + text(one)))
        .toList();
  }

  private static Stream<PlannedService> services(Compilation compilation) {
    return compilation.plans().stream().flatMap(plan -> plan.director().services().stream());
  }

  private static String text(PlannedDestination destination) {
    return destination.address() + ":" + destination.port();
  }

  private static String node(String address, String labels) {
    return """
    metadata: {labels: %s}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(labels, address);
  }

  private static String pool(String range, String namespaces, String more) {
    return "{spec: {addresses: [%s], namespaces: %s%s}}".formatted(range, namespaces, more);
  }

  /** The same service, made before all others. */
  static String older(String yaml) {
    return yaml.replace("metadata: {", "metadata: {creationTimestamp: '2020-01-01T00:00:00Z', ");
  }

  /** A service of port 80, unless it says its ports or a mark. */
  static String service(String namespace, String takes, String method, String servers) {
    String ports = takes.contains("ports:") || takes.contains("Mark:") ? "" : "ports: [{port: 80}]";
    return """
    metadata: {namespace: %s}
    spec:
      %s
      %s
      forwarding: %s
      realServers:
        %s
    """
        .formatted(
            namespace,
            takes,
            ports,
            method.startsWith("{") ? method : "{method: " + method + "}",
            servers);
  }
}
