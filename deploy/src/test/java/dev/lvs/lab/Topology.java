package dev.lvs.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Machines and, by their addresses, the networks between them. The ready ones fit the folders of
 * examples/: the guide's network 10.1.210.0/24 in front, 192.0.2.0/24 behind the director,
 * 198.51.100.0/24 behind a router.
 *
 * @param machines in no order that matters
 */
public record Topology(List<Machine> machines) {

  /** The VIP of the guide. */
  public static final String VIP = "10.1.210.58";

  /** Its counterpart in a dual-stack topology. */
  public static final String VIP6 = "2001:db8:210::58";

  public static final String CLIENT = "client";
  public static final String DIRECTOR = "lvs-director";

  /** As many addresses as the client has beside its first: 10.1.210.101 and up. */
  public static final int CLIENT_ADDRESSES = 60;

  public Topology {
    machines = List.copyOf(machines);
  }

  public static Topology of(Machine... machines) {
    return new Topology(List.of(machines));
  }

  /** Direct routing: client, director, and the real servers rs-52 and rs-53 in one network. */
  public static Topology direct() {
    return direct(53);
  }

  /** The same with UDP servers on another port. */
  public static Topology direct(int udpPort) {
    return of(
        client(),
        Machine.named(DIRECTOR, "10.1.210.51"),
        Machine.named("rs-52", "10.1.210.52").serving(53, 80, 443).echoing(udpPort, VIP),
        Machine.named("rs-53", "10.1.210.53").serving(53, 80, 443).echoing(udpPort, VIP));
  }

  /** The same with the client in a network of its own, behind a router. */
  public static Topology routed() {
    return of(
        Machine.named(CLIENT, "198.51.100.100").via("198.51.100.1"),
        Machine.named("router", "10.1.210.1", "198.51.100.1").forwarding(),
        Machine.named(DIRECTOR, "10.1.210.51").via("10.1.210.1"),
        Machine.named("rs-52", "10.1.210.52").via("10.1.210.1").serving(80),
        Machine.named("rs-53", "10.1.210.53").via("10.1.210.1").serving(80));
  }

  /** Direct routing with two directors, which have a network of their own between them. */
  public static Topology twoDirectors() {
    return of(
        client(),
        Machine.named("director-a", "10.1.210.50", "192.0.2.50"),
        Machine.named("director-b", "10.1.210.51", "192.0.2.51"),
        Machine.named("rs-52", "10.1.210.52").serving(80),
        Machine.named("rs-53", "10.1.210.53").serving(80));
  }

  /** Two directors to which a router sends clients by BGP, and real servers beside them. */
  public static Topology byRouter() {
    return of(
        Machine.named(CLIENT, "198.51.100.100").via("198.51.100.1"),
        Machine.named("router", "10.1.210.1", "198.51.100.1").forwarding(),
        Machine.named("director-a", "10.1.210.50").via("10.1.210.1"),
        Machine.named("director-b", "10.1.210.51").via("10.1.210.1"),
        Machine.named("rs-52", "10.1.210.52").via("10.1.210.1").serving(80),
        Machine.named("rs-53", "10.1.210.53").via("10.1.210.1").serving(80));
  }

  /**
   * NAT: the real servers web-1 and up answer on 8080, behind the director as their gateway, which
   * answers there too.
   */
  public static Topology nat(int realServers) {
    Stream<Machine> servers =
        IntStream.rangeClosed(1, realServers)
            .mapToObj(
                n ->
                    Machine.named("web-" + n, "192.0.2." + (20 + n))
                        .via("192.0.2.1")
                        .serving(8080)
                        .echoing(8080));
    return of(client(), Machine.named(DIRECTOR, "10.1.210.51", "192.0.2.1").serving(8080))
        .with(servers);
  }

  /**
   * NAT with two directors between the clients and the real servers web-1 and web-2.
   *
   * @param gateway default route of the real servers
   */
  public static Topology natByTwo(String gateway) {
    return of(
        client(),
        Machine.named("director-a", "10.1.210.50", "192.0.2.51"),
        Machine.named("director-b", "10.1.210.51", "192.0.2.52"),
        Machine.named("web-1", "192.0.2.21").via(gateway).serving(8080),
        Machine.named("web-2", "192.0.2.22").via(gateway).serving(8080));
  }

  /** Tunnels: the real servers rs-21 and rs-22 stand behind a router. */
  public static Topology tunnel() {
    return of(
        client().via("10.1.210.1"),
        Machine.named(DIRECTOR, "10.1.210.51").via("10.1.210.1"),
        Machine.named("router", "10.1.210.1", "198.51.100.1").forwarding(),
        tunnelled("rs-21", "198.51.100.21"),
        tunnelled("rs-22", "198.51.100.22"));
  }

  /** The same with IPv6 on every machine, 2001:db8:210::51 beside 10.1.210.51. */
  public Topology dualStack() {
    return new Topology(machines.stream().map(Machine::dualStack).toList());
  }

  /** The topology of the examples {@code nat}, {@code dr} and {@code tun}, by their names. */
  public static Topology ofExample(String example) {
    return switch (example) {
      case "nat" -> nat(2);
      case "dr" -> direct();
      case "tun" -> tunnel();
      default -> throw new IllegalArgumentException("no topology for example " + example);
    };
  }

  /** The same with more machines. */
  public Topology with(Stream<Machine> more) {
    List<Machine> all = new ArrayList<>(machines);
    more.forEach(all::add);
    return new Topology(all);
  }

  private static Machine tunnelled(String name, String address) {
    return Machine.named(name, address).via("198.51.100.1").serving(80).echoing(53, VIP);
  }

  private static Machine client() {
    return Machine.named(CLIENT, "10.1.210.100").and("10.1.210.101", CLIENT_ADDRESSES);
  }
}
