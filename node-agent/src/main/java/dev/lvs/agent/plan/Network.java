package dev.lvs.agent.plan;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Conf;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The questions that planning asks of a node's interfaces. */
final class Network {
  private final NodeFacts facts;

  Network(NodeFacts facts) {
    this.facts = facts;
  }

  /** The addresses that are no VIPs here. */
  Exclusions exclusions() {
    return new Exclusions(facts, this);
  }

  /** What is set for all interfaces together. */
  Conf all() {
    return facts.all();
  }

  Optional<Interface> named(String name) {
    return facts.interfaces().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The interfaces that have an address, whatever its prefix. */
  Stream<Interface> holding(IpAddress address) {
    return having(held -> held.address().equals(address));
  }

  /** The interfaces on whose network an address is. */
  Stream<Interface> connectedTo(IpAddress address) {
    return having(held -> isNetworkOf(held, address));
  }

  /** Where neighbours get an answer for an address, which is there without our doing. */
  Optional<Held> givenAway(IpAddress address) {
    return all(held -> held.address().equals(address) && !held.isOurs())
        .filter(held -> held.one().speaksArp())
        .findFirst();
  }

  /** The first address that is like this. */
  Optional<Held> find(Predicate<Address> what) {
    return all(what).findFirst();
  }

  private Stream<Held> all(Predicate<Address> what) {
    return facts.interfaces().stream()
        .flatMap(
            one -> one.addresses().stream().filter(what).map(address -> new Held(one, address)));
  }

  /** The interface that has an address as its own, with the prefix of its network. */
  Optional<Interface> ownerOf(IpAddress address) {
    return having(held -> held.address().equals(address) && !held.isHost()).findFirst();
  }

  /**
   * The interface on which the world looks for an address: the one on whose network it is, most
   * narrowly, else that of the default route. The one that has it already comes last: it keeps a
   * VIP from being taken away while the node's addresses and routes come and go.
   */
  Optional<Interface> leadingTo(IpAddress address) {
    return connectedTo(address)
        .max(Comparator.comparingInt(one -> narrowest(one, address)))
        .or(() -> defaultInterface(address))
        .or(() -> holding(address).filter(Interface::speaksArp).findFirst());
  }

  /**
   * The longest packet that comes in for an address of this node: the smallest MTU of the
   * interfaces that have it. Where none of them is a network's (a loopback holds what routes lead
   * to), that of the default route counts as well. What is narrower on the way nobody here can
   * know.
   */
  OptionalLong mtuTo(IpAddress own) {
    Stream<Interface> others =
        holding(own).anyMatch(Interface::speaksArp)
            ? Stream.empty()
            : defaultInterface(own).stream();
    return Stream.concat(holding(own), others).mapToLong(Interface::mtu).min();
  }

  Optional<Interface> defaultInterface(IpAddress address) {
    return Optional.ofNullable(facts.routing().defaultDevices().get(address.family()))
        .flatMap(this::named);
  }

  private Stream<Interface> having(Predicate<Address> what) {
    return facts.interfaces().stream().filter(one -> one.addresses().stream().anyMatch(what));
  }

  private static int narrowest(Interface one, IpAddress address) {
    return one.addresses().stream()
        .filter(held -> isNetworkOf(held, address))
        .mapToInt(Address::prefixLength)
        .max()
        .orElse(0);
  }

  /** VIPs bring no network of their own: what stands on an interface already leads nowhere. */
  private static boolean isNetworkOf(Address held, IpAddress address) {
    return !held.isHost() && held.isOnNetwork(address);
  }
}
