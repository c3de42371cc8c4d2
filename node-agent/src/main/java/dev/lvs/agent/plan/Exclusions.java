package dev.lvs.agent.plan;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.plan.Obstacle.Reason;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * The addresses that are no VIPs on this node, because it, or its network, needs them for what they
 * are.
 *
 * <p>Nothing is served on them either: IPVS takes what the node itself sends ({@code
 * ip_vs_local_request4}), so that a virtual service on a gateway's or the API server's address cuts
 * the node off as the VIP would, and one on an address of its own takes that of its ports.
 */
final class Exclusions {
  private final NodeFacts facts;
  private final Network network;

  Exclusions(NodeFacts facts, Network network) {
    this.facts = facts;
    this.network = network;
  }

  /**
   * Why an address is no VIP.
   *
   * @param message full sentences: what it is, what would happen, what to do
   */
  record Exclusion(Reason reason, String message) {}

  /** Why nobody may hold or serve on an address here, whether or not others see it. */
  Optional<Exclusion> of(IpAddress address) {
    if (facts.apiServers().contains(address)) {
      return exclusion(
          Reason.VIP_IS_API_SERVER,
          address + " is the address of the API server from which this node gets its plan",
          "the node would talk to itself, and no other plan would arrive");
    }
    if (facts.routing().nextHops().contains(address)) {
      return exclusion(
          Reason.VIP_IS_GATEWAY,
          address + " is a gateway of this node's routes",
          "the node would talk to itself, and answer for the gateway on its network");
    }
    return network
        .networksOf(address)
        .filter(held -> held.address().edge(address).isPresent())
        .findFirst()
        .flatMap(held -> edge(held, address));
  }

  /** Why this node may not hold an address for all to see: it has it without our doing. */
  Optional<Exclusion> ofOwn(IpAddress address) {
    if (network.holders(address).anyMatch(held -> held.address().isOurs())) {
      return Optional.empty();
    }
    return network.holders(address).findFirst().map(held -> own(held, address));
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
            + ") and the agent adds it; where another program holds the VIPs, say so:"
            + " announcement.mode none in the DirectorGroup.");
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
