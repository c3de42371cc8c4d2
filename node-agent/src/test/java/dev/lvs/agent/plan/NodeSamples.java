package dev.lvs.agent.plan;

import dev.lvs.agent.model.KernelFeature;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.NodeFacts.Routing;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts of nodes and their interfaces, for tests. */
public final class NodeSamples {
  /** Index of an interface where it does not matter. */
  private static final int INDEX = 2;

  /** A director between its clients' network and that of its real servers. */
  public static final NodeFacts DIRECTOR =
      node(
          ethernet("front", "192.0.2.1/24", "2001:db8::1/64"), ethernet("back", "198.51.100.1/24"));

  private NodeSamples() {}

  /** A node with IPVS, a loopback, these interfaces, and its default route over the first. */
  public static NodeFacts node(Interface... interfaces) {
    Interface loopback =
        new Interface(
            "lo",
            1,
            false,
            List.of(new Address(IpAddress.parse("127.0.0.1"), 8)),
            Conf.USUAL,
            false,
            65536);
    return new NodeFacts(
        "6.12.0",
        Optional.of("1.2.1"),
        Set.of(),
        Stream.concat(Stream.of(loopback), Arrays.stream(interfaces)).toList(),
        Conf.USUAL,
        new Routing(
            interfaces.length == 0
                ? Map.of()
                : Map.of(
                    AddressFamily.IPV4,
                    interfaces[0].name(),
                    AddressFamily.IPV6,
                    interfaces[0].name()),
            Set.of(),
            Set.of()));
  }

  /** An Ethernet interface with addresses such as {@code 192.0.2.1/24}. */
  public static Interface ethernet(String name, String... addresses) {
    return ethernet(name, 0, 0, addresses);
  }

  public static Interface ethernet(
      String name, int arpIgnore, int arpAnnounce, String... addresses) {
    return new Interface(
        name,
        INDEX,
        true,
        Arrays.stream(addresses).map(NodeSamples::address).toList(),
        new Conf(arpIgnore, arpAnnounce, 0, 1, false),
        false,
        1500);
  }

  /** The same with another accept_ra, and perhaps something that a router advertised. */
  public static Interface accepting(Interface one, int acceptRa, boolean advertised) {
    return new Interface(
        one.name(),
        one.index(),
        one.speaksArp(),
        one.addresses(),
        new Conf(0, 0, 0, acceptRa, false),
        advertised,
        one.mtu());
  }

  public static Interface filtering(int rpFilter, Interface one) {
    return new Interface(
        one.name(),
        one.index(),
        one.speaksArp(),
        one.addresses(),
        new Conf(0, 0, rpFilter, 1, false),
        one.advertised(),
        one.mtu());
  }

  public static NodeFacts filteringAll(int rpFilter, NodeFacts facts) {
    return withAll(new Conf(0, 0, rpFilter, 1, false), facts);
  }

  /** The same with these settings for all interfaces together. */
  public static NodeFacts withAll(Conf all, NodeFacts facts) {
    return new NodeFacts(
        facts.kernelRelease(),
        facts.ipvsVersion(),
        facts.lacking(),
        facts.interfaces(),
        all,
        facts.routing());
  }

  public static Interface withMtu(long mtu, Interface one) {
    return new Interface(
        one.name(),
        one.index(),
        one.speaksArp(),
        one.addresses(),
        one.conf(),
        one.advertised(),
        mtu);
  }

  public static NodeFacts withoutDefaultRoute(NodeFacts facts) {
    return routed(facts, Routing.NONE);
  }

  /** The same with these gateways in its routes. */
  public static NodeFacts withNextHops(NodeFacts facts, String... gateways) {
    return routed(
        facts,
        new Routing(
            facts.routing().defaultDevices(),
            Arrays.stream(gateways).map(IpAddress::parse).collect(Collectors.toSet()),
            facts.routing().links()));
  }

  /** The same with routes to these networks that have no gateway. */
  public static NodeFacts withLinks(NodeFacts facts, String... networks) {
    return routed(
        facts,
        new Routing(
            facts.routing().defaultDevices(),
            facts.routing().nextHops(),
            Arrays.stream(networks).map(AddressRange::parse).collect(Collectors.toSet())));
  }

  private static NodeFacts routed(NodeFacts facts, Routing routing) {
    return new NodeFacts(
        facts.kernelRelease(),
        facts.ipvsVersion(),
        facts.lacking(),
        facts.interfaces(),
        facts.all(),
        routing);
  }

  public static NodeFacts withoutIpvs(NodeFacts facts) {
    return new NodeFacts(
        facts.kernelRelease(),
        Optional.empty(),
        facts.lacking(),
        facts.interfaces(),
        facts.all(),
        facts.routing());
  }

  public static NodeFacts without(KernelFeature feature, NodeFacts facts) {
    return new NodeFacts(
        facts.kernelRelease(),
        facts.ipvsVersion(),
        Set.of(feature),
        facts.interfaces(),
        facts.all(),
        facts.routing());
  }

  private static Address address(String text) {
    String[] halves = text.split("/", 2);
    return new Address(IpAddress.parse(halves[0]), Integer.parseInt(halves[1]));
  }
}
