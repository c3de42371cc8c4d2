package dev.lvs.agent.plan.network;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Lookups of a node's interfaces and addresses for planning, fast enough for thousands of VIPs. */
public final class Network {
  private final NodeFacts facts;
  private final Map<IpAddress, List<Held>> holders = new HashMap<>();

  /** VIPs bring no network of their own: what stands on an interface already leads nowhere. */
  private final List<Held> networks = new ArrayList<>();

  public Network(NodeFacts facts) {
    this.facts = facts;
    for (Interface one : facts.interfaces()) {
      for (Address address : one.addresses()) {
        Held held = new Held(one, address);
        holders.computeIfAbsent(address.address(), _ -> new ArrayList<>(1)).add(held);
        if (!address.isHost()) {
          networks.add(held);
        }
      }
    }
  }

  /** The addresses that are no VIPs here. */
  public Exclusions exclusions() {
    return new Exclusions(facts, this);
  }

  /** Returns what is set for all interfaces together. */
  public Conf all() {
    return facts.all();
  }

  public Optional<Interface> named(String name) {
    return facts.interfaces().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The interfaces that have an address, whatever its prefix. */
  public Stream<Interface> holding(IpAddress address) {
    return holders(address).map(Held::one).distinct();
  }

  /** Returns where a node has an address. */
  Stream<Held> holders(IpAddress address) {
    return holders.getOrDefault(address, List.of()).stream();
  }

  /** The interfaces on whose network an address is. */
  public Stream<Interface> connectedTo(IpAddress address) {
    return networksOf(address).map(Held::one).distinct();
  }

  /** The addresses of the node on whose network an address is. */
  public Stream<Held> networksOf(IpAddress address) {
    return networks.stream().filter(held -> held.address().isOnNetwork(address));
  }

  /**
   * Returns whether packets to an address need no gateway, or stay here; so while no network is up.
   */
  public boolean isOnLink(IpAddress address) {
    return networks.stream().noneMatch(network -> isUp(network, address.family()))
        || networksOf(address).findAny().isPresent()
        || holders.containsKey(address)
        || facts.routing().links().stream().anyMatch(link -> link.contains(address));
  }

  /**
   * Returns the places where neighbours get an answer for an address, which is there without our
   * doing.
   */
  public Optional<Held> givenAway(IpAddress address) {
    return holders(address)
        .filter(held -> !held.address().isOurs() && held.one().speaksArp())
        .findFirst();
  }

  /** The interface on which the agent has put an address for all to see. */
  public Optional<Interface> withOurs(IpAddress address) {
    return holders(address)
        .filter(held -> held.address().isOurs() && held.one().speaksArp())
        .map(Held::one)
        .findFirst();
  }

  /** The interface that has an address as its own, with the prefix of its network. */
  public Optional<Interface> ownerOf(IpAddress address) {
    return holders(address).filter(held -> !held.address().isHost()).map(Held::one).findFirst();
  }

  /**
   * The interface on which the world looks for an address: the one on whose network it is, most
   * narrowly, else that of the default route. The one that has it already comes last: it keeps a
   * VIP from being taken away while the node's addresses and routes come and go.
   */
  public Optional<Interface> leadingTo(IpAddress address) {
    return networksOf(address)
        .max(Comparator.comparingInt(held -> held.address().prefixLength()))
        .map(Held::one)
        .or(() -> defaultInterface(address))
        .or(() -> holding(address).filter(Interface::speaksArp).findFirst());
  }

  /**
   * The longest packet that comes in for an address of this node: the smallest MTU of the
   * interfaces that have it. Where none of them is a network's (a loopback holds what routes lead
   * to), that of the default route counts as well. What is narrower on the way nobody here can
   * know.
   */
  public OptionalLong mtuTo(IpAddress own) {
    Stream<Interface> others =
        holding(own).anyMatch(Interface::speaksArp)
            ? Stream.empty()
            : defaultInterface(own).stream();
    return Stream.concat(holding(own), others).mapToLong(Interface::mtu).min();
  }

  public Optional<Interface> defaultInterface(IpAddress address) {
    return Optional.ofNullable(facts.routing().defaultDevices().get(address.family()))
        .flatMap(this::named);
  }

  private static boolean isUp(Held network, AddressFamily family) {
    IpAddress address = network.address().address();
    return address.family() == family && !address.isLoopback() && !address.isIpv6LinkLocal();
  }
}
