package dev.lvs.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Description of one machine of the lab: a network namespace before it exists.
 *
 * @param name its own name, which is the namespace's and the Kubernetes node's too
 * @param addresses IPv4 addresses, and perhaps the IPv6 counterparts of them; those of one /24 and
 *     its /64 are on one interface: e0, e1 in their order
 * @param gateway next hop of its default route
 * @param forwards whether it is a router (net.ipv4.ip_forward)
 * @param tcpPorts ports on which its HTTP server answers, on every address
 * @param udpPorts ports on which its UDP server answers
 * @param udpAddresses addresses its UDP server is bound to, present or not
 */
public record Machine(
    String name,
    List<String> addresses,
    Optional<String> gateway,
    boolean forwards,
    List<Integer> tcpPorts,
    List<Integer> udpPorts,
    List<String> udpAddresses) {

  public Machine {
    addresses = List.copyOf(addresses);
    tcpPorts = List.copyOf(tcpPorts);
    udpPorts = List.copyOf(udpPorts);
    udpAddresses = List.copyOf(udpAddresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("machine %s has no address".formatted(name));
    }
  }

  /** A machine with these addresses that routes nothing and serves nothing. */
  public static Machine named(String name, String... addresses) {
    return new Machine(
        name, List.of(addresses), Optional.empty(), false, List.of(), List.of(), List.of());
  }

  /** The same with more addresses, counted up from the one given. */
  public Machine and(String first, int count) {
    int dot = first.lastIndexOf('.');
    int number = Integer.parseInt(first.substring(dot + 1));
    List<String> all = new ArrayList<>(addresses);
    IntStream.range(number, number + count)
        .forEach(last -> all.add(first.substring(0, dot + 1) + last));
    return new Machine(name, all, gateway, forwards, tcpPorts, udpPorts, udpAddresses);
  }

  /** The same with a default route. */
  public Machine via(String router) {
    return new Machine(
        name, addresses, Optional.of(router), forwards, tcpPorts, udpPorts, udpAddresses);
  }

  /** The same as a router. */
  public Machine forwarding() {
    return new Machine(name, addresses, gateway, true, tcpPorts, udpPorts, udpAddresses);
  }

  /** The same with an HTTP server on each of the ports. */
  public Machine serving(Integer... ports) {
    return new Machine(name, addresses, gateway, forwards, List.of(ports), udpPorts, udpAddresses);
  }

  /**
   * The same with a UDP server on a port, for its own address and for the VIPs named: a UDP server
   * has to answer from the address it was asked on, so each gets a socket.
   */
  public Machine echoing(int port, String... vips) {
    List<String> bound = new ArrayList<>(addresses);
    bound.addAll(List.of(vips));
    return new Machine(name, addresses, gateway, forwards, tcpPorts, List.of(port), bound);
  }

  /** The same with an IPv6 address beside each of IPv4. */
  public Machine dualStack() {
    return new Machine(
        name, both(addresses), gateway, forwards, tcpPorts, udpPorts, both(udpAddresses));
  }

  private static List<String> both(List<String> addresses) {
    return Stream.concat(addresses.stream(), addresses.stream().map(Machine::counterpart)).toList();
  }

  /** The IPv6 address that goes with one of IPv4: 2001:db8:2::21 with 192.0.2.21. */
  static String counterpart(String address) {
    String[] parts = address.split("\\.", -1);
    return "2001:db8:%s::%s".formatted(parts[2], parts[3]);
  }

  boolean isDualStack() {
    return addresses.stream().anyMatch(Machine::isIpv6);
  }

  static boolean isIpv6(String address) {
    return address.indexOf(':') >= 0;
  }

  /** The interface that an address stands on, by its number. */
  int interfaceOf(String address) {
    if (!isIpv6(address)) {
      return networks().indexOf(network(address));
    }
    String four =
        addresses.stream()
            .filter(other -> !isIpv6(other) && counterpart(other).equals(address))
            .findFirst()
            .orElseThrow();
    return interfaceOf(four);
  }

  /** The /24 that an address stands in, as the name of a network: {@code 192.0.2}. */
  static String network(String address) {
    return address.substring(0, address.lastIndexOf('.'));
  }

  /** Its networks; the index is the interface's number. */
  List<String> networks() {
    return addresses.stream()
        .filter(address -> !isIpv6(address))
        .map(Machine::network)
        .distinct()
        .toList();
  }
}
