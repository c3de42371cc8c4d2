package dev.lvs.agent.round;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.SourceAddresses.Local;
import dev.lvs.agent.model.Vip;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Keeps what connections need that began by FULLNAT, where their service has another method now.
 *
 * <p>IPVS goes on with them ({@code IP_VS_CONN_F_NFCT} is of each connection), and conntrack knows
 * their addresses; but the kernel translates only as long as there is a chain for it, and answers
 * reach only an address that the director holds. What was kept stands in the table itself, so that
 * an agent that starts anew finds it.
 */
final class FormerSources {
  private final LongSupplier nanoseconds;
  private final Map<IpAddress, Long> since = new HashMap<>();

  /**
   * @param nanoseconds a clock that only goes forward
   */
  FormerSources(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /**
   * The desired state with what is still needed.
   *
   * @param rewritten which of these VIPs have connections whose source is rewritten
   */
  KernelState with(
      KernelState desired,
      KernelState observed,
      Ownership ours,
      UnaryOperator<Set<IpAddress>> rewritten) {
    Map<IpAddress, SourceAddresses> former =
        ours.table() ? former(desired, observed.rules()) : Map.of();
    since.keySet().retainAll(former.keySet());
    if (former.isEmpty()) {
      return desired;
    }
    Set<IpAddress> busy = rewritten.apply(former.keySet());
    long now = nanoseconds.getAsLong();
    former
        .keySet()
        .removeIf(
            vip ->
                !busy.contains(vip)
                    || now - since.computeIfAbsent(vip, _ -> now) >= Lingering.LONGEST.toNanos());
    return former.isEmpty() ? desired : with(desired, observed, ours, former);
  }

  /** The VIPs that still have a service, by what was rewritten until now and is no more. */
  private static Map<IpAddress, SourceAddresses> former(KernelState desired, PacketRules present) {
    Map<IpAddress, SourceAddresses> former = new TreeMap<>();
    present
        .sources()
        .forEach(
            (ports, seen) -> {
              if (!desired.rules().sources().containsKey(ports)) {
                former.merge(ports.vip(), seen, FormerSources::union);
              }
            });
    if (!former.isEmpty()) {
      former.keySet().retainAll(served(desired));
    }
    return former;
  }

  private static Set<IpAddress> served(KernelState desired) {
    Set<IpAddress> served = new HashSet<>();
    for (ServiceKey key : desired.services().keySet()) {
      if (key instanceof AddressKey one) {
        served.add(one.address());
      }
    }
    desired.rules().marks().keySet().forEach(ports -> served.add(ports.vip()));
    return served;
  }

  private static SourceAddresses union(SourceAddresses one, SourceAddresses other) {
    if (one instanceof Local(var some, var byClient) && other instanceof Local(var more, var _)) {
      Set<IpAddress> all = new TreeSet<>(some);
      all.addAll(more);
      return Local.of(all, byClient);
    }
    return one instanceof Local ? one : other;
  }

  private static KernelState with(
      KernelState desired,
      KernelState observed,
      Ownership ours,
      Map<IpAddress, SourceAddresses> former) {
    Set<IpAddress> local =
        former.values().stream()
            .filter(Local.class::isInstance)
            .map(Local.class::cast)
            .map(Local::addresses)
            .flatMap(Collection::stream)
            .collect(Collectors.toSet());
    Set<Vip> vips = new TreeSet<>(desired.vips());
    observed.vips().stream()
        .filter(vip -> ours.vips().contains(vip) && local.contains(vip.address()))
        .forEach(vips::add);
    return desired.withVips(vips).with(desired.rules().withFormer(former));
  }
}
