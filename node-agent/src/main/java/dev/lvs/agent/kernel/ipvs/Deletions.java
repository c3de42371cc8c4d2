package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.Outcome.Refused;
import dev.lvs.agent.object.Outcomes;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes of the IPVS table, with a look at each virtual server right before it is deleted: with it
 * go all its destinations, and the last look at a large table may be many rounds old. The kernel
 * has no way to delete one only if it is empty.
 */
public final class Deletions {
  /** Virtual servers that are looked at before they are deleted with one exchange. */
  private static final int AT_ONCE = 32;

  private final IpvsTable table;
  private final Supplier<Map<ServiceKey, Set<DestinationKey>>> ours;
  private final Function<List<IpvsChange>, List<Outcome>> carryOut;

  /**
   * @param ours the destinations of ours, by virtual server
   * @param carryOut makes changes and gives one outcome for each
   */
  public Deletions(
      IpvsTable table,
      Supplier<Map<ServiceKey, Set<DestinationKey>>> ours,
      Function<List<IpvsChange>, List<Outcome>> carryOut) {
    this.table = table;
    this.ours = ours;
    this.carryOut = carryOut;
  }

  public List<Outcome> apply(List<IpvsChange> changes) {
    if (changes.stream().noneMatch(DeleteService.class::isInstance)) {
      return carryOut.apply(changes);
    }
    List<Outcome> outcomes = new ArrayList<>(changes.size());
    int from = 0;
    while (from < changes.size()) {
      int to = end(changes, from);
      outcomes.addAll(part(changes.subList(from, to)));
      from = to;
    }
    return outcomes;
  }

  /** As far as changes may go together. */
  private static int end(List<IpvsChange> changes, int from) {
    int deletions = 0;
    int to = from;
    while (to < changes.size() && deletions < AT_ONCE) {
      deletions += changes.get(to) instanceof DeleteService ? 1 : 0;
      to++;
    }
    return to;
  }

  private List<Outcome> part(List<IpvsChange> changes) {
    Outcome[] outcomes = new Outcome[changes.size()];
    List<IpvsChange> possible = new ArrayList<>(changes.size());
    for (int i = 0; i < outcomes.length; i++) {
      IpvsChange change = changes.get(i);
      int foreign = change instanceof DeleteService(var service) ? foreignIn(service) : 0;
      if (foreign > 0) {
        outcomes[i] = kept(change, foreign);
      } else {
        possible.add(change);
      }
    }
    List<Outcome> made = possible.isEmpty() ? List.of() : carryOut.apply(possible);
    int next = 0;
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        outcomes[i] = made.get(next++);
      }
    }
    return List.of(outcomes);
  }

  private int foreignIn(ServiceKey service) {
    Set<DestinationKey> own = ours.get().getOrDefault(service, Set.of());
    Set<DestinationKey> foreign = new HashSet<>();
    table.listDestinations(
        service,
        foreign::clear,
        entry -> {
          DestinationKey key = entry.key();
          if (!own.contains(key)) {
            foreign.add(key);
          }
        });
    return foreign.size();
  }

  private static Refused kept(IpvsChange change, int foreign) {
    return Outcomes.refused(
        change,
        Refused.FOREIGN_DESTINATIONS,
        foreign
            + " of its destinations were not put there by this agent and would go with it; the"
            + " agent takes out its own and leaves the rest (ipvsadm -D deletes it)");
  }
}
