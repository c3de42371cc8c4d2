package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Foreign;
import dev.lvs.agent.object.Steps;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Diff of the IPVS table. Nothing is ever flushed: connections are bound to destinations.
 *
 * <p>mh rebuilds its whole lookup table with each destination that is added, changed or removed
 * ({@code ip_vs_mh_reassign}, net/netfilter/ipvs/ip_vs_mh.c). A new virtual server avoids that: it
 * gets its destinations while it has no scheduler, and mh at the end. Until then it schedules no
 * connection, as before; with mh on a part of its destinations, or with another scheduler, it would
 * send clients to the wrong real servers. For one that is in service each change costs a rebuild:
 * every intermediate table is a consistent hash and moves hardly a client, while any moment without
 * it would move or refuse them all.
 */
public final class ServiceDiff {
  /** No scheduler, as the kernel spells it ({@code ip_vs_add_service}, ip_vs_ctl.c). */
  private static final String NONE = "none";

  private final KernelState observed;
  private final Ownership owned;
  private final Set<ServiceKey> adopted;
  private final Steps steps;

  public ServiceDiff(KernelState observed, Ownership owned, Set<ServiceKey> adopted, Steps steps) {
    this.observed = observed;
    this.owned = owned;
    this.adopted = adopted;
    this.steps = steps;
  }

  /** Adds and edits, so that all that is wanted of a virtual server is there. */
  public void makeReady(VirtualServer wanted) {
    VirtualServer present = observed.services().get(wanted.key());
    if (present == null) {
      create(wanted);
    } else if (isOurs(wanted.key())) {
      update(wanted, present);
    } else {
      steps.leave(new Foreign.Service(wanted.key()));
    }
  }

  /** Deletes what is not wanted of a virtual server that is. */
  public void trim(VirtualServer wanted) {
    VirtualServer present = observed.services().get(wanted.key());
    if (present == null || !isOurs(wanted.key())) {
      return;
    }
    // the usual case, found without a look at each
    if (present.destinations().keySet().equals(wanted.destinations().keySet())) {
      return;
    }
    List<DestinationKey> foreign = new ArrayList<>();
    for (DestinationKey key : present.destinations().keySet()) {
      if (wanted.destinations().containsKey(key)) {
        continue;
      }
      if (isOurs(wanted.key(), key)) {
        steps.add(new DeleteDestination(wanted.key(), key));
      } else {
        steps.leave(new Foreign.Destination(wanted.key(), key, false));
        foreign.add(key);
      }
    }
    share(wanted, present, foreign);
  }

  /** Says what part of the new connections goes to destinations that the plan does not have. */
  private void share(VirtualServer wanted, VirtualServer present, List<DestinationKey> foreign) {
    LinkedHashMap<DestinationKey, DestinationSettings> settings =
        new LinkedHashMap<>(present.destinations());
    settings.keySet().retainAll(foreign);
    settings.values().removeIf(one -> one.weight() == 0);
    if (!settings.isEmpty()) {
      long theirs = weight(settings.values());
      steps.leave(
          new Foreign.Share(
              wanted.key(),
              settings.firstEntry().getKey(),
              settings.size(),
              theirs,
              theirs + weight(wanted.destinations().values())));
    }
  }

  private static long weight(Collection<DestinationSettings> destinations) {
    return destinations.stream().mapToLong(DestinationSettings::weight).sum();
  }

  /** Deletes the virtual servers of ours that are not wanted. */
  public void deleteUnwanted(KernelState desired) {
    for (VirtualServer present : observed.services().values()) {
      ServiceKey key = present.key();
      if (owned.services().containsKey(key) && !desired.services().containsKey(key)) {
        delete(present);
      }
    }
  }

  private void create(VirtualServer wanted) {
    ServiceSettings settings = wanted.settings();
    boolean dear = wanted.isMaglev() && !wanted.destinations().isEmpty();
    steps.add(new AddService(wanted.key(), dear ? with(NONE, settings) : settings));
    makeReady(wanted, new VirtualServer(wanted.key(), settings, Map.of()));
    if (dear) {
      steps.add(new EditService(wanted.key(), settings));
    }
  }

  private void update(VirtualServer wanted, VirtualServer present) {
    // an entry to be taken over is edited even if it is as it should be, and before what is in it:
    // so it gets into the ledger
    boolean isTakenOver = !owned.services().containsKey(wanted.key());
    boolean edit = isTakenOver || !wanted.settings().equals(present.settings());
    boolean last = wanted.isMaglev() && !isTakenOver;
    if (edit && !last) {
      steps.add(new EditService(wanted.key(), wanted.settings()));
    }
    if (wanted.isMaglev() || !isReady(wanted, present)) {
      makeReady(wanted, present);
    }
    if (edit && last) {
      steps.add(new EditService(wanted.key(), wanted.settings()));
    }
  }

  /** The usual case, found without a look at each. */
  private boolean isReady(VirtualServer wanted, VirtualServer present) {
    return wanted.destinations().equals(present.destinations())
        && recorded(wanted.key()).containsAll(wanted.destinations().keySet());
  }

  private void makeReady(VirtualServer wanted, VirtualServer present) {
    if (wanted.isMaglev()) {
      boolean isAdopted = adopted.contains(wanted.key());
      new MaglevDiff(wanted, present, recorded(wanted.key()), isAdopted, steps).makeReady();
    } else {
      wanted.destinations().forEach((key, value) -> makeReady(wanted, present, key, value));
    }
  }

  private void makeReady(
      VirtualServer wanted, VirtualServer present, DestinationKey key, DestinationSettings value) {
    DestinationSettings before = present.destinations().get(key);
    if (before == null) {
      steps.add(new AddDestination(wanted.key(), key, value));
    } else if (isRecorded(wanted.key(), key)) {
      if (!value.equals(before)) {
        steps.add(new EditDestination(wanted.key(), key, value));
      }
    } else if (adopted.contains(wanted.key())) {
      steps.add(new EditDestination(wanted.key(), key, value));
    } else {
      steps.leave(new Foreign.Destination(wanted.key(), key, !value.equals(before)));
    }
  }

  private void delete(VirtualServer present) {
    ServiceKey key = present.key();
    Map<DestinationKey, DestinationSettings> destinations = present.destinations();
    long foreign =
        destinations.keySet().stream().filter(destination -> !isRecorded(key, destination)).count();
    if (foreign == 0) {
      steps.add(new DeleteService(key));
      return;
    }
    // with the virtual server would go what is not ours
    for (DestinationKey destination : destinations.keySet()) {
      if (isRecorded(key, destination)) {
        steps.add(new DeleteDestination(key, destination));
      }
    }
    steps.leave(new Foreign.Remainder(key, Math.toIntExact(foreign)));
  }

  private boolean isOurs(ServiceKey service) {
    return owned.services().containsKey(service) || adopted.contains(service);
  }

  private boolean isOurs(ServiceKey service, DestinationKey destination) {
    return isRecorded(service, destination) || adopted.contains(service);
  }

  private boolean isRecorded(ServiceKey service, DestinationKey destination) {
    return recorded(service).contains(destination);
  }

  private Set<DestinationKey> recorded(ServiceKey service) {
    return owned.services().getOrDefault(service, Set.of());
  }

  private static ServiceSettings with(String scheduler, ServiceSettings settings) {
    return new ServiceSettings(
        scheduler,
        settings.flags(),
        settings.timeoutSeconds(),
        settings.netmask(),
        settings.persistenceEngine());
  }
}
