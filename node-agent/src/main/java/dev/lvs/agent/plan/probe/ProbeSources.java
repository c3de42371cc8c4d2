package dev.lvs.agent.plan.probe;

import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.NodeFacts.Address;
import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses the address of this node that a probe to a VIP comes from. The kernel would choose the
 * VIP itself, which is local here, and nobody would get an answer.
 *
 * <p>One on the network of the VIP, where clients are: a real server of NAT answers it by its
 * default route, which has to lead through the director, and not straight, as it would an address
 * of its own network. What answers from the VIP, by DR, answers straight where it can.
 */
final class ProbeSources {
  private final NodeFacts facts;
  private final Network network;
  private final Set<IpAddress> vips;

  ProbeSources(DirectorPlan plan, NodeFacts facts, Network network) {
    this.facts = facts;
    this.network = network;
    this.vips = plan.vips().stream().map(PlannedVip::address).collect(Collectors.toSet());
  }

  /** Empty where the node has none of that family. */
  Optional<IpAddress> towards(IpAddress vip, Optional<IpAddress> answering) {
    return answering
        .flatMap(this::beside)
        .or(() -> beside(vip))
        .or(() -> network.leadingTo(vip).stream().flatMap(one -> of(one, vip)).findFirst())
        .or(() -> facts.interfaces().stream().flatMap(one -> of(one, vip)).findFirst());
  }

  private Optional<IpAddress> beside(IpAddress other) {
    return network
        .networksOf(other)
        .filter(held -> isUsable(held.address()))
        .max(Comparator.comparingInt(held -> held.address().prefixLength()))
        .map(held -> held.address().address());
  }

  private Stream<IpAddress> of(Interface one, IpAddress vip) {
    return one.addresses().stream()
        .filter(this::isUsable)
        .map(Address::address)
        .filter(address -> address.family() == vip.family());
  }

  private boolean isUsable(Address held) {
    IpAddress address = held.address();
    return !held.isOurs()
        && !address.isLoopback()
        && !address.isIpv6LinkLocal()
        && !vips.contains(address);
  }
}
