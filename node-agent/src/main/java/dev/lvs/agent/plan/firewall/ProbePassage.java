package dev.lvs.agent.plan.firewall;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.FilterChain.Hook;
import dev.lvs.agent.model.Packets;
import dev.lvs.agent.model.Packets.PortSpan;
import dev.lvs.agent.plan.probe.ProbeServices;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks whether firewalls of a director accept the answers to probes that it forwards. To
 * conntrack they belong to no connection, as IPVS keeps it out of its own: a rule for what is
 * established does not accept them, and one against what is invalid drops them. So a chain with any
 * rules may do so, whatever its policy.
 */
public final class ProbePassage {
  private static final Set<Hook> IN = EnumSet.of(Hook.PREROUTING, Hook.INPUT);

  private ProbePassage() {}

  /** The chains that may keep answers from their way. */
  public static List<Barrier> barriers(DirectorPlan plan, List<FilterChain> chains) {
    return chains.stream().flatMap(chain -> barrier(plan, chain).stream()).toList();
  }

  private static Optional<Barrier> barrier(DirectorPlan plan, FilterChain chain) {
    if (!IN.contains(chain.hook())
        || chain.translates()
        || !(chain.mayDrop() || chain.hasRules())) {
      return Optional.empty();
    }
    Set<ResourceName> sources = new LinkedHashSet<>();
    Set<Packets> dropped = new LinkedHashSet<>();
    for (PlannedService service : plan.services()) {
      if (chain.families().contains(service.key().family())) {
        answers(service)
            .forEach(
                packets -> {
                  if (!chain.accepts(packets)) {
                    sources.add(service.source());
                    dropped.add(packets);
                  }
                });
      }
    }
    return dropped.stream()
        .findFirst()
        .map(
            first ->
                new Barrier(
                    chain,
                    sources.stream().map(ResourceName::toString).toList(),
                    "Answers to probes come in through it",
                    PassingRule.of(chain, first)));
  }

  private static Stream<Packets> answers(PlannedService service) {
    return ProbeServices.forwarded(service).entrySet().stream()
        .flatMap(
            one -> one.getValue().stream().map(check -> answers(service, one.getKey(), check)));
  }

  private static Packets answers(
      PlannedService service, PlannedDestination server, HealthCheck check) {
    boolean datagrams = check.udp() != null || check.dns() != null;
    Packets any = Packets.ANY.by(datagrams ? Protocol.UDP : Protocol.TCP);
    int named = requireNonNullElse(check.port(), 0);
    if (server.method() == ForwardingMode.NAT || server.method() == ForwardingMode.FULLNAT) {
      return any.from(single(server.address()))
          .fromPorts(PortSpan.of(named == 0 ? server.port() : named));
    }
    return service.key() instanceof AddressKey key
        ? any.from(single(key.address())).fromPorts(PortSpan.of(named == 0 ? key.port() : named))
        : any.fromPorts(PortSpan.of(named));
  }

  private static AddressRange single(IpAddress address) {
    return new AddressRange(address, address);
  }
}
