package dev.lvs.agent.model;

import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.VipPorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Virtual servers behind each VIP of a director: a VIP is held where at least one of its virtual
 * servers is in the kernel. Where none is, clients would reach nothing, the real servers of an IPVS
 * entry that the agent does not own or the node itself, while another director could serve them.
 * Where only some are, the VIP is held for these: one that fails must not take down the others,
 * which may belong to other tenants.
 *
 * @param byVip a VIP that is not in here is held in any case
 */
public record Purposes(Map<Vip, Set<Purpose>> byVip) {
  /** Nothing that a VIP would have to wait for. */
  public static final Purposes NONE = new Purposes(Map.of());

  /** Reasons that are given for one VIP. */
  private static final int GIVEN = 3;

  /**
   * A virtual server behind a VIP.
   *
   * @param rules the ports in the agent's nftables table without which no packet reaches it, or no
   *     answer comes back
   */
  public record Purpose(ServiceKey service, Set<VipPorts> rules) {
    public Purpose {
      rules = Set.copyOf(rules);
    }
  }

  public Purposes {
    byVip = Map.copyOf(byVip);
  }

  /** The same where what this table does already need not be written first. */
  public Purposes given(PacketRules present) {
    Map<Vip, Set<Purpose>> left = new HashMap<>();
    byVip.forEach((vip, purposes) -> left.put(vip, given(purposes, present)));
    return new Purposes(left);
  }

  private static Set<Purpose> given(Set<Purpose> purposes, PacketRules present) {
    Set<Purpose> left = new HashSet<>();
    for (Purpose purpose : purposes) {
      boolean stands =
          purpose.rules().stream()
              .allMatch(
                  ports ->
                      present.marks().containsKey(ports) || present.sources().containsKey(ports));
      left.add(stands ? new Purpose(purpose.service(), Set.of()) : purpose);
    }
    return left;
  }

  /**
   * Returns why a VIP is not to be held; empty when it may be.
   *
   * @param fault what is wrong with a purpose, if anything
   */
  public Optional<String> against(Vip vip, Function<Purpose, Optional<String>> fault) {
    Set<Purpose> purposes = byVip.getOrDefault(vip, Set.of());
    List<String> faults = new ArrayList<>();
    for (Purpose purpose : purposes) {
      Optional<String> found = fault.apply(purpose);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      faults.add(found.get());
    }
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    Collections.sort(faults);
    List<String> given = faults.stream().distinct().limit(GIVEN).toList();
    int more = (int) faults.stream().distinct().count() - given.size();
    return Optional.of(String.join("; ", given) + (more == 0 ? "" : "; and " + more + " more"));
  }
}
