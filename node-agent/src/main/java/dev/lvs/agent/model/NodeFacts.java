package dev.lvs.agent.model;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Facts of a node apart from what the agent configures: the input of planning that no resource
 * declares.
 *
 * @param kernelRelease as {@code uname -r} prints it
 * @param ipvsVersion e.g. {@code 1.2.1}; empty where the kernel has no IPVS
 * @param lacking features that were asked for and that the kernel is known to lack
 * @param interfaces every network interface
 * @param shared settings that apply to more than one interface
 * @param unseen facts that still count although the kernel does not show them now
 */
public record NodeFacts(
    String kernelRelease,
    Optional<String> ipvsVersion,
    Set<KernelFeature> lacking,
    List<Interface> interfaces,
    Shared shared,
    Routing routing,
    Unseen unseen) {
  public NodeFacts {
    lacking = Set.copyOf(lacking);
    interfaces = List.copyOf(interfaces);
  }

  /** A node whose interfaces begin as usual, and that needs nothing that is not seen. */
  public NodeFacts(
      String kernelRelease,
      Optional<String> ipvsVersion,
      Set<KernelFeature> lacking,
      List<Interface> interfaces,
      Conf all,
      Routing routing) {
    this(
        kernelRelease,
        ipvsVersion,
        lacking,
        interfaces,
        new Shared(all, Conf.USUAL),
        routing,
        Unseen.NOTHING);
  }

  /** Returns whether the kernel is known not to have a feature that was asked for. */
  public boolean lacks(KernelFeature feature) {
    return lacking.contains(feature);
  }

  /** The same for one who knows which addresses are ours. */
  public NodeFacts knowing(Set<Vip> ours) {
    return new NodeFacts(
        kernelRelease,
        ipvsVersion,
        lacking,
        interfaces.stream().map(one -> one.knowing(ours)).toList(),
        shared,
        routing,
        unseen);
  }

  /** The same for one who knows more than is seen. */
  public NodeFacts needing(Unseen other) {
    return new NodeFacts(kernelRelease, ipvsVersion, lacking, interfaces, shared, routing, other);
  }

  /** conf/all. */
  public Conf all() {
    return shared.all();
  }

  /**
   * Facts that still count although the kernel does not show them now: a default route disappears
   * for a moment with its interface, and when it comes back it leads to the node itself if its
   * gateway's address is held here by then.
   *
   * @param apiServers the addresses from which plans come
   * @param gateways of routes that went a while ago
   * @param addresses that the node had until a moment ago and that the agent had not added
   */
  public record Unseen(Set<IpAddress> apiServers, Set<IpAddress> gateways, Set<Address> addresses) {
    public static final Unseen NOTHING = new Unseen(Set.of(), Set.of(), Set.of());

    public Unseen {
      apiServers = Set.copyOf(apiServers);
      gateways = Set.copyOf(gateways);
      addresses = Set.copyOf(addresses);
    }
  }

  /**
   * Routing of the node, of every table.
   *
   * @param defaultDevices the interface of the default route of each family
   * @param nextHops the gateways of every route of every table
   * @param links destinations on the link: routes of any table without a gateway
   */
  public record Routing(
      Map<AddressFamily, String> defaultDevices, Set<IpAddress> nextHops, Set<AddressRange> links) {
    public static final Routing NONE = new Routing(Map.of(), Set.of(), Set.of());

    public Routing {
      defaultDevices = Map.copyOf(defaultDevices);
      nextHops = Set.copyOf(nextHops);
      links = Set.copyOf(links);
    }
  }

  /**
   * Settings for all interfaces together: conf/all and conf/default.
   *
   * @param all conf/all: of arp_ignore, arp_announce and rp_filter the larger of this and of the
   *     interface's own counts
   * @param later conf/default: the values with which an interface begins, and which it has until
   *     its own are set ({@code devinet_copy_dflt_conf}, net/ipv4/devinet.c)
   */
  public record Shared(Conf all, Conf later) {}

  /**
   * Settings below net/ipv4/conf/NAME and net/ipv6/conf/NAME that planning reads.
   *
   * @param arpIgnore 0 to 8
   * @param arpAnnounce 0 to 2
   * @param rpFilter 0 to 2
   * @param acceptRa of IPv6, 0 to 2
   * @param proxyNdp of IPv6: whether it answers for addresses of others
   */
  public record Conf(int arpIgnore, int arpAnnounce, int rpFilter, int acceptRa, boolean proxyNdp) {
    /** Defaults of the kernel. */
    public static final Conf USUAL = new Conf(0, 0, 0, 1, false);
  }

  /**
   * One network interface.
   *
   * @param index its number, which it keeps when it is renamed; 1 or more
   * @param speaksArp whether neighbours are asked for on it: an Ethernet device, not a loopback or
   *     a tunnel
   * @param advertised whether it has an IPv6 address for a time or a default route that a router
   *     advertised
   * @param mtu bytes
   */
  public record Interface(
      String name,
      int index,
      boolean speaksArp,
      List<Address> addresses,
      Conf conf,
      boolean advertised,
      long mtu) {
    public Interface {
      addresses = List.copyOf(addresses);
    }

    private Interface knowing(Set<Vip> ours) {
      List<Address> known =
          addresses.stream()
              .map(held -> held.isHost() && ours.contains(held.on(name)) ? held.asOurs() : held)
              .toList();
      return new Interface(name, index, speaksArp, known, conf, advertised, mtu);
    }
  }

  /**
   * An address of an interface.
   *
   * @param prefixLength 0 to 32 or 128
   * @param isOurs whether this agent, or one before it, added it
   */
  public record Address(IpAddress address, int prefixLength, boolean isOurs) {
    /** One that the node has without our doing. */
    public Address(IpAddress address, int prefixLength) {
      this(address, prefixLength, false);
    }

    private Address asOurs() {
      return new Address(address, prefixLength, true);
    }

    private Vip on(String device) {
      return new Vip(address, device);
    }

    /** Returns whether this is a single host's, which brings no network with it. */
    public boolean isHost() {
      return prefixLength == address.family().bits();
    }

    /**
     * Returns what an address is to the network of this one, where no host of it can have it:
     * {@code broadcast address} ... Networks of two addresses have none such (RFC 3021, RFC 6164).
     */
    public Optional<String> edge(IpAddress other) {
      int free = address.family().bits() - prefixLength;
      if (free < 2 || prefixLength == 0 || !isOnNetwork(other)) {
        return Optional.empty();
      }
      long low = free < Long.SIZE ? ~(-1L << free) : -1L;
      long high = free <= Long.SIZE ? 0 : ~(-1L << (free - Long.SIZE));
      boolean isFirst = (other.low() & low) == 0 && (other.high() & high) == 0;
      return switch (address.family()) {
        case IPV4 ->
            isFirst
                ? Optional.of("network address")
                : Optional.of("broadcast address").filter(_ -> (other.low() & low) == low);
        case IPV6 -> Optional.of("subnet-router anycast address").filter(_ -> isFirst);
      };
    }

    /** Returns whether an address is on the network of this one. */
    public boolean isOnNetwork(IpAddress other) {
      if (other.family() != address.family()) {
        return false;
      }
      int free = address.family().bits() - prefixLength;
      long high = address.high() ^ other.high();
      long low = address.low() ^ other.low();
      return free < Long.SIZE
          ? high == 0 && low >>> free == 0
          : prefixLength == 0 || high >>> (free - Long.SIZE) == 0;
    }
  }
}
