package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.agent.object.Asked;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.Outcome;
import dev.lvs.ipvs.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The IPVS table of one kernel, polled between rounds. */
final class IpvsPart implements KernelPart<Map<ServiceKey, VirtualServer>> {
  private final KernelAccess access;
  private final IpvsTable table;
  private final TableWatch watch;

  IpvsPart(KernelAccess access) {
    this.access = access;
    this.table = IpvsTable.of(access);
    this.watch = new TableWatch(table, new TableFile(access.proc()));
  }

  @Override
  public Map<ServiceKey, VirtualServer> observe(Asked asked) {
    return watch.look();
  }

  @Override
  public List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned) {
    return new Deletions(table, () -> owned.get().services(), this::carryOut)
        .apply(KernelPart.all(IpvsChange.class, changes));
  }

  private List<Outcome> carryOut(List<IpvsChange> changes) {
    changes.forEach(change -> watch.touch(change.service()));
    return table.apply(changes, () -> access.links().loopbackIsUp());
  }
}
