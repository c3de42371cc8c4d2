package dev.lvs.agent.plan.network;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * Addresses that cannot be VIPs on this node, because it, or its network, needs them otherwise.
 *
 * <p>No virtual service is programmed on them either: IPVS also takes packets that the node itself
 * sends ({@code ip_vs_local_request4}), so that a virtual service on a gateway's or the API
 * server's address cuts the node off as the VIP would, and one on an address of the node takes the
 * traffic of its ports.
 */
public final class Exclusions {
  private final NodeFacts facts;
  private final Network network;

  Exclusions(NodeFacts facts, Network network) {
    this.facts = facts;
    this.network = network;
  }

  /**
   * Reason why an address cannot be a VIP.
   *
   * @param message full sentences: its present use, the consequence, the remedy
   */
  public record Exclusion(Reason reason, String message) {}

  /** Returns why nobody may hold or serve on an address here, whether or not others see it. */
  public Optional<Exclusion> of(IpAddress address) {
    // who reaches the API server by a VIP of ours is served by it
    if (facts.unseen().apiServers().contains(address) && !isHeldByUs(address)) {
      return exclusion(
          Reason.VIP_IS_API_SERVER,
          address + " is the address of the API server from which this node gets its plan",
          "the node would talk to itself, and no other plan would arrive");
    }
    boolean routes = facts.routing().nextHops().contains(address);
    if (routes || facts.unseen().gateways().contains(address)) {
      return exclusion(
          Reason.VIP_IS_GATEWAY,
          address
              + (routes ? " is a gateway" : " was a gateway until less than an hour ago")
              + " of this node's routes",
          "the node would talk to itself, and answer for the gateway on its network");
    }
    return network
        .networksOf(address)
        .filter(held -> held.address().edge(address).isPresent())
        .findFirst()
        .flatMap(held -> edge(held, address))
        .or(() -> formerEdge(address));
  }

  /** Returns why this node may not hold an address for all to see: it has it without our doing. */
  public Optional<Exclusion> ofOwn(IpAddress address) {
    if (isHeldByUs(address)) {
      return Optional.empty();
    }
    return network
        .holders(address)
        .findFirst()
        .map(held -> own(held, address))
        .or(() -> formerlyOwn(address));
  }

  private boolean isHeldByUs(IpAddress address) {
    return network.holders(address).anyMatch(held -> held.address().isOurs());
  }

  private Optional<Exclusion> formerlyOwn(IpAddress address) {
    return facts.unseen().addresses().stream()
        .filter(held -> held.address().equals(address))
        .findFirst()
        .map(
            _ ->
                new Exclusion(
                    Reason.VIP_IS_OWN_ADDRESS,
                    address
                        + " was an address of this node until less than a minute ago, and may come"
                        + " back. If it does not, the agent takes it as a VIP."));
  }

  private Optional<Exclusion> formerEdge(IpAddress address) {
    return facts.unseen().addresses().stream()
        .flatMap(held -> held.edge(address).stream())
        .findFirst()
        .flatMap(
            name ->
                exclusion(
                    Reason.VIP_IS_NETWORK_ADDRESS,
                    address + " is the " + name + " of a network on which this node was just now",
                    "no client of that network could reach it"));
  }

  private static Exclusion own(Held held, IpAddress address) {
    return new Exclusion(
        Reason.VIP_IS_OWN_ADDRESS,
        address
            + " is an address of this node: interface "
            + held.one().name()
            + " has it, and not from this agent. Virtual services on it would take its ports from"
            + " the node, ssh's too. Choose another VIP. Where it is only a VIP, remove it ("
            + held.removal()
            + ") and the agent adds it after a minute; where another program holds the VIPs, say"
            + " so: announcement.mode none in the DirectorGroup.");
  }

  private static Optional<Exclusion> edge(Held held, IpAddress address) {
    return exclusion(
        Reason.VIP_IS_NETWORK_ADDRESS,
        address
            + " is the "
            + held.address().edge(address).orElseThrow()
            + " of a network of this node: interface "
            + held.one().name()
            + " has "
            + held.text(),
        "no client of that network could reach it");
  }

  private static Optional<Exclusion> exclusion(Reason reason, String what, String otherwise) {
    return Optional.of(
        new Exclusion(
            reason,
            what
                + ". As a VIP, "
                + otherwise
                + ". Choose another VIP, and take this one out of the AddressPool."));
  }
}
