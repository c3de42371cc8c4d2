package dev.lvs.agent.kernel;

import dev.lvs.agent.kernel.address.Vips;
import dev.lvs.agent.kernel.conntrack.ConntrackFlows;
import dev.lvs.agent.kernel.device.Devices;
import dev.lvs.agent.kernel.ipvs.VirtualServers;
import dev.lvs.agent.kernel.neighbour.Neighbours;
import dev.lvs.agent.kernel.nft.NftTable;
import dev.lvs.agent.kernel.route.HostRoutes;
import dev.lvs.agent.kernel.syncdaemon.SyncDaemons;
import dev.lvs.agent.kernel.sysctl.Sysctls;
import dev.lvs.agent.kernel.timeout.IpvsTimeouts;
import dev.lvs.agent.object.ObjectKind;
import java.util.List;

/** The kinds of kernel objects that this agent manages. */
public final class Kinds {
  /** All of them; where several have something against a change, the first one says so. */
  public static final List<ObjectKind<?>> ALL =
      List.of(
          VirtualServers.KIND,
          Devices.KIND,
          Vips.KIND,
          Sysctls.KIND,
          IpvsTimeouts.KIND,
          SyncDaemons.KIND,
          HostRoutes.KIND,
          NftTable.KIND,
          ConntrackFlows.KIND,
          Neighbours.KIND);

  private Kinds() {}
}
