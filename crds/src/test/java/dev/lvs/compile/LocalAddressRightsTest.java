package dev.lvs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.net.IpAddress;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rights to local addresses of FULLNAT: naming one takes it from nobody. */
class LocalAddressRightsTest {
  private static final String OF_A = "{matchLabels: {kubernetes.io/metadata.name: a}}";

  private final World world =
      new World()
          .with(
              "DirectorGroup",
              "default",
              "{spec: {nodeSelector: {matchLabels: {director: 'yes'}}}}")
          .with("DirectorGroup", "all", "{spec: {nodeSelector: {}}}")
          .with("Node", "d1", node("192.0.2.1", "yes"))
          .with("Node", "d2", node("192.0.2.2", "no"))
          .with("Node", "d3", node("192.0.2.3", "no"))
          .with(
              "AddressPool",
              "front",
              "{spec: {addresses: [198.51.100.0/28, '2001:db8::/64'], firewallMarks: ['1-9'], namespaces: %s}}"
                  .formatted(OF_A))
          .with("AddressPool", "open", "{spec: {addresses: [203.0.113.0/28]}}")
          .with(
              "AddressPool",
              "lips",
              "{spec: {addresses: [198.51.100.64/31], use: LocalAddress, namespaces: %s}}"
                  .formatted(OF_A));

  private List<NodePlanSpec> inForce = List.of();

  @Row("local-address-kept")
  @Test
  void whoNamesALocalAddressGetsNothingAndIsTold() {
    world.with("VirtualService", "web", fullNat("a", "198.51.100.10", "default"));
    List<PlannedService> before = services(compile());

    for (String address : List.of("198.51.100.64", "198.51.100.65")) {
      world
          .with("RealServer", "x" + address, server(address))
          .with("VirtualService", "vip" + address, fullNat("b", address, "default"))
          .with(
              "VirtualService",
              "in" + address,
              inline("b", address.replace("198.51.100.6", "203.0.113."), address));
    }
    Compilation compilation = compile();

    assertThat(localAddresses(compilation)).containsExactly("198.51.100.64", "198.51.100.65");
    assertThat(services(compilation)).containsAll(before);
    assertThat(told(compilation, Reason.LOCAL_ADDRESS_IN_USE))
        .containsExactlyInAnyOrder(
            "RealServer b/x198.51.100.64",
            "RealServer b/x198.51.100.65",
            "VirtualService b/in198.51.100.64",
            "VirtualService b/in198.51.100.65",
            "VirtualService b/vip198.51.100.64",
            "VirtualService b/vip198.51.100.65");
    assertThat(compilation.refused(new ResourceName("VirtualService", "a", "web"))).isFalse();
  }

  @Row("local-address-kept")
  @Test
  void noneIsCountedForAServiceWithoutARight() {
    world.with("VirtualService", "web", fullNat("a", "198.51.100.10", "default"));
    compile();

    world
        .with("VirtualService", "no-pool", fullNat("b", "203.0.113.1", "all"))
        .with("VirtualService", "no-vip", fullNat("a", "192.0.2.77", "all"));
    Compilation compilation = compile();

    assertThat(localAddresses(compilation)).containsExactly("198.51.100.64", "198.51.100.65");
    assertThat(compilation.refused(new ResourceName("VirtualService", "a", "web"))).isFalse();
  }

  @Row("local-address-kept")
  @Test
  void whereThereAreTooFewTheNewcomerGoesWithout() {
    world.with("VirtualService", "web", fullNat("a", "198.51.100.10", "default"));
    compile();

    world
        .with("VirtualService", "all", fullNat("a", "198.51.100.11", "all"))
        .with("VirtualService", "all", "{metadata: {creationTimestamp: '2026-01-01T00:00:00Z'}}");
    Compilation compilation = compile();

    assertThat(told(compilation, Reason.TOO_FEW_LOCAL_ADDRESSES))
        .containsExactly("VirtualService a/all");
    assertThat(localAddresses(compilation)).isNotEmpty();
  }

  @Row("unadmitted-harmless")
  @Test
  void aMarkOfAnUnadmittedServiceRefusesNobody() {
    world.with("VirtualService", "web", marked("a", "7", "2001:db8::10", "FULLNAT"));
    compile();

    world.with("VirtualService", "junk", marked("b", "9", "2001:db8::10", "DR"));
    Compilation compilation = compile();

    assertThat(compilation.refused(new ResourceName("VirtualService", "a", "web"))).isFalse();
    assertThat(told(compilation, Reason.NAMESPACE_NOT_ADMITTED))
        .containsOnly("VirtualService b/junk");
  }

  @Row({"unadmitted-harmless", "addresses-not-text"})
  @Test
  void addressesAreTheSameHoweverTheyAreSpelt() {
    world.with("VirtualService", "web", marked("a", "7", "2001:db8::10", "FULLNAT"));
    compile();

    world.with("VirtualService", "also", marked("a", "9", "2001:DB8:0:0::0010", "DR"));
    Compilation compilation = compile();

    assertThat(told(compilation, Reason.INVALID_FORWARDING))
        .containsExactly("VirtualService a/also");
  }

  @Row("addresses-not-text")
  @Test
  void aMappedAddressIsNone() {
    world.with("VirtualService", "web", marked("a", "7", "::ffff:198.51.100.10", "NAT"));

    assertThat(told(compile(), Reason.INVALID_ADDRESS)).containsExactly("VirtualService a/web");
  }

  private Compilation compile() {
    Compilation compilation = Compiler.compile(Resolver.resolve(world.input()), inForce);
    inForce = compilation.plans();
    return compilation;
  }

  /** Those of director d1. */
  private static List<String> localAddresses(Compilation compilation) {
    return services(compilation).stream()
        .filter(service -> service.source().toString().equals("VirtualService a/web"))
        .flatMap(service -> service.localAddresses().stream())
        .map(IpAddress::toString)
        .toList();
  }

  private static List<PlannedService> services(Compilation compilation) {
    return compilation.plans().getFirst().director().services();
  }

  private static List<String> told(Compilation compilation, Reason reason) {
    return compilation.problems().stream()
        .filter(problem -> problem.reason() == reason)
        .map(problem -> problem.resource().toString())
        .filter(resource -> !resource.startsWith("AddressPool"))
        .toList();
  }

  private static String node(String address, String director) {
    return """
    metadata: {labels: {director: '%s'}}
    status: {addresses: [{type: InternalIP, address: %s}]}
    """
        .formatted(director, address);
  }

  private static String server(String address) {
    return "{metadata: {namespace: b}, spec: {address: %s}}".formatted(address);
  }

  private static String fullNat(String namespace, String vip, String group) {
    return """
    metadata: {namespace: %s}
    spec:
      addresses: [%s]
      ports: [{port: 80}]
      directorGroup: %s
      forwarding: {method: FULLNAT, localAddresses: {addressPool: lips}}
      realServers: {inline: [{address: 203.0.113.91}]}
    """
        .formatted(namespace, vip, group);
  }

  private static String inline(String namespace, String vip, String server) {
    return """
    metadata: {namespace: %s}
    spec:
      addresses: [%s]
      ports: [{port: 80}]
      forwarding: {method: NAT}
      realServers: {inline: [{address: %s}]}
    """
        .formatted(namespace, vip, server);
  }

  private static String marked(String namespace, String mark, String vip, String method) {
    return """
    metadata: {namespace: %s}
    spec:
      addresses: ["%s"]
      firewallMark: %s
      forwarding: {method: %s}
      realServers: {inline: [{address: "2001:db8:1::11"}]}
    """
        .formatted(namespace, vip, mark, method);
  }
}
