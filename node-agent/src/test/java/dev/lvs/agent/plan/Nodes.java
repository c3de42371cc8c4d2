package dev.lvs.agent.plan;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What nodes are, in tests. */
final class Nodes {
  private Nodes() {}

  /** A node with IPVS, a loopback, these interfaces, and its default route over the first. */
  static NodeFacts node(Interface... interfaces) {
    Interface loopback =
        new Interface(
            "lo",
            false,
            List.of(new Address(IpAddress.parse("127.0.0.1"), 8)),
            0,
            0,
            0,
            false,
            65536);
    return new NodeFacts(
        "6.12.0",
        Optional.of("1.2.1"),
        Set.of(),
        Stream.concat(Stream.of(loopback), Arrays.stream(interfaces)).toList(),
        interfaces.length == 0
            ? Map.of()
            : Map.of(
                AddressFamily.IPV4,
                interfaces[0].name(),
                AddressFamily.IPV6,
                interfaces[0].name()));
  }

  /** An Ethernet interface with addresses such as {@code 192.0.2.1/24}. */
  static Interface ethernet(String name, String... addresses) {
    return ethernet(name, 0, 0, addresses);
  }

  static Interface ethernet(String name, int arpIgnore, int arpAnnounce, String... addresses) {
    return new Interface(
        name,
        true,
        Arrays.stream(addresses).map(Nodes::address).toList(),
        arpIgnore,
        arpAnnounce,
        1,
        false,
        1500);
  }

  /** The same with another accept_ra, and perhaps something that a router advertised. */
  static Interface accepting(Interface one, int acceptRa, boolean advertised) {
    return new Interface(
        one.name(),
        one.speaksArp(),
        one.addresses(),
        one.arpIgnore(),
        one.arpAnnounce(),
        acceptRa,
        advertised,
        one.mtu());
  }

  static Interface withMtu(long mtu, Interface one) {
    return new Interface(
        one.name(),
        one.speaksArp(),
        one.addresses(),
        one.arpIgnore(),
        one.arpAnnounce(),
        one.acceptRa(),
        one.advertised(),
        mtu);
  }

  static NodeFacts withoutDefaultRoute(NodeFacts facts) {
    return new NodeFacts(
        facts.kernelRelease(), facts.ipvsVersion(), facts.lacking(), facts.interfaces(), Map.of());
  }

  static NodeFacts withoutIpvs(NodeFacts facts) {
    return new NodeFacts(
        facts.kernelRelease(),
        Optional.empty(),
        facts.lacking(),
        facts.interfaces(),
        facts.defaultDevices());
  }

  static NodeFacts without(KernelFeature feature, NodeFacts facts) {
    return new NodeFacts(
        facts.kernelRelease(),
        facts.ipvsVersion(),
        Set.of(feature),
        facts.interfaces(),
        facts.defaultDevices());
  }

  private static Address address(String text) {
    String[] halves = text.split("/", 2);
    return new Address(IpAddress.parse(halves[0]), Integer.parseInt(halves[1]));
  }
}
